"""Which rows a purge takes: of one partner, or of what was over before a day. Written as SQL conditions."""

from dataclasses import dataclass
from datetime import date

from cp4p_metrics.records.columns import Kind
from cp4p_metrics.records.tables import Table

from .readers import quoted

# The first day after the period that a column names.
DAYS_AFTER = {Kind.DATE: "INTERVAL 1 DAY", Kind.MONTH: "INTERVAL 1 MONTH", Kind.QUARTER: "INTERVAL 3 MONTH"}


@dataclass(frozen=True)
class Purge:
    """What to take out: everything of a partner, or everything that was over before a day; one of the two."""

    partner_id: str | None = None
    before: date | None = None

    @property
    def words(self) -> str:
        """As in 'everything of partner ucan'."""
        if self.partner_id is not None:
            return f"everything of partner '{self.partner_id}'"
        return f"everything that was over before {self.before}"

    def gone_sql(self, table: Table) -> str:
        """The condition on a row of the table that it goes; never NULL.

        A row stays while any day in it is on or after the day, and an enrollment while it is under way. A
        partner's month is no longer known once any day of it has gone, or its counts would be too low.
        """
        if self.partner_id is not None:
            if "partner_id" not in table.column_names:
                return "false"
            return f"lower(partner_id) = lower({quoted(self.partner_id)})"
        day = f"DATE '{self.before}'"
        if table.name == "submissions":
            return f"month < {day}"
        if table.date is None:
            return "false"
        ends = ", ".join(
            f"{column.name} + {DAYS_AFTER[column.kind]}" for column in table.columns if column.kind in DAYS_AFTER
        )
        is_under_way = " AND exited_date IS NOT NULL" if table.name == "enrollments" else ""
        return f"coalesce(greatest({ends}) <= {day}{is_under_way}, false)"
