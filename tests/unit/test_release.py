"""A release: published whole or not at all, read by many at once, and unable to reach anything else."""

import csv
import io
import json
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import pairwise

import duckdb
import pandas as pd
import pytest

from cp4p_metrics import open_release as open_current
from cp4p_metrics.errors import CannotAnswerError, NotPublishedError, StoreError, UnknownNameError
from cp4p_metrics.home import Home
from cp4p_metrics.measures import MEASURES
from cp4p_metrics.periods import (
    Period,
    PeriodKind,
    add_months,
    last_complete_month,
    last_complete_period,
    month_end,
    months_between,
    period_of,
)
from cp4p_metrics.records.store import writing
from cp4p_metrics.records.tables import TABLES
from cp4p_metrics.release.comparison import compare
from cp4p_metrics.release.files import KEPT_VERSIONS, current_release
from cp4p_metrics.release.publish import publish
from cp4p_metrics.release.questions import CELL_COLUMNS
from cp4p_metrics.release.reader import open_release
from cp4p_metrics.release.writing import as_text
from tests.tables import sketch_store

CONTACT = """
    partner_id | area_number | participant_id | contact_date
    -----------|-------------|----------------|-------------
"""


def fill(home, **tables):
    """Put sketched rows into the store of a home folder."""
    drawn = sketch_store(duckdb.connect(), **tables)
    with writing(home) as store:
        for name in [*TABLES, "coverage"]:
            for row in drawn.execute(f"SELECT * FROM {name}").fetchall():
                store.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", list(row))
    drawn.close()


def contacts(*days):
    return CONTACT + "\n".join(f"ucan | 29 | p1 | {day}" for day in days)


SUBMISSIONS = """
    partner_id | month      | part     | due_date   | received_date
    -----------|------------|----------|------------|--------------
""" + "\n".join(
    f"{partner} | {month} | {part} | 2026-01-10 | {'-' if (partner, month.month) == ('enlace', 8) and month.year == 2025 else '2026-01-05'}"
    for partner in ("ucan", "enlace")
    for month in months_between(date(2022, 1, 1), date(2025, 11, 1))
    for part in ("outreach", "case_management", "events")
)
YEARS = range(2022, 2026)
FULL = {
    "coverage": "subject | first_date | through_date\n---\ngunshots | 2020-01-01 | 2025-11-15",
    "partners": "partner_id | partner_name\n---\nucan | UCAN\nenlace | Enlace Chicago",
    "partner_areas": "partner_id | area_number | from_date | until_date\n---\nucan | 29 | 2021-01-01 | -\nenlace | 30 | - | -",
    "submissions": SUBMISSIONS,
    "victimizations": "occurred_date | area_number | is_gunshot | source\n---\n"
    + "\n".join(f"{year}-0{1 + n % 9}-15 | {29 + n % 3} | yes | victims" for year in range(2020, 2026) for n in range(30)),
    "contacts": CONTACT + "\n".join(f"ucan | 29 | p{n} | {year}-{1 + n % 12:02d}-05" for year in YEARS for n in range(24)
                                    if (year, n % 12) < (2025, 11)),
    "mediations": "partner_id | area_number | started_date | outcome | conflict_type\n---\n"
    + "\n".join(
        f"{'ucan' if n % 2 else 'enlace'} | {29 + n % 2} | {year}-0{1 + n % 9}-20 | {'resolved' if n % 3 else 'not_resolved'} | {('group', 'school')[n % 2]}"
        for year in YEARS for n in range(year - 2010)
    ),
    "enrollments": "partner_id | area_number | participant_id | enrolled_date\n---\nucan | 29 | p1 | 2022-01-05\nenlace | 30 | p1 | 2023-01-05",
    "responses": "partner_id | area_number | response_date | kind\n---\nucan | 29 | 2022-02-01 | on_scene",
}  # fmt: skip


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """A release with several years of everything but events, open for questions; nothing may change it."""
    home = Home(tmp_path_factory.mktemp("home"))
    fill(home, **FULL)
    publish(home)
    return open_release(home=home)


def answered(release, *question, **options):
    return release.ask(*question, **options)["numerator"].tolist()


