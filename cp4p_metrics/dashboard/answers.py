"""Cached answers from the release that is served now.

Audience and version are among the arguments of every cache: a new release shows without a restart, and
no answer of one audience can reach another.
"""

from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from cp4p_metrics.errors import NotPublishedError
from cp4p_metrics.home import current_home
from cp4p_metrics.periods import PeriodKind
from cp4p_metrics.release.comparison import Comparison, compare
from cp4p_metrics.release.facts import MeasureFacts
from cp4p_metrics.release.files import LEADERSHIP, ReleaseFile, current_release
from cp4p_metrics.release.reader import Release

# The lengths of period that pages offer, and how they are called.
WINDOWS = {
    PeriodKind.LAST_12_MONTHS: "12 months",
    PeriodKind.FISCAL_YEAR: "Fiscal year",
    PeriodKind.QUARTER: "Quarter",
}
OPEN_RELEASES = 4  # a few audiences, and the version before while someone still reads it
KEPT_ANSWERS = 4_000
KEPT_BLOCKS = 800  # all that pages ask of one release, and of the one before
# What pages ask of every partner and area. Trends may ask for any measure, and then takes a little longer once.
ASKED_BY_PAGES = (
    "gunshot_victimizations",
    "fatal_shootings",
    "nonfatal_shootings",
    "homicides",
    "shooting_incidents",
    "gunshot_victimization_rate",
    "versus_prior_three_years",
    "outreach_contacts",
    "mediations",
    "resolved_share",
    "at_least_temporarily_resolved_share",
    "responses",
    "new_enrollments",
    "active_caseload",
    "needs_named",
    "referrals",
    "referrals_connected",
    "referrals_completed",
    "connected_share",
    "events_held",
    "attendance",
    "attendance_reported_share",
    "reporting_completeness",
)


@lru_cache(maxsize=OPEN_RELEASES)
def _opened(file: ReleaseFile) -> Release:
    return Release(file)


