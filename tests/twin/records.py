"""The drawn records as pandas frames."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from .generated import Row
from .known import PARTS, Known

# The columns of every table, so that an empty one has them, too.
COLUMNS = {
    "victimizations": "case_number occurred_date area_number is_gunshot is_homicide sex race_ethnicity age_band source",
    "contacts": "partner_id area_number participant_id contact_date purpose minutes",
    "responses": "partner_id area_number response_date kind hours_to_response case_number",
    "shifts": "partner_id area_number shift_date kind is_covered hours",
    "coordination": "partner_id coordination_date kind",
    "mediations": "partner_id area_number started_date outcome_date conflict_type catalyst learned_via people_band "
    "shooting_likelihood outcome follow_up_7_date follow_up_30_date reopened_date is_linked_to_earlier_incident",
    "agreements": "partner_id area_number agreed_date ended_date end_reason",
    "enrollments": "enrollment_id partner_id area_number participant_id enrolled_date exited_date exit_reason "
    "assessed_date risk_level age_band gender race_ethnicity released_date",
    "needs": "partner_id area_number participant_id domain identified_date",
    "referrals": "partner_id area_number participant_id domain referred_date status connected_date completed_date",
    "goals": "partner_id area_number participant_id domain set_date met_date",
    "supports": "partner_id area_number quarter kind families_of families_count people_count",
    "events": "partner_id area_number event_date program activity age_group status attendance attendance_method "
    "meals_count",
    "staffing": "partner_id month role filled_fte",
    "risk_estimates": "area_number year people_count",
    "targets": "partner_id fiscal_year measure target",
    "submissions": "partner_id month part due_date received_date",
}
DATES = ("quarter", "month")
NUMBERS = ("hours_to_response", "minutes", "hours", "families_count", "people_count", "attendance", "meals_count")


class Records:
    """The drawn tables as frames, what is known of them, and what was derived from them once."""

    def __init__(self, drawn: dict[str, list[Row]]) -> None:
        self.drawn = drawn
        self.known = Known(drawn)
        self.kept: dict[Any, Any] = {}

    def table(self, name: str) -> pd.DataFrame:
        """A table with dates as timestamps, numbers as such, and None where nothing is told."""
        return self.once(name, lambda: self._frame(name))

    def _frame(self, name: str) -> pd.DataFrame:
        names = COLUMNS[name].split()
        frame = pd.DataFrame(self.drawn.get(name, []), columns=names, dtype=object)
        for column in names:
            if column in DATES or column.endswith("_date"):
                frame[column] = pd.to_datetime(frame[column])
            elif column in NUMBERS or column == "filled_fte":
                frame[column] = pd.to_numeric(frame[column]).astype(float)
        return frame

    def happened(self, name: str, column: str) -> pd.DataFrame:
        """A table with `date`, the day that counts, and `through`, until when its partner's records are known."""
        return self.once((name, column), lambda: self._happened(name, column))

    def _happened(self, name: str, column: str) -> pd.DataFrame:
        frame = self.table(name)
        frame = frame.assign(date=frame[column])
        part = next((part for part, tables in PARTS.items() if name in tables), None)
        if part is None:
            return frame
        followed = self.known.followed[part]
        return frame.assign(through=pd.to_datetime(frame["partner_id"].map(followed.get)))

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        """What `make` makes; asked for again under the same key, the same."""
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]


def between(frame: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """The rows whose day lies between the two, both included."""
    return frame[(frame["date"] >= pd.Timestamp(start)) & (frame["date"] <= pd.Timestamp(end))]


def is_yes(column: pd.Series) -> pd.Series:
    """Where it says yes; nowhere else, not where it says nothing either."""
    return column.map(lambda value: value is True).astype(bool)


def is_no(column: pd.Series) -> pd.Series:
    """Where it says no."""
    return column.map(lambda value: value is False).astype(bool)


def where(frame: pd.DataFrame, holds: Callable[[Any], bool]) -> pd.Series:
    """Which rows something holds for, looked at one by one."""
    return pd.Series([bool(holds(row)) for row in frame.itertuples()], index=frame.index, dtype=bool)
