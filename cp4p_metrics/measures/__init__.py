"""The registry: every measure there is."""

from cp4p_metrics.errors import UnknownNameError

from . import (
    agreements,
    events,
    mediation,
    needs,
    outreach,
    participation,
    responses,
    retention,
    services,
    support,
    trust,
    violence,
    violence_compared,
)
from .base import Measure, PlaceKind, Shape

__all__ = ["MEASURES", "Measure", "PlaceKind", "Shape", "get_measure"]

MEASURES: dict[str, Measure] = {
    measure.name: measure
    for module in (
        violence,
        violence_compared,
        outreach,
        responses,
        support,
        mediation,
        agreements,
        participation,
        needs,
        services,
        retention,
        events,
        trust,
    )
    for measure in vars(module).values()
    if isinstance(measure, Measure)
}


def get_measure(name: str) -> Measure:
    """The measure of that name; raises UnknownNameError with the nearest one."""
    try:
        return MEASURES[name]
    except KeyError:
        raise UnknownNameError("measure", name, MEASURES) from None