# Published whole or not at all


def test_what_was_published_is_what_is_read_back(home):
    fill(home, contacts=contacts("2025-03-01", "2025-03-31", "2025-04-01"))
    published = publish(home)
    release = open_release(home=home)
    assert release.version == published.release.version
    assert answered(release, "outreach_contacts", by="month") == [2, 1]
    assert published.cell_count > 0
    assert "outreach_contacts" in published.measures and "homicides" in published.left_out
    assert set(published.measures) | set(published.left_out) == set(MEASURES) == set(release.measures)
    assert open_current().version == published.release.version, "CP4P_HOME names the home folder"


def test_a_number_that_rests_on_an_estimate_names_the_study_and_its_years(home):
    estimates = (
        "area_number | year | people_count | source_name\n---\n29 | 2023 | 90 | A study\n29 | 2025 | 80 | A study"
    )
    fill(home, contacts=contacts("2025-03-01"), risk_estimates=estimates)
    publish(home)
    said = "The people at highest risk are estimated by: A study (2023, 2025)."
    release = open_release(home=home)
    assert {name for name, facts in release.measures.items() if said in facts.caveats} == {
        "people_at_highest_risk",
        "reach",
    }


def test_an_open_release_keeps_its_answers_while_the_next_one_is_served_at_once(home):
    fill(home, contacts=contacts("2025-03-01"))
    publish(home)
    earlier = open_release(home=home)
    fill_more(home, "2025-03-02")
    publish(home)
    later = open_release(home=home)
    assert answered(earlier, "outreach_contacts", by="month") == [1]
    assert answered(later, "outreach_contacts", by="month") == [2]
    assert later.version > earlier.version
    assert answered(earlier, "outreach_contacts", by="month") == [1]


def fill_more(home, *days):
    with writing(home) as store:
        for number, day in enumerate(days):
            store.execute(
                "INSERT INTO contacts (contact_id, partner_id, area_number, participant_id, contact_date, purpose, batch_id) "
                "VALUES (?, 'ucan', 29, 'p2', ?, 'check_in', 'more')",
                [f"more-{day}-{number}", day],
            )


def test_only_the_last_few_versions_are_kept_and_one_that_is_open_still_answers(home):
    fill(home, contacts=contacts("2025-03-01"))
    first = None
    for _ in range(KEPT_VERSIONS + 2):
        publish(home)
        first = first or open_release(home=home)
    files = sorted(home.releases.glob("*.duckdb"))
    assert len(files) == KEPT_VERSIONS
    assert files[-1] == current_release(home, "leadership").path
    assert not first.file.path.exists()
    assert answered(first, "outreach_contacts", by="month") == [1]


def test_a_failure_in_the_middle_keeps_the_last_good_release_and_leaves_nothing_behind(home):
    fill(home, contacts=contacts("2025-03-01"))
    good = publish(home).release
    fill_more(home, "2025-03-02")
    with writing(home) as store:  # the release's last table is made from it
        store.execute("DROP TABLE set_aside")
    with pytest.raises(duckdb.CatalogException):
        publish(home)
    assert current_release(home, "leadership") == good
    assert answered(open_release(home=home), "outreach_contacts", by="month") == [1]
    assert {file.name for file in home.releases.iterdir()} == {good.path.name, "leadership.current"}


