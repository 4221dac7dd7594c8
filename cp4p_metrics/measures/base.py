"""What a measure is."""

from dataclasses import dataclass
from enum import StrEnum

from cp4p_metrics.periods import PeriodKind

ALL = "all"  # the breakdown of a cell that is not broken down, and its category
ALL_PERIODS = tuple(PeriodKind)
TWELVE_MONTHS = (PeriodKind.YEAR, PeriodKind.FISCAL_YEAR, PeriodKind.LAST_12_MONTHS)


def breakdown_periods(place_kind: str) -> tuple[PeriodKind, ...]:
    """The periods for which a place's numbers are broken down: never months, and whole years for an area.

    Shorter ones would be too small to mean anything.
    """
    if place_kind == "area":
        return (PeriodKind.YEAR, PeriodKind.FISCAL_YEAR)
    return (PeriodKind.QUARTER, *TWELVE_MONTHS)


class PlaceKind(StrEnum):
    """The kinds of place that a number can be about."""

    AREA = "area"
    PARTNER = "partner"
    COALITION = "coalition"
    CITY = "city"


PUBLIC_PLACES = (PlaceKind.AREA, PlaceKind.PARTNER, PlaceKind.COALITION, PlaceKind.CITY)
PROGRAM_PLACES = (PlaceKind.AREA, PlaceKind.PARTNER, PlaceKind.COALITION)


class Shape(StrEnum):
    """How the cells of a measure relate to each other."""

    COUNT = "count"  # months add up
    SHARE = "share"  # a numerator and a denominator that each add up
    RATE = "rate"  # per residents, over twelve months
    STOCK = "stock"  # distinct people on the period's last day; nothing adds up
    CHANGE = "change"  # twelve months against the mean of the three twelve months before


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A number with everything needed to compute it and to explain it.

    `numerator` and `denominator` are SQL aggregates over the view `counted.<view>`, in the subset
    that every engine reads alike. A rate has residents for its denominator, a change the sum of the
    three windows before. `subject` is what a
    source must speak about for the number to be known: 'gunshots' or 'homicides' (the City's
    files), or the part of a partner's monthly submission.
    """

    name: str
    title: str
    unit: str
    meaning: str
    view: str
    subject: str
    numerator: str
    family: str
    shape: Shape = Shape.COUNT
    denominator: str | None = None
    multiplier: int = 1
    caveats: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()
    fewer_is_better: bool | None = None  # None: the count only shows what was recorded
    source: str = ""
    is_our_definition: bool = False
    short_title: str = ""

    @property
    def is_public(self) -> bool:
        """Made from the City's published records alone."""
        return self.subject in ("gunshots", "homicides")

    @property
    def period_kinds(self) -> tuple[PeriodKind, ...]:
        if self.shape is Shape.CHANGE:
            return (PeriodKind.LAST_12_MONTHS,)
        return TWELVE_MONTHS if self.shape is Shape.RATE else ALL_PERIODS

    @property
    def place_kinds(self) -> tuple[PlaceKind, ...]:
        if self.subject == "submissions":
            return (PlaceKind.PARTNER, PlaceKind.COALITION)
        return PUBLIC_PLACES if self.is_public else PROGRAM_PLACES

    @property
    def widest_place(self) -> PlaceKind:
        return self.place_kinds[-1]
