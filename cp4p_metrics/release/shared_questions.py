"""What an audience may ask of others' work, and how a sum of what it sees is asked for."""

from typing import TYPE_CHECKING

from cp4p_metrics.coalition import coalition
from cp4p_metrics.errors import CannotAnswerError
from cp4p_metrics.periods import PeriodKind

from .facts import MeasureFacts

if TYPE_CHECKING:
    from .questions import Question


def shared_periods(
    measure: MeasureFacts, place_kind: str, breakdown: str, kind: PeriodKind | None
) -> tuple[str, ...] | None:
    """The periods that the audience sees there; a CannotAnswerError where it sees none, or not that one."""
    if measure.grid is None:
        return None
    named = {"area": coalition().area, "partner": "partner"}.get(place_kind, place_kind)
    at = measure.grid.get(place_kind, {})
    if not at:
        places = [{"area": f"{coalition().area}", "coalition": "coalition"}.get(kind, kind) for kind in measure.grid]
        known = f" It is shared by {listed(tuple(places))}." if places else ""
        raise CannotAnswerError(
            f"{measure.name} is not shared by {named}: the numbers would be so small that they could point at "
            f"someone.{known}"
        )
    if breakdown not in at:
        raise CannotAnswerError(
            f"{measure.name} is not shared by {breakdown} for the {named}: the categories would be so small that they "
            "could point at someone. Ask without the breakdown, or for the coalition."
        )
    shared = tuple(at[breakdown])
    adds_to_it = kind is PeriodKind.LAST_12_MONTHS and measure.adds_up
    if kind is not None and kind not in shared and not adds_to_it:
        raise CannotAnswerError(
            f"{measure.name} is shared for the {named} by {listed(shared)}, not by {kind}: shorter periods would "
            "be so small that they could point at someone."
        )
    return shared


def covering_query(asked: "Question") -> tuple[str, dict[str, object]]:
    """The SQL of all that the audience sees of the measure at the place, whatever the period."""
    given: dict[str, object] = {
        "measure": asked.measure.name,
        "place_kind": asked.place_kind,
        "breakdown": asked.breakdown,
        "kinds": list(asked.shared or ()),
    }
    where = "measure = $measure AND breakdown = $breakdown AND place_kind = $place_kind"
    if asked.place is not None:
        where += " AND place = $place"
        given["place"] = asked.place
    return (
        "SELECT place_kind, place, category, period_kind, period_start, numerator, denominator, lower, upper, status "
        f"FROM release.cells WHERE {where} AND list_contains($kinds, period_kind) "
        "ORDER BY try_cast(place AS INTEGER), place, try_cast(category AS INTEGER), category",
        given,
    )


def shortest_shared(asked: "Question") -> str:
    """Of the periods that the audience sees there, the shortest, of which a range is made."""
    order = [kind.value for kind in PeriodKind]
    return min(asked.shared or (), key=order.index)


def listed(names: tuple[str, ...]) -> str:
    """'year, fiscal_year or month'."""
    return ", ".join(names[:-1]) + f" or {names[-1]}" if len(names) > 1 else names[0]
