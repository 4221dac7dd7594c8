"""Who may see what of partners' work: a small file, read and checked."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cp4p_metrics.errors import Cp4pError
from cp4p_metrics.measures.base import ALL, Measure, PlaceKind
from cp4p_metrics.periods import PeriodKind

SHIPPED = Path(__file__).with_name("policy.toml")
LOWEST_THRESHOLD = 11  # "no cell can be reported that allows a value of 1 to 10 to be derived": CMS's rule
PLACES = (PlaceKind.AREA, PlaceKind.PARTNER, PlaceKind.COALITION)
MEASURE_LISTS = (
    "areas_by_year",
    "not_by_area",
    "coalition_only",
    "totals_only",
    "not_by_month",
    "breakdowns_not_shared",
    "not_shared",
    "not_about_people",
)
YEARS = (PeriodKind.YEAR, PeriodKind.FISCAL_YEAR)


class PolicyError(Cp4pError):
    """A policy that can't be read, or that would protect less than it may."""


@dataclass(frozen=True)
class Sharing:
    """What one audience sees of all partners' work, and how it is protected.

    `periods` are those of totals at each kind of place; `coalition_breakdowns` those of categories, which are given
    for all partners together only. Rates of fewer than `fewest_for_a_rate` are withheld.
    """

    audience: str
    threshold: int
    width: int
    periods: Mapping[PlaceKind, tuple[PeriodKind, ...]]
    coalition_breakdowns: tuple[PeriodKind, ...]
    guards_against_each_partner: bool
    fewest_for_a_rate: int


@dataclass(frozen=True)
class Policy:
    """The whole policy; `override` says who loosened it and why, and is empty where nobody did."""

    partner: Sharing
    funder: Sharing
    measures: Mapping[str, frozenset[str]]
    override: str

    def is_about_people(self, measure: Measure) -> bool:
        """Whether its numbers could point at someone: the City's own publications and events could not."""
        return not measure.is_public and measure.name not in self.measures["not_about_people"]

    def periods_of(
        self, measure: Measure, place_kind: PlaceKind, breakdown: str, sharing: Sharing
    ) -> tuple[PeriodKind, ...]:
        """For which periods the audience sees the measure at that kind of place; () where it does not."""
        name = measure.name
        if place_kind not in measure.place_kinds or name in self.measures["not_shared"]:
            return ()
        if place_kind is PlaceKind.AREA and name in self.measures["not_by_area"]:
            return ()
        if place_kind is not PlaceKind.COALITION and (name in self.measures["coalition_only"] or breakdown != ALL):
            return ()
        is_chosen = breakdown not in (ALL, measure.always_by)
        if is_chosen and (name in self.measures["totals_only"] or breakdown in self.measures["breakdowns_not_shared"]):
            return ()
        periods = sharing.coalition_breakdowns if breakdown != ALL else sharing.periods[place_kind]
        if place_kind is PlaceKind.AREA and name in self.measures["areas_by_year"]:
            periods = tuple(kind for kind in periods if kind in YEARS)
        # Distinct people don't add up, so a month of theirs would say more than the quarter does.
        if measure.distinct or name in self.measures["not_by_month"]:
            periods = tuple(kind for kind in periods if kind is not PeriodKind.MONTH)
        return tuple(kind for kind in periods if kind in measure.period_kinds)


def read_policy(own: Path | None = None) -> Policy:
    """The shipped policy, or the coalition's own where that file exists. Raises PolicyError."""
    path = own if own is not None and own.exists() else SHIPPED
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        partner, funder = (_sharing(given[name], name) for name in ("partner", "funder"))
        measures = {name: frozenset(given["measures"][name]) for name in MEASURE_LISTS}
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise PolicyError(
            f"{path.name} can't be used: {error}. Compare it with the policy that is shipped, {SHIPPED.name}."
        ) from None
    override = given.get("override", {})
    said = f"{override.get('by', '')}: {override.get('reason', '')}" if override else ""
    if override and not (override.get("by") and override.get("reason")):
        raise PolicyError(f"[override] in {path.name} needs both 'by' and 'reason': who loosens the policy, and why.")
    for sharing in (partner, funder):
        if sharing.threshold < LOWEST_THRESHOLD and not said:
            raise PolicyError(
                f"{path.name} shows counts from {sharing.threshold} on to {sharing.audience}. Below {LOWEST_THRESHOLD} "
                "it needs a section [override] with 'by' and 'reason', which every release then tells."
            )
        if sharing.threshold < 1 or sharing.width < 1:
            raise PolicyError(f"threshold and width of {sharing.audience} in {path.name} must be 1 or more.")
    for kind in PLACES:
        if not set(funder.periods[kind]) <= set(partner.periods[kind]):
            raise PolicyError(
                f"{path.name} shows funders more of {kind} than partners. What funders see must be part of what "
                "partners see, or comparing the two files would tell more than either."
            )
    return Policy(partner, funder, measures, said)


def _sharing(given: Mapping[str, Any], name: str) -> Sharing:
    return Sharing(
        audience=name,
        threshold=int(given["threshold"]),
        width=int(given["width"]),
        periods={kind: tuple(PeriodKind(word) for word in given[kind.value]) for kind in PLACES},
        coalition_breakdowns=tuple(PeriodKind(word) for word in given["coalition_breakdowns"]),
        guards_against_each_partner=bool(given.get("guards_against_each_partner", False)),
        fewest_for_a_rate=int(given.get("fewest_for_a_rate", 0)),
    )