@lru_cache(maxsize=KEPT_ANSWERS)  # st.cache_data would unpickle every answer anew
def _asked(file: ReleaseFile, measure: str, question: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    return _opened(file).ask(measure, **dict(question))


def _question(
    by: str | None, place: str | None, breakdown: str | None, start: date | None = None, end: date | None = None
) -> tuple[tuple[str, Any], ...]:
    return (("by", by), ("place", place), ("breakdown", breakdown), ("start", start), ("end", end))


@lru_cache(maxsize=KEPT_BLOCKS)
def _by_place(
    file: ReleaseFile, measure: str, by: str, places: str, breakdown: str | None
) -> tuple[pd.DataFrame, dict[str, slice]]:
    """The answer for all partners or all areas at once, place by place, and where each one's rows stand.

    A reader who goes from one to the next asks for the same numbers again: asking once for all takes little
    longer than for one, and a slice of it costs nothing.
    """
    table = _asked(file, measure, _question(by, places, breakdown))
    table = table.sort_values("place", kind="stable", ignore_index=True)
    counts = table.groupby("place").size()
    ends = counts.cumsum()
    rows = {place: slice(end - count, end) for place, count, end in zip(counts.index, counts, ends, strict=True)}
    return table, rows


def _between(table: pd.DataFrame, start: date | None, end: date | None) -> pd.DataFrame:
    """Those periods of one place that begin on a day from start to end; they stand in order."""
    begins = table["period_start"].to_numpy()
    first = begins.searchsorted(np.datetime64(start, "us")) if start else 0
    last = begins.searchsorted(np.datetime64(end, "us"), side="right") if end else len(table)
    return table.iloc[first:last].reset_index(drop=True)


@lru_cache(maxsize=100)
def _listed(file: ReleaseFile, name: str) -> pd.DataFrame:
    return getattr(_opened(file), name)()


def prepare() -> None:
    """Ask what pages ask of every partner and area before the first reader does."""
    try:
        file = current_release(current_home(), LEADERSHIP)
    except NotPublishedError:
        return
    measures = _opened(file).measures
    for measure in (measures[name] for name in ASKED_BY_PAGES if name in measures):
        for kind in (*WINDOWS, PeriodKind.MONTH):
            if not measure.is_published or kind not in measure.period_kinds:
                continue
            for places, breakdowns in (("partners", (None, *measure.breakdowns)), ("areas", (None,))):
                for breakdown in breakdowns if places.removesuffix("s") in measure.place_kinds else ():
                    if not (breakdown and kind is PeriodKind.MONTH):
                        _by_place(file, measure.name, kind.value, places, breakdown)


class Answers:
    """The release as a page sees it. Every method is cached; tables are the caller's own copies."""

    def __init__(self, audience: str = LEADERSHIP) -> None:
        self._file = current_release(current_home(), audience)
        self._release = _opened(self._file)

    def __hash__(self) -> int:
        return hash(self._file)

    def __eq__(self, other: object) -> bool:
        """Answers from the same file are the same, so that what is made of them can be kept."""
        return isinstance(other, Answers) and self._file == other._file

    @property
    def audience(self) -> str:
        return self._file.audience

    @property
    def version(self) -> str:
        return self._file.version

    @property
    def about(self) -> dict[str, object]:
        return self._release.about

    @property
    def sources(self) -> dict[str, tuple[date, date]]:
        return self._release.sources

    @property
    def partners(self) -> dict[str, str]:
        return self._release.partners

    @property
    def measures(self) -> dict[str, MeasureFacts]:
        return self._release.measures

    def measure(self, name: str) -> MeasureFacts:
        return self._release.measure(name)

    def has(self, name: str) -> bool:
        """Whether the release holds the measure: it does not where nobody sent records."""
        return self.measure(name).is_published

    def through(self, name: str) -> date:
        """The last day for which the measure is known."""
        return self.sources[self.measure(name).subject][1]

    def ask(
        self,
        measure: str,
        *,
        by: str | None = None,
        place: str | None = None,
        breakdown: str | None = None,
        start: date | None = None,
        end: date | None = None,
    ) -> pd.DataFrame:
        """The answer of Release.ask."""
        kind, _, name = (place or "").partition(":")
        if by and kind in ("partner", "area"):
            table, rows = _by_place(self._file, measure, by, f"{kind}s", breakdown)
            if name in rows:
                return _between(table.iloc[rows[name]], start, end)
        return _asked(self._file, measure, _question(by, place, breakdown, start, end)).copy(deep=False)

    def compare(
        self,
        measure: str,
        *,
        place: str,
        kind: PeriodKind = PeriodKind.LAST_12_MONTHS,
        breakdown: str | None = None,
        category: str | None = None,
    ) -> Comparison:
        """The last complete period beside the three before."""
        return compare(
            self.ask,
            self.measure(measure),
            self.through(measure),
            place=place,
            kind=kind,
            breakdown=breakdown,
            category=category,
        )

    def calendar(self) -> pd.DataFrame:
        return _listed(self._file, "calendar").copy(deep=False)

    def partner_areas(self) -> pd.DataFrame:
        return _listed(self._file, "partner_areas").copy(deep=False)

    def submissions(self) -> pd.DataFrame:
        return _listed(self._file, "submissions").copy(deep=False)

    def batches(self) -> pd.DataFrame:
        return _listed(self._file, "batches").copy(deep=False)

    def set_aside(self) -> pd.DataFrame:
        return _listed(self._file, "set_aside").copy(deep=False)

    def loose_ends(self) -> pd.DataFrame:
        return _listed(self._file, "loose_ends").copy(deep=False)

    def audit(self) -> pd.DataFrame:
        return _listed(self._file, "audit").copy(deep=False)

    def unknowns(self) -> pd.DataFrame:
        return _listed(self._file, "unknowns").copy(deep=False)