def test_whoever_stops_it_before_it_is_written_keeps_the_last_release(home):
    fill(home, contacts=contacts("2025-03-01"))
    good = publish(home).release

    def stop(words):
        if words.startswith("Writing"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(home, stop)
    assert current_release(home, "leadership") == good


def test_killed_while_writing_it_never_points_to_half_a_file_and_the_next_one_clears_it_away(home):
    fill(home, **FULL)
    good = publish(home).release
    fill_more(home, "2025-10-02")
    process = subprocess.Popen(
        [sys.executable, "-m", "cp4p_metrics.command_line", "publish"],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    until = time.monotonic() + 60
    while not list(home.releases.glob("*.unfinished")) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    served = current_release(home, "leadership")
    assert len(open_release(home=home).ask("outreach_contacts", by="month")) > 0
    if process.returncode == -signal.SIGKILL:
        assert served == good
    publish(home)
    assert current_release(home, "leadership").version > served.version
    assert [file.name for file in home.releases.iterdir() if "unfinished" in file.name] == []


def test_there_is_nothing_to_publish_without_records(home):
    with pytest.raises(StoreError, match="cp4p import"):
        publish(home)
    with writing(home):
        pass
    with pytest.raises(StoreError, match="no records to publish"):
        publish(home)
    with pytest.raises(NotPublishedError, match="cp4p publish"):
        open_release(home=home)


def test_a_release_whose_file_is_gone_says_so(home):
    fill(home, contacts=contacts("2025-03-01"))
    publish(home).release.path.unlink()
    with pytest.raises(NotPublishedError, match="Run 'cp4p publish' again"):
        open_release(home=home)


@pytest.mark.parametrize("audience", ["funder", "partner:ucan"])
def test_other_audiences_are_told_that_theirs_is_not_published_yet(home, audience):
    fill(home, contacts=contacts("2025-03-01"))
    publish(home)
    with pytest.raises(
        NotPublishedError,
        match=f"No release for {audience} has been published\\..*none is ever replaced by one that shows more",
    ):
        open_release(audience, home)
    assert {file.name.split("-")[0].split(".")[0] for file in home.releases.iterdir()} == {"leadership"}


def test_an_audience_that_the_coalition_has_not_is_unknown(home):
    with pytest.raises(UnknownNameError, match="Did you mean 'funder'"):
        open_release("funders", home)
    with pytest.raises(UnknownNameError, match=r"There is no audience '\.\./leadership'"):
        open_release("../leadership", home)


# Hardened


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM glob('{folder}/*')",
        "ATTACH '{folder}/other.duckdb' AS other",
        "ATTACH '{store}' AS store (READ_ONLY)",
        "COPY release.cells TO '{folder}/copy.csv'",
        "EXPORT DATABASE '{folder}/all'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET max_execution_time = 0",
        "SET memory_limit = '10GB'",
        "SET lock_configuration = false",
        "RESET lock_configuration",
        "SET threads = 64",
        "PRAGMA temp_directory='{folder}'",
        "INSERT INTO release.about SELECT * FROM release.about",
        "UPDATE release.cells SET numerator = 1",
        "DELETE FROM release.cells",
        "DROP TABLE release.cells",
        "CREATE TABLE release.mine (number INTEGER)",
    ],
)
def test_the_connection_of_a_release_can_reach_nothing_else(release, tmp_path, statement):
    file = tmp_path / "secret.csv"
    file.write_text("a,b\n1,2\n")
    store = release.file.path.parents[1] / "records" / "store.duckdb"
    assert store.exists()
    with release._cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(statement.format(file=file, folder=tmp_path, store=store)).fetchall()
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


def test_a_release_holds_no_row_of_a_person(release):
    with release._cursor() as cursor:
        columns = {
            name
            for (name,) in cursor.execute(
                "SELECT column_name FROM duckdb_columns() WHERE database_name = 'release'"
            ).fetchall()
        }
    assert not columns & {
        "participant_id",
        "victimization_id",
        "case_number",
        "contact_id",
        "enrollment_id",
        "mediation_id",
        "batch_id",
    }


def test_eight_threads_may_ask_at_once(release):
    questions = [
        ("outreach_contacts", {"by": "month", "place": "areas"}),
        ("gunshot_victimization_rate", {"by": "year", "place": "city"}),
        ("mediations", {"by": "year", "place": "partners", "breakdown": "outcome"}),
        ("active_caseload", {"by": "quarter", "place": "coalition"}),
    ]
    alone = [release.ask(name, **options) for name, options in questions]
    together = threading.Barrier(8)

    def ask(number):
        together.wait(timeout=30)
        return [
            release.ask(*questions[(number + turn) % 4][:1], **questions[(number + turn) % 4][1]).equals(
                alone[(number + turn) % 4]
            )
            for turn in range(8)
        ]

    with ThreadPoolExecutor(8) as pool:
        assert all(all(found) for found in pool.map(ask, range(8)))


