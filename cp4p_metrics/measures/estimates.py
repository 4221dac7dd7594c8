"""What the estimates of people at highest risk rest on."""

from dataclasses import replace

import duckdb

from .base import Measure

# Whose numbers rest on them, and who reads their source and year beside the number.
RESTING_ON_ESTIMATES = ("people_at_highest_risk", "reach")

STUDIES = """
SELECT source_name, year
FROM records.risk_estimates
WHERE people_count IS NOT NULL
GROUP BY source_name, year
ORDER BY source_name, year
"""


def studies_named(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """One caveat that names each study and the years of its estimates; none where no estimate came in."""
    years: dict[str, list[str]] = {}
    for source_name, year in connection.execute(STUDIES).fetchall():
        years.setdefault(source_name, []).append(str(year))
    if not years:
        return ()
    named = "; ".join(f"{study} ({', '.join(years[study])})" for study in years)
    return (f"The people at highest risk are estimated by: {named}.",)


def naming_studies(measure: Measure, studies: tuple[str, ...]) -> Measure:
    """The measure with the studies before its other caveats, where it rests on their estimates."""
    return replace(measure, caveats=(*studies, *measure.caveats)) if measure.name in RESTING_ON_ESTIMATES else measure
