"""Cached answers from the release that is served now.

Audience and version are among the arguments of every cache: a new release shows without a restart, and
no answer of one audience can reach another.
"""

from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from cp4p_metrics.home import current_home
from cp4p_metrics.periods import PeriodKind
from cp4p_metrics.release.comparison import Comparison, compare
from cp4p_metrics.release.facts import MeasureFacts
from cp4p_metrics.release.files import LEADERSHIP, ReleaseFile, current_release
from cp4p_metrics.release.reader import Release

OPEN_RELEASES = 4  # a few audiences, and the version before while someone still reads it
KEPT_ANSWERS = 4_000


@st.cache_resource(max_entries=OPEN_RELEASES, show_spinner=False)
def _opened(file: ReleaseFile) -> Release:
    return Release(file)


@lru_cache(maxsize=KEPT_ANSWERS)  # st.cache_data would unpickle every answer anew
def _asked(file: ReleaseFile, measure: str, question: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    return _opened(file).ask(measure, **dict(question))


@st.cache_data(max_entries=100, show_spinner=False)
def _listed(file: ReleaseFile, name: str) -> pd.DataFrame:
    return getattr(_opened(file), name)()


class Answers:
    """The release as a page sees it. Every method is cached; tables are the caller's own copies."""

    def __init__(self, audience: str = LEADERSHIP) -> None:
        self._file = current_release(current_home(), audience)
        self._release = _opened(self._file)

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
        question = {"by": by, "place": place, "breakdown": breakdown, "start": start, "end": end}
        return _asked(self._file, measure, tuple(question.items())).copy(deep=False)

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
        return _listed(self._file, "calendar")

    def partner_areas(self) -> pd.DataFrame:
        return _listed(self._file, "partner_areas")

    def submissions(self) -> pd.DataFrame:
        return _listed(self._file, "submissions")

    def batches(self) -> pd.DataFrame:
        return _listed(self._file, "batches")

    def set_aside(self) -> pd.DataFrame:
        return _listed(self._file, "set_aside")

    def unknowns(self) -> pd.DataFrame:
        return _listed(self._file, "unknowns")