def test_two_releases_may_be_open_and_asked_at_once(home):
    fill(home, contacts=contacts("2025-03-01"))
    publish(home)
    same = [open_release(home=home) for _ in range(3)]
    assert [answered(release, "outreach_contacts") for release in same] == [[1], [1], [1]]


# Questions that are answered


def test_a_total_is_the_sum_of_its_months(release):
    span = {"start": date(2023, 2, 1), "end": date(2024, 8, 31)}
    for place in ("coalition", "partners", "areas"):
        months = release.ask("outreach_contacts", by="month", place=place, **span)
        total = release.ask("outreach_contacts", place=place, **span)
        assert total.set_index("place")["numerator"].to_dict() == months.groupby("place")["numerator"].sum().to_dict()
        assert set(total["period_kind"]) == {"range"}
        assert set(total["period_start"].dt.date) == {date(2023, 2, 1)}


def test_a_total_of_a_share_weighs_each_mediation(release):
    total = release.ask("resolved_share").iloc[0]
    assert (total.numerator, total.denominator) == tuple(
        release.ask("resolved_share", by="month")[["numerator", "denominator"]].sum()
    )
    assert total.value == pytest.approx(100 * total.numerator / total.denominator)
    assert total.status == "shown"
    few = release.ask("resolved_share", start=date(2022, 1, 1), end=date(2022, 3, 1)).iloc[0]
    assert (few.status, few.denominator < 20) == ("unstable", True)


def test_breakdown_totals_are_made_of_quarters_and_sum_to_the_total(release):
    span = {"start": date(2023, 4, 1), "end": date(2024, 9, 30)}
    by_outcome = release.ask("mediations", breakdown="outcome", **span)
    quarters = release.ask("mediations", breakdown="outcome", by="quarter", **span)
    assert (
        by_outcome.set_index("category")["numerator"].to_dict()
        == quarters.groupby("category")["numerator"].sum().to_dict()
    )
    assert by_outcome["numerator"].sum() == release.ask("mediations", **span)["numerator"].iloc[0]
    assert len(by_outcome) == 6


@pytest.mark.parametrize("place", ["coalition", "area:29"])
def test_a_breakdown_total_never_reaches_beyond_the_end_that_was_asked_for(release, place):
    span = {"place": place, "start": date(2024, 1, 1), "end": date(2024, 2, 29)}
    total = release.ask("mediations", **span)["numerator"].iloc[0]
    try:
        assert release.ask("mediations", breakdown="outcome", **span)["numerator"].sum() == total
    except CannotAnswerError as error:
        assert "end" in str(error)


def test_a_total_of_what_does_not_add_up_is_its_latest_number(release):
    for measure in ("active_caseload", "gunshot_victimization_rate", "versus_prior_three_years"):
        by = "month" if measure == "active_caseload" else "last_12_months"
        latest = release.ask(measure, by=by, place="coalition").iloc[-1]
        assert release.ask(measure, place="coalition").iloc[0]["value"] == latest["value"], measure


def test_start_and_end_keep_the_periods_that_begin_between_them(release):
    def starts(**options):
        return [start.date() for start in release.ask("outreach_contacts", **options)["period_start"]]

    assert starts(by="month", start=date(2024, 1, 1), end=date(2024, 3, 1)) == [
        date(2024, 1, 1),
        date(2024, 2, 1),
        date(2024, 3, 1),
    ]
    assert starts(by="quarter", start=date(2024, 1, 2), end=date(2024, 4, 1)) == [date(2024, 4, 1)]
    assert starts(by="fiscal_year", start=date(2023, 7, 1), end=date(2023, 7, 1)) == [date(2023, 7, 1)]
    assert starts(by="year", start=date(2030, 1, 1)) == []


