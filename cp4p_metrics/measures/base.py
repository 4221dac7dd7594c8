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
    """How the cells of a measure are made, and how they relate to each other."""

    COUNT = "count"  # months add up
    SHARE = "share"  # a numerator and a denominator that each add up; between 0 and 100 percent
    MIX = "mix"  # the categories of one breakdown, each in percent of all of them
    RATIO = "ratio"  # a numerator and a denominator of different kinds that each add up
    RATE = "rate"  # per residents, over twelve months
    STOCK = "stock"  # what stands on the period's last day; no two periods add up
    DISTINCT = "distinct"  # each person (or area) once, however often they come in the period; nothing adds up
    QUANTILE = "quantile"  # the median, or another quantile, of an amount that each row has
    SURVIVAL = "survival"  # the share for which something still holds after so many days, censored
    QUOTIENT = "quotient"  # one measure divided by another, of the same place and period
    CHANGE = "change"  # a period against its baseline
    PROGRESS = "progress"  # what was done of what a contract promises, pro-rated to the date
    GAP = "gap"  # the rate in the areas with the highest rates divided by that in those with the lowest


@dataclass(frozen=True)
class Part:
    """One side of a quotient: a measure, which of its categories, and of which place, unless of the same."""

    measure: str
    breakdown: str = ALL
    category: str = ALL
    place_kind: PlaceKind | None = None


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A number with everything needed to compute it and to explain it.

    `numerator`, `denominator` and `unknown` are SQL aggregates over the view `counted.<view>`, in the subset
    that every engine reads alike; `unknown` counts the rows that the number leaves out because they don't say.
    Measures of other shapes name columns of the view instead: `distinct` is what is counted once, `amount` is
    what a quantile or a survival is of, in whole units, `event` says (1 or 0) whether it ended there or was
    only followed until there. A quotient has two `parts`, a gap the rate of areas for its only one. A rate has
    residents for its denominator, a change its baseline: the same period `years_before`, summed over so many
    years, of the place itself or `of_neighbors`.

    `subject` is what a source must speak about for the number to be known: 'gunshots' or 'homicides' (the City's
    files), the part of a partner's monthly submission, or another that measures/reporting.py names. `table` is the
    record table whose code lists the breakdowns have, where the view isn't named after it. A measure with
    `always_by` has that breakdown and no total. `partner_view` holds the rows of partners where those of areas and
    of the coalition, in `view`, count the same thing once.
    """

    name: str
    title: str
    unit: str
    meaning: str
    view: str
    subject: str
    family: str
    numerator: str = ""
    denominator: str | None = None
    unknown: str | None = None
    shape: Shape = Shape.COUNT
    distinct: str = ""
    amount: str = ""
    event: str = ""
    quantile: float = 0.5
    at_days: tuple[int, ...] = ()
    is_carried: bool = False  # its rows stand in months that did not come in, too: open enrollments
    is_at_end: bool = False  # of what stands on the period's last day: its rows are dated on months' last days
    parts: tuple[Part, ...] = ()
    years_before: int = 3
    of_neighbors: bool = False
    multiplier: int = 1
    divisor: int = 1  # what a numerator is counted in: 100 for hundredths of hours
    table: str = ""
    partner_view: str = ""
    caveats: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()
    always_by: str = ""
    periods: tuple[PeriodKind, ...] = ()  # where not those of its shape
    places: tuple[PlaceKind, ...] = ()  # from the finest to the widest, where not those of its subject
    fewer_is_better: bool | None = None  # None: the count only shows what was recorded
    source: str = ""
    is_our_definition: bool = False
    short_title: str = ""

    @property
    def is_public(self) -> bool:
        """Made from the City's published records alone."""
        return self.subject in ("gunshots", "homicides")

    @property
    def is_placed_by_area(self) -> bool:
        """Whether its rows know an area and no partner, so that the dated assignments place them."""
        return self.is_public or self.subject == "risk_estimates"

    @property
    def period_kinds(self) -> tuple[PeriodKind, ...]:
        if self.periods:
            return self.periods
        if self.shape is Shape.CHANGE:
            return (PeriodKind.LAST_12_MONTHS,)
        return TWELVE_MONTHS if self.shape in (Shape.RATE, Shape.GAP) else ALL_PERIODS

    @property
    def place_kinds(self) -> tuple[PlaceKind, ...]:
        if self.places:
            return self.places
        if self.subject == "submissions":
            return (PlaceKind.PARTNER, PlaceKind.COALITION)
        return PUBLIC_PLACES if self.is_public else PROGRAM_PLACES

    @property
    def widest_place(self) -> PlaceKind:
        return self.place_kinds[-1]

    @property
    def own_breakdowns(self) -> tuple[str, ...]:
        """What its cells are broken down by: no total where the measure is always by one breakdown."""
        return (self.always_by,) if self.always_by else (ALL, *self.breakdowns)

    @property
    def stands_at_end(self) -> bool:
        """Whether a period has the number of its last day."""
        return self.shape is Shape.STOCK or self.is_at_end

    @property
    def counted_breakdowns(self) -> tuple[str, ...]:
        """What its rows are counted by: days of survival are read off the same counts."""
        return (ALL,) if self.at_days else self.own_breakdowns
