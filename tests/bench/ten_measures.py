"""Ten measures at every place and period, as someone who knows pandas or polars well would count them.

Run as a program: the way (ours, pandas, polars), a home folder, a folder of its exported records, and where to write
the answer. Distinct people in windows of twelve months are counted window by window, since they don't add up.
"""

import json
import resource
import sys
import time
from pathlib import Path

OURS = (
    "outreach_contacts people_engaged contact_purpose_mix outreach_hours new_enrollments needs_named referrals "
    "referrals_connected mediations resolved_share"
)
SUMS = {  # table → date, and what is added up
    "contacts": ("contact_date", {"contacts": "1"}),
    "shifts": ("shift_date", {"hours": "hours"}),
    "enrollments": ("enrolled_date", {"enrolled": "1"}),
    "needs": ("identified_date", {"needs": "1"}),
    "referrals": ("referred_date", {"referrals": "1", "connected": "connected_date"}),
    "mediations": ("started_date", {"mediations": "1", "resolved": "outcome", "known": "outcome"}),
}
PLACES = (["area_number"], ["partner_id"], [])
PERIODS = ("quarter", "year", "fiscal_year")


def with_pandas(records: Path) -> int:
    import pandas as pd

    def periods(months):
        return {
            "quarter": months.dt.to_period("Q").dt.start_time,
            "year": months.dt.to_period("Y").dt.start_time,
            "fiscal_year": months.dt.to_period("Y-JUN").dt.start_time,
        }

    cells = 0
    for table, (date, sums) in SUMS.items():
        columns = ["partner_id", "area_number", date]
        columns += [own for own in ("connected_date", "outcome", "hours") if own in sums.values()]
        columns += ["participant_id", "purpose"] if table == "contacts" else []
        rows = pd.read_parquet(records / f"{table}.parquet", columns=columns)
        rows["month"] = rows[date].astype("datetime64[s]").dt.to_period("M").dt.start_time
        values = {}
        for name, source in sums.items():
            values[name] = (
                1
                if source == "1"
                else rows[source].astype(float)
                if name == "hours"
                else rows[source].notna().astype(int)
                if name == "connected"
                else (rows[source] == "resolved").astype(int)
                if name == "resolved"
                else (~rows[source].isin(["ongoing", "unknown"])).astype(int)
            )
        rows = rows.assign(**values)
        for by in ([], ["purpose"]) if table == "contacts" else ([],):
            monthly = rows.groupby(["area_number", "partner_id", "month", *by], observed=True)[list(sums)].sum()
            monthly = monthly.reset_index()
            for place in PLACES:
                of_place = monthly.groupby([*place, *by, "month"], observed=True)[list(sums)].sum().reset_index()
                cells += len(of_place)
                for starts in periods(of_place["month"]).values():
                    cells += len(of_place.assign(start=starts).groupby([*place, *by, "start"])[list(sums)].sum())
                wide = of_place.pivot_table(index="month", columns=[*place, *by] or None, values=list(sums))
                cells += int(wide.asfreq("MS").fillna(0).rolling(12).sum().notna().sum().sum())
        if table == "contacts":
            people = rows[["area_number", "partner_id", "month", "participant_id"]].drop_duplicates()
            for place in PLACES:
                for starts in [people["month"], *periods(people["month"]).values()]:
                    cells += len(people.assign(start=starts).groupby([*place, "start"])["participant_id"].nunique())
                months = sorted(people["month"].unique())
                for last in range(11, len(months)):
                    window = people[(people["month"] >= months[last - 11]) & (people["month"] <= months[last])]
                    found = (
                        window.groupby(place)["participant_id"].nunique()
                        if place
                        else [window["participant_id"].nunique()]
                    )
                    cells += len(found)
    return cells


def with_polars(records: Path) -> int:
    import polars as pl

    month = pl.col("month")
    periods = {
        "quarter": month.dt.truncate("1q"),
        "year": month.dt.truncate("1y"),
        "fiscal_year": month.dt.offset_by("-6mo").dt.truncate("1y"),
    }
    expressions = {
        "hours": pl.col("hours").sum(),
        "connected": pl.col("connected_date").is_not_null().sum(),
        "resolved": (pl.col("outcome") == "resolved").sum(),
        "known": (~pl.col("outcome").is_in(["ongoing", "unknown"])).sum(),
    }
    cells = 0
    for table, (date, sums) in SUMS.items():
        rows = pl.scan_parquet(records / f"{table}.parquet").with_columns(month=pl.col(date).dt.truncate("1mo"))
        added = [expressions.get(name, pl.len()).alias(name) for name in sums]
        for by in ([], ["purpose"]) if table == "contacts" else ([],):
            monthly = rows.group_by("area_number", "partner_id", "month", *by).agg(added).collect()
            for place in PLACES:
                of_place = monthly.group_by(*place, *by, "month").agg(pl.col(*sums).sum()).sort("month")
                cells += len(of_place)
                for start in periods.values():
                    cells += len(of_place.group_by(*place, *by, start.alias("start")).agg(pl.col(*sums).sum()))
                rolling = of_place.rolling("month", period="12mo", group_by=[*place, *by] or None)
                cells += len(rolling.agg(pl.col(*sums).sum()))
        if table == "contacts":
            people = rows.select("area_number", "partner_id", "month", "participant_id").unique().collect()
            for place in PLACES:
                for start in [month, *periods.values()]:
                    cells += len(people.group_by(*place, start.alias("start")).agg(pl.col("participant_id").n_unique()))
                months = people["month"].unique().sort().to_list()
                for last in range(11, len(months)):
                    window = people.filter(month.is_between(months[last - 11], months[last]))
                    who = pl.col("participant_id").n_unique()
                    cells += len(window.group_by(place).agg(who) if place else window.select(who))
    return cells


def with_ours(home: Path) -> int:
    from cp4p_metrics.home import Home
    from cp4p_metrics.measures import MEASURES
    from cp4p_metrics.measures.cells import compute_cells
    from cp4p_metrics.records.store import reading

    with reading(Home(home)) as connection:
        compute_cells(connection, [MEASURES[name] for name in OURS.split()])
        [(cells,)] = connection.execute("SELECT count(*) FROM memory.cells").fetchall()
    return int(cells)


if __name__ == "__main__":
    way, home, records, answer = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])
    began = time.perf_counter()
    counted = {"ours": lambda: with_ours(home), "pandas": lambda: with_pandas(records)}.get(
        way, lambda: with_polars(records)
    )()
    seconds = time.perf_counter() - began
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer.write_text(json.dumps({"seconds": seconds, "megabytes": largest, "cells": counted}))