def test_places_are_named_as_people_name_them(release):
    by_number = release.ask("outreach_contacts", by="year", place="area:29")
    assert by_number.equals(release.ask("outreach_contacts", by="year", place="area:North Lawndale"))
    assert set(release.ask("outreach_contacts", by="year", place="areas")["place"]) == {str(n) for n in range(1, 78)}
    assert set(release.ask("outreach_contacts", by="year", place="partners")["place"]) == {"ucan", "enlace"}
    assert set(release.ask("gunshot_victimizations", by="year", place="served_now")["place"]) == {"served_now"}
    assert set(release.ask("gunshot_victimizations", by="year", place="coalition")["place"]) == {"coalition"}
    assert set(release.ask("gunshot_victimizations", by="year")["place_kind"]) == {"city"}, (
        "the widest, if none is named"
    )
    assert set(release.ask("mediations", by="year")["place_kind"]) == {"coalition"}
    next_door = release.ask("neighbors_change_from_baseline", by="year", start=date(2024, 1, 1), end=date(2024, 1, 1))
    assert set(next_door["place"]) == {str(n) for n in range(1, 78)}, "all areas, where none is wider"


def test_answers_have_the_columns_of_cells_in_order_of_time_and_place(release):
    for table in (
        release.ask("mediations", by="month", place="areas"),
        release.ask("mediations", place="areas"),
    ):
        assert tuple(table.columns) == CELL_COLUMNS
    months = release.ask("outreach_contacts", by="month", place="areas")
    order = list(zip(months["period_start"], months["place"].astype(int), strict=True))
    assert order == sorted(order)


def test_a_month_that_did_not_come_in_is_not_reported(release):
    august = release.ask(
        "mediations", by="month", place="partner:enlace", start=date(2025, 8, 1), end=date(2025, 8, 1)
    ).iloc[0]
    reported = release.ask(
        "outreach_contacts", by="month", place="partner:enlace", start=date(2025, 8, 1), end=date(2025, 9, 1)
    )
    assert reported["status"].tolist() == ["not_reported", "shown"]
    assert reported["numerator"].isna().tolist() == [True, False]
    assert august.place == "enlace"


# Questions that are not


@pytest.mark.parametrize(
    ("measure", "options", "words"),
    [
        ("homicides", {}, "not in this release: no homicides records have been imported"),
        (
            "mediations",
            {"place": "city"},
            "no number for the city: its widest place is the coalition. It is known by area, partner or coalition",
        ),
        (
            "reporting_completeness",
            {"place": "areas"},
            "no number by community area: its finest place is the partner. It is known by partner or coalition",
        ),
        ("mediations", {"place": "served_now"}, "ask for the coalition instead of served_now"),
        ("gunshot_victimizations", {"breakdown": "sex"}, "has no breakdowns"),
        (
            "gunshot_victimization_rate",
            {"by": "month"},
            "by month: its finest period is the calendar year. Ask by year, fiscal_year or last_12_months",
        ),
        (
            "versus_prior_three_years",
            {"by": "year"},
            "by year: it is a number of twelve months. Ask by last_12_months",
        ),
        ("mediations", {"by": "month", "breakdown": "outcome"}, "never by month. Ask by quarter"),
        (
            "mediations",
            {"by": "quarter", "breakdown": "outcome", "place": "areas"},
            "by year and by fiscal_year",
        ),
        (
            "mediations",
            {"by": "last_12_months", "breakdown": "outcome", "place": "area:29"},
            "by year and by fiscal_year",
        ),
        ("mediations", {"start": date(2024, 2, 1), "end": date(2024, 1, 1)}, "Turn the two around"),
        (
            "mediations",
            {"breakdown": "outcome", "start": date(2024, 2, 1)},
            "begin on the first day of a quarter",
        ),
        (
            "mediations",
            {"breakdown": "outcome", "place": "areas", "start": date(2024, 4, 1)},
            "begin on the first day of a year",
        ),
    ],
)
def test_what_a_measure_has_no_answer_to_is_said_with_what_to_ask_instead(release, measure, options, words):
    with pytest.raises(CannotAnswerError, match=words):
        release.ask(measure, **options)


