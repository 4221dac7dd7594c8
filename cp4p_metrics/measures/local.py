"""A measure in the words of this coalition: its city's sources, and what is particular to them."""

from dataclasses import replace

from cp4p_metrics.coalition import coalition
from cp4p_metrics.places import areas

from .base import Measure


def in_local_words(measure: Measure) -> Measure:
    """The measure with sources and the program by name, and the coalition's own caveats before the general ones."""
    area_count = len(areas())
    meaning = measure.meaning.replace("{fifth_count}", str(area_count // 5)).replace("{area_count}", str(area_count))
    return replace(
        measure,
        meaning=coalition().in_own_words(meaning),
        source=coalition().in_own_words(measure.source),
        caveats=(*coalition().caveats.get(measure.name, ()), *measure.caveats),
    )