@pytest.mark.parametrize(
    ("measure", "options", "words"),
    [
        ("mediation", {}, "There is no measure 'mediation'. Did you mean 'mediations'?"),
        ("zzz", {}, "There is no measure 'zzz'"),
        ("mediations", {"by": "quarters"}, "Did you mean 'quarter'?"),
        (
            "mediations",
            {"breakdown": "outcomes"},
            "There is no breakdown of mediations 'outcomes'. Did you mean 'outcome'?",
        ),
        ("mediations", {"place": "partner"}, "Did you mean 'partners'?"),
        ("mediations", {"place": "coalition:x"}, "There is no place 'coalition:x'"),
        ("mediations", {"place": "partner:"}, "There is no place"),
        ("mediations", {"place": "partner:ucam"}, "There is no partner 'ucam'. Did you mean 'ucan'?"),
        ("mediations", {"place": "area:78"}, "There is no community area '78'"),
        ("mediations", {"place": "area:Austinn"}, "Did you mean 'Austin'?"),
        ("mediations", {"place": "areas' OR 1=1 --"}, "There is no place"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_one(release, measure, options, words):
    with pytest.raises(UnknownNameError) as error:
        release.ask(measure, **options)
    assert words in str(error.value)


# What else a release says


def test_a_release_explains_its_measures_and_its_sources(release):
    facts = release.measure("connected_share")
    assert facts.shape == "share" and facts.multiplier == 100 and "domain" in facts.breakdowns
    assert facts.period_kinds == ("month", "quarter", "year", "fiscal_year", "last_12_months")
    assert list(release.measures) == list(MEASURES), "in the order of the registry"
    assert release.sources["gunshots"] == (date(2020, 1, 1), date(2025, 11, 15))
    assert release.sources["outreach"] == (date(2022, 1, 1), date(2025, 11, 30))
    assert release.about["audience"] == "leadership" and not release.about["is_demonstration"]
    assert release.partners == {"enlace": "Enlace Chicago", "ucan": "UCAN"}
    for table in (release.partner_areas(), release.submissions(), release.unknowns()):
        assert len(table) > 0
    for table in (release.calendar(), release.batches(), release.set_aside()):
        assert len(table) == 0 and len(table.columns) > 0


def test_unknowns_are_counted_beside_the_rows(release):
    unknowns = release.unknowns().set_index(["table_name", "column_name", "partner_id"])
    assert (
        unknowns.loc[("contacts", "purpose", "ucan"), "unknown_count"]
        == unknowns.loc[("contacts", "purpose", "ucan"), "row_count"]
    )
    assert unknowns.loc[("mediations", "outcome", "ucan"), "unknown_count"] == 0


def test_a_count_is_compared_with_the_mean_of_the_three_before_and_a_share_with_all_of_it_together(release):
    counted = compare(
        release.ask,
        release.measure("mediations"),
        date(2025, 11, 30),
        place="coalition",
        kind=PeriodKind.QUARTER,
    )
    quarters = release.ask("mediations", by="quarter").set_index("period_start")["numerator"]
    assert counted.period == Period(date(2025, 7, 1), PeriodKind.QUARTER)
    before = [quarters[pd.Timestamp(year, 7, 1)] for year in (2024, 2023, 2022)]
    assert counted.before == tuple(before)
    assert counted.before_mean == pytest.approx(sum(before) / 3)
    assert counted.difference == pytest.approx(counted.value - sum(before) / 3)
    share = compare(
        release.ask,
        release.measure("resolved_share"),
        date(2025, 11, 30),
        place="coalition",
        kind=PeriodKind.QUARTER,
    )
    shares = release.ask("resolved_share", by="quarter").set_index("period_start")
    rows = [shares.loc[pd.Timestamp(year, 7, 1)] for year in (2024, 2023, 2022)]
    assert share.before_mean == pytest.approx(100 * sum(r.numerator for r in rows) / sum(r.denominator for r in rows))


def test_a_comparison_without_three_years_before_has_no_mean(release):
    found = compare(
        release.ask,
        release.measure("mediations"),
        date(2024, 12, 31),
        place="coalition",
        kind=PeriodKind.YEAR,
    )
    assert (found.value, len(found.before), found.before_mean, found.difference) == (14, 2, None, None)
    assert not found.is_lowest and not found.is_highest
    nothing = compare(
        release.ask,
        release.measure("mediations"),
        date(2031, 12, 31),
        place="coalition",
        kind=PeriodKind.YEAR,
    )
    assert (nothing.status, nothing.value) == ("not_reported", None)


# Answers as text

QUESTIONS = [
    ("mediations", {"by": "year", "place": "partners", "breakdown": "outcome"}),
    ("outreach_contacts", {"by": "month", "place": "partner:enlace"}),
    ("gunshot_victimization_rate", {"by": "year", "place": "areas"}),
    ("resolved_share", {}),
    ("mediations", {"by": "year", "start": date(2040, 1, 1)}),
]


@pytest.mark.parametrize(("measure", "options"), QUESTIONS)
def test_json_is_a_list_of_objects_with_exactly_the_columns_of_cells(release, measure, options):
    def refuse(text):
        raise AssertionError(f"{text} is not JSON")

    table = release.ask(measure, **options)
    found = json.loads(as_text(table, "json", release), parse_constant=refuse)
    assert isinstance(found, list) and len(found) == len(table)
    for row, cell in zip(found, table.itertuples(), strict=True):
        assert tuple(row) == CELL_COLUMNS
        assert row["period_start"] == cell.period_start.date().isoformat()
        assert row["numerator"] is None if pd.isna(cell.numerator) else type(row["numerator"]) is int
        assert row["value"] is None if pd.isna(cell.value) else row["value"] == cell.value


@pytest.mark.parametrize(("measure", "options"), QUESTIONS)
def test_csv_keeps_whole_numbers_whole(release, measure, options):
    table = release.ask(measure, **options)
    rows = list(csv.DictReader(io.StringIO(as_text(table, "csv", release))))
    assert len(rows) == len(table)
    for row, cell in zip(rows, table.itertuples(), strict=True):
        assert tuple(row) == CELL_COLUMNS
        for name in ("numerator", "denominator"):
            number = getattr(cell, name)
            assert row[name] == ("" if pd.isna(number) else str(int(number)))
        assert row["period_start"] == cell.period_start.date().isoformat()


def test_the_table_for_people_names_periods_places_and_states(release):
    text = as_text(
        release.ask("outreach_contacts", by="month", place="partner:enlace", start=date(2025, 8, 1)),
        "table",
        release,
    )
    assert "Outreach contacts (contacts)" in text
    assert "Aug 2025" in text and "Enlace Chicago" in text and "not reported" in text
    assert "No period" in as_text(release.ask("mediations", by="year", start=date(2040, 1, 1)), "table", release)
    assert "from Jan 2022" in as_text(release.ask("mediations"), "table", release)
    assert "Austin" in as_text(release.ask("gunshot_victimizations", by="year", place="area:25"), "table", release)


# Periods


@pytest.mark.parametrize(
    ("kind", "start", "label", "end"),
    [
        ("month", date(2026, 10, 1), "Oct 2026", date(2026, 10, 31)),
        ("month", date(2024, 2, 1), "Feb 2024", date(2024, 2, 29)),
        ("month", date(2025, 2, 1), "Feb 2025", date(2025, 2, 28)),
        ("quarter", date(2026, 10, 1), "Q4 2026", date(2026, 12, 31)),
        ("quarter", date(2026, 1, 1), "Q1 2026", date(2026, 3, 31)),
        ("year", date(2026, 1, 1), "2026", date(2026, 12, 31)),
        ("fiscal_year", date(2025, 7, 1), "FY 2026", date(2026, 6, 30)),
        ("last_12_months", date(2025, 11, 1), "12 months to Oct 2026", date(2026, 10, 31)),
        ("last_12_months", date(2023, 3, 1), "12 months to Feb 2024", date(2024, 2, 29)),
    ],
)
def test_a_period_is_known_by_its_kind_and_its_first_day(kind, start, label, end):
    period = Period(start, PeriodKind(kind))
    assert (period.label, period.end) == (label, end)
    assert period_of(PeriodKind(kind), end) == period
    if kind != "last_12_months":
        assert period_of(PeriodKind(kind), start) == period


@pytest.mark.parametrize(
    ("kind", "day", "start"),
    [
        ("fiscal_year", date(2026, 6, 30), date(2025, 7, 1)),
        ("fiscal_year", date(2026, 7, 1), date(2026, 7, 1)),
        ("quarter", date(2026, 3, 31), date(2026, 1, 1)),
        ("quarter", date(2026, 4, 1), date(2026, 4, 1)),
        ("last_12_months", date(2026, 1, 15), date(2025, 2, 1)),
    ],
)
def test_the_period_of_a_day(kind, day, start):
    assert period_of(PeriodKind(kind), day).start == start


@pytest.mark.parametrize(
    ("through", "month"),
    [
        (date(2026, 10, 31), date(2026, 10, 1)),
        (date(2026, 10, 30), date(2026, 9, 1)),
        (date(2024, 2, 29), date(2024, 2, 1)),
        (date(2024, 2, 28), date(2024, 1, 1)),
        (date(2025, 2, 28), date(2025, 2, 1)),
        (date(2026, 1, 1), date(2025, 12, 1)),
    ],
)
def test_a_month_is_complete_on_its_last_day(through, month):
    assert last_complete_month(through) == month


@pytest.mark.parametrize(
    ("kind", "through", "start"),
    [
        ("month", date(2024, 2, 29), date(2024, 2, 1)),
        ("month", date(2024, 2, 28), date(2024, 1, 1)),
        ("quarter", date(2026, 3, 31), date(2026, 1, 1)),
        ("quarter", date(2026, 3, 30), date(2025, 10, 1)),
        ("quarter", date(2026, 5, 31), date(2026, 1, 1)),
        ("year", date(2025, 12, 31), date(2025, 1, 1)),
        ("year", date(2025, 12, 30), date(2024, 1, 1)),
        ("fiscal_year", date(2026, 6, 30), date(2025, 7, 1)),
        ("fiscal_year", date(2026, 6, 29), date(2024, 7, 1)),
        ("last_12_months", date(2024, 2, 29), date(2023, 3, 1)),
        ("last_12_months", date(2024, 2, 28), date(2023, 2, 1)),
    ],
)
def test_the_last_complete_period_ends_on_or_before_the_day(kind, through, start):
    assert last_complete_period(PeriodKind(kind), through).start == start


@pytest.mark.parametrize("kind", PeriodKind)
def test_no_day_ever_has_a_later_complete_period_than_it_could(kind):
    for step in range(0, 1200):
        day = date(2023, 6, 1) + timedelta(days=step)
        period = last_complete_period(kind, day)
        following = Period(add_months(period.start, 1 if kind == "last_12_months" else kind.month_count), kind)
        assert period.end <= day < following.end


def test_months_follow_each_other_without_a_gap():
    months = months_between(date(2023, 11, 30), date(2024, 3, 1))
    assert months == [
        date(2023, 11, 1),
        date(2023, 12, 1),
        date(2024, 1, 1),
        date(2024, 2, 1),
        date(2024, 3, 1),
    ]
    assert all(month_end(one) + timedelta(days=1) == other for one, other in pairwise(months))
    assert add_months(date(2024, 3, 31), -1) == date(2024, 2, 1)


def test_an_unknown_kind_of_period_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'month'"):
        PeriodKind.named("months")


def test_a_release_says_what_was_accepted_and_is_worth_a_look(home):
    fill(home, contacts=CONTACT + "ucan | 9 | p1 | 2025-03-01\nucan | 9 | p2 | 2025-03-02\nalso | 9 | p2 | 2025-03-02")
    publish(home)
    found = open_release(home=home).loose_ends()
    assert found[["kind", "partner_id", "row_count"]].to_dict("records") == [
        {"kind": "outside_areas", "partner_id": "ucan", "row_count": 2},
        {"kind": "outside_areas", "partner_id": "also", "row_count": 1},
    ]
    assert found["words"].str.contains("in Edison Park, an area that it did not serve then").all()


def test_a_release_of_an_earlier_program_has_nothing_to_look_at(home):
    fill(home, contacts=contacts("2025-03-01"))
    with duckdb.connect(str(publish(home).release.path)) as release:
        release.execute("DROP TABLE loose_ends")
    assert list(open_release(home=home).loose_ends()["words"]) == []
