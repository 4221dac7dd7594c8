"""Counts that are kept: the same cells as counting all anew, and questions about what came alone."""

import re
import shutil
from datetime import date
from itertools import count

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cp4p_metrics.command_line import main
from cp4p_metrics.engines import DuckDBEngine
from cp4p_metrics.home import Home
from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.outdated import Purge
from cp4p_metrics.intake.purging import purge_records
from cp4p_metrics.intake.rotation import rotate_key
from cp4p_metrics.intake.undoing import undo_batch
from cp4p_metrics.measures import MEASURES
from cp4p_metrics.measures.cells import SMALL_TABLES, compute_cells
from cp4p_metrics.measures.counting import RECORDED_DAYS, distinct_query, sums_query
from cp4p_metrics.measures.ground import lay_ground
from cp4p_metrics.measures.kept_counts import keeping_counts
from cp4p_metrics.measures.what_views_read import reads_of
from cp4p_metrics.periods import add_months, months_between
from cp4p_metrics.records.store import reading
from cp4p_metrics.records.views import VIEWS

CONTACTS = "contact_id,partner_id,area,participant_id,contact_date,purpose,minutes\n"
SHIFTS = "shift_id,partner_id,area,shift_date,kind,is_covered,hours\n"
RESPONSES = "response_id,partner_id,area,response_date,kind,hours_to_response\n"
ENROLLMENTS = "enrollment_id,partner_id,area,participant_id,enrolled_date,exited_date,risk_level\n"
SUBMISSIONS = "partner_id,month,part,due_date,received_date\n"
# Of every kind: sums, shares, distinct people, stocks, medians, cohorts, quotients.
NAMES = """
outreach_contacts people_engaged contacts_per_participant_week canvassing_shifts outreach_hours responses response_time
unknown_share new_enrollments active_caseload people_served retention
"""
USED = [MEASURES[name] for name in NAMES.split()]
FILE_NUMBERS = count(1)


class Recording(DuckDBEngine):
    """DuckDB, which writes down what it is asked."""

    def __init__(self):
        self.asked = []

    def fill(self, connection, table, sql):
        self.asked.append((table, sql))
        super().fill(connection, table, sql)

    def of(self, view):
        """The questions that read this view."""
        return [sql for _, sql in self.asked if re.search(rf"\bcounted\.{view}\b", sql)]


def imported(home, text):
    """One batch of a file with these words."""
    path = home.path.parent / f"file_{next(FILE_NUMBERS)}.csv"
    path.write_text(text, encoding="utf-8")
    report = import_files(home, [path], tell=lambda words: None)
    assert not report.was_anything_refused, report.to_text()
    assert all(file.set_aside_count == 0 for file in report.files), report.to_text()
    return report


def published(home):
    """What was asked while publishing with kept counts, after a look that the cells are those of counting anew."""
    engine = Recording()
    with reading(home) as store:
        with keeping_counts(store, home.kept_counts, engine) as kept:
            compute_cells(store, USED, engine=kept)
        store.execute("CREATE TABLE memory.from_kept AS SELECT * FROM memory.cells")
        compute_cells(store, USED)
        for one, other in (("from_kept", "cells"), ("cells", "from_kept")):
            differing = store.execute(f"SELECT * FROM memory.{one} EXCEPT ALL SELECT * FROM memory.{other}").fetchall()
            assert differing == []
        assert store.execute("SELECT count(*) > 500 FROM memory.cells").fetchall() == [(True,)]
    return engine


def sent(partner, month, parts):
    """Lines of the list of submissions: what came in on the fifth of the next month."""
    following = add_months(month, 1)
    return "".join(
        f"{partner},{month:%Y-%m},{part},{following:%Y-%m}-10,{following:%Y-%m}-05\n" for part in parts.split()
    )


@pytest.fixture
def coalition(home, two_years):
    """Two years and a half of two partners' work, published once."""
    shutil.copytree(two_years.path, home.path)
    return home


@pytest.fixture(scope="module")
def two_years(tmp_path_factory):
    """The home that tests copy."""
    home = Home(tmp_path_factory.mktemp("two_years") / "home")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CP4P_KEY", "5b" * 32)
        fill(home)
    return home


def fill(home):
    contacts, number = [], 0
    for month in range(30):
        day = date(2024 + month // 12, month % 12 + 1, 3)
        for person in range(1 + month % 4):
            number += 1
            partner = ("ucan", "also")[person % 2]
            contacts.append(f"C{number},{partner},{26 + person % 3},P{person},{day},check_in,{10 + person}\n")
    imported(home, CONTACTS + "".join(contacts))
    imported(home, SHIFTS + "S1,ucan,26,2024-01-10,canvassing,yes,4\nS2,ucan,27,2026-06-02,canvassing,,\n")
    imported(home, RESPONSES + "R1,ucan,26,2025-05-05,on_scene,3\nR2,also,27,2026-06-04,on_scene,\n")
    people = "E1,ucan,26,P1,2024-02-01,,highest\nE2,also,27,P2,2024-03-05,2025-01-01,high\n"
    imported(home, ENROLLMENTS + people)
    months = months_between(date(2024, 1, 1), date(2026, 6, 1))
    imported(
        home,
        SUBMISSIONS
        + "".join(sent(partner, month, "outreach case_management") for month in months for partner in ("ucan", "also")),
    )
    published(home)


def one_more(home, *rows):
    return imported(home, CONTACTS + "".join(f"{row}\n" for row in rows))


def test_without_new_records_no_question_reaches_them(coalition):
    assert published(coalition).asked == []


def test_one_more_day_asks_for_its_month_and_for_its_people_alone(coalition):
    one_more(coalition, "N1,ucan,26,P1,2026-06-20,conflict,5", "N2,ucan,27,P77,2026-06-20,conflict,")
    engine = published(coalition)
    june = "WHERE date BETWEEN DATE '2026-06-01' AND DATE '2026-06-30'"
    sums = [sql for sql in engine.of("contacts") if "GROUPING SETS" in sql]
    assert len(sums) == 1 and june in sums[0]
    people = [sql for sql in engine.of("contacts") if "touched" in sql]
    assert len(people) == 1 and "BETWEEN DATE '2024-08-01' AND DATE '2028-04-30'" in people[0]
    assert len(engine.of("contacts")) == 2
    assert [june in sql for sql in engine.of("unknown_fields")] == [True]
    assert [june in sql for sql in engine.of("recorded_days")] == [True]
    untouched = ("shifts", "responses", "enrollments", "caseload", "open_months", "retention")
    assert [view for view in untouched if engine.of(view)] == []
    assert published(coalition).asked == []


def test_a_revised_row_is_taken_out_of_its_month_and_put_into_another(coalition):
    one_more(coalition, "C1,ucan,26,P0,2025-09-09,conflict,5")
    january, september = published(coalition).of("recorded_days")
    assert "BETWEEN DATE '2024-01-01' AND DATE '2024-01-31'" in january
    assert "BETWEEN DATE '2025-09-01' AND DATE '2025-09-30'" in september
    one_more(coalition, "C1,ucan,28,P9,2025-09-09,conflict,5")
    published(coalition)


def test_two_batches_at_once_that_revise_the_same_row(coalition):
    one_more(coalition, "C5,ucan,26,P0,2025-01-09,conflict,5", "N1,ucan,26,P4,2026-06-20,conflict,5")
    one_more(coalition, "C5,ucan,26,P6,2026-02-09,conflict,5", "N1,ucan,26,P5,2026-05-20,conflict,5")
    assert published(coalition).of("shifts") == []


@pytest.mark.parametrize("months", [11, 12, 13])
def test_someone_who_comes_again_after_about_a_year(coalition, months):
    one_more(coalition, "N1,ucan,26,P50,2025-03-09,conflict,5")
    published(coalition)
    later = date(2025 + (2 + months) // 12, (2 + months) % 12 + 1, 9)
    one_more(coalition, f"N2,ucan,26,P50,{later},conflict,5")
    assert [sql for sql in published(coalition).of("contacts") if "touched" in sql]


def test_someone_between_whose_months_a_late_one_falls(coalition):
    one_more(coalition, "N1,ucan,26,P50,2024-06-09,conflict,5", "N2,also,27,P50,2025-08-09,conflict,5")
    published(coalition)
    one_more(coalition, "N3,ucan,26,P50,2025-01-09,conflict,5")
    published(coalition)


def test_a_late_row_years_back_before_all_others(coalition):
    one_more(coalition, "N1,ucan,26,P1,2021-06-09,conflict,5")
    published(coalition)
    assert published(coalition).asked == []


def test_the_first_day_of_a_new_month_with_and_without_its_submission(coalition):
    one_more(coalition, "N1,ucan,26,P1,2026-07-01,conflict,5", "N2,ucan,26,P60,2026-07-01,conflict,5")
    assert [sql for sql in published(coalition).of("contacts") if "touched" in sql]
    imported(coalition, SUBMISSIONS + sent("ucan", date(2026, 7, 1), "outreach"))
    engine = published(coalition)
    assert engine.of("shifts") == []


def test_a_submission_that_moves_what_was_followed_counts_the_cohorts_anew(coalition):
    imported(coalition, SUBMISSIONS + sent("ucan", date(2026, 7, 1), "case_management"))
    engine = published(coalition)
    assert engine.of("retention") and engine.of("open_months")
    assert engine.of("shifts") == []


def test_an_undo_leaves_nothing_of_the_batch_and_counts_all_anew(coalition):
    report = one_more(coalition, "N1,ucan,26,P1,2026-06-20,conflict,5", "C1,ucan,26,P0,2025-09-09,conflict,5")
    published(coalition)
    undo_batch(coalition, report.batch_id)
    assert published(coalition).of("shifts")
    one_more(coalition, "N1,ucan,26,P1,2026-06-20,conflict,5", "C1,ucan,26,P0,2025-09-09,conflict,5")
    published(coalition)


def test_a_purge_takes_the_kept_counts_away(coalition):
    assert coalition.kept_counts.exists()
    purge_records(coalition, Purge(before=date(2025, 1, 1)))
    assert not coalition.kept_counts.exists()
    assert published(coalition).of("shifts")


def test_an_older_or_another_store_or_another_key_counts_all_anew(coalition, tmp_path, monkeypatch):
    older = tmp_path / "older.duckdb"
    shutil.copy(coalition.store, older)
    one_more(coalition, "N1,ucan,26,P1,2026-06-20,conflict,5")
    published(coalition)
    shutil.copy(older, coalition.store)
    assert published(coalition).of("contacts")
    one_more(coalition, "N2,ucan,26,P2,2026-06-21,conflict,5")
    published(coalition)
    monkeypatch.setenv("CP4P_NEXT_KEY", "7c" * 32)
    rotate_key(coalition)
    monkeypatch.setenv("CP4P_KEY", ",".join(["5b" * 32, "7c" * 32]))
    assert published(coalition).of("shifts")


def test_rows_that_the_books_know_nothing_of_are_seen(coalition):
    with duckdb.connect(str(coalition.store)) as store:
        store.execute("INSERT INTO contacts SELECT * REPLACE ('X1' AS contact_id) FROM contacts LIMIT 1")
    engine = published(coalition)
    assert len([sql for sql in engine.of("contacts") if "BETWEEN DATE '2026-06-01'" not in sql]) >= 2


@pytest.mark.parametrize("content", [b"", b"not a database", None])
def test_a_file_that_cannot_be_read_is_made_anew(coalition, content):
    if content is None:
        with duckdb.connect(str(coalition.kept_counts)) as kept:
            kept.execute("UPDATE about SET layout = 999")
    else:
        coalition.kept_counts.write_bytes(content)
    assert published(coalition).of("shifts")
    assert published(coalition).asked == []


def test_a_publishing_that_fails_leaves_what_was_kept(coalition):
    one_more(coalition, "N1,ucan,26,P1,2026-06-20,conflict,5")

    class OutOfBreathError(Exception):
        pass

    def fails():
        with reading(coalition) as store, keeping_counts(store, coalition.kept_counts) as kept:
            compute_cells(store, USED, engine=kept)
            raise OutOfBreathError

    with pytest.raises(OutOfBreathError):
        fails()
    assert published(coalition).of("shifts") == []


def test_the_file_is_for_those_who_publish_and_holds_sums_of_nobody(coalition):
    assert coalition.kept_counts.stat().st_mode & 0o777 == 0o600
    with reading(coalition) as store:
        pseudonyms = {each for (each,) in store.execute("SELECT DISTINCT participant_id FROM contacts").fetchall()}
    with duckdb.connect(str(coalition.kept_counts), read_only=True) as kept:
        for (name,) in kept.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            values = {str(value) for row in kept.execute(f"SELECT * FROM {name}").fetchall() for value in row}
            assert not values & pseudonyms
    written = b"".join(path.read_bytes() for path in coalition.kept_counts.parent.glob("counts*"))
    assert pseudonyms and not any(each.encode() in written for each in pseudonyms)


def test_publishing_afresh_takes_nothing_from_what_was_kept(coalition, capsys):
    def cells():
        path = max(coalition.releases.glob("leadership-*.duckdb"))
        with duckdb.connect(str(path), read_only=True) as release:
            return release.execute("SELECT * FROM cells ORDER BY ALL").fetchall()

    assert main(["publish", "--afresh"]) == 0
    counted = cells()
    with duckdb.connect(str(coalition.kept_counts)) as kept:
        tables = kept.execute("SELECT table_name FROM duckdb_columns() WHERE column_name = 'n0'").fetchall()
        for (name,) in tables:
            kept.execute(f"UPDATE {name} SET n0 = n0 + 1000")
    assert main(["publish"]) == 0
    assert cells() != counted
    assert main(["publish", "--afresh"]) == 0
    assert cells() == counted
    capsys.readouterr()


def test_which_views_may_be_renewed_by_month():
    found = {name for name in VIEWS if reads_of(name, VIEWS, SMALL_TABLES).is_row_by_row}
    assert found == {
        "canceled_events",
        "contacts",
        "coordination",
        "events",
        "exits",
        "mediations",
        "needs",
        "recorded_days",
        "responses",
        "shifts",
        "supports",
        "unknown_fields",
        "unknown_public_fields",
    }


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a FROM records.x WHERE b NOT IN (SELECT b FROM records.x)",
        "SELECT a FROM records.x AS x JOIN records.y AS y ON y.a = x.a",
        "SELECT a, row_number() OVER (PARTITION BY b ORDER BY a) AS n FROM records.x",
        "SELECT min(a) AS date, b FROM records.x GROUP BY b",
        "SELECT sum(a) AS date FROM records.x",
        "SELECT DISTINCT a AS date FROM records.x",
        "SELECT a FROM records.x UNION SELECT a FROM records.y",
        "SELECT a FROM counted.x",
        "SELECT x.a FROM records.x AS x, records.y AS y WHERE x.a = y.a",
        "SELECT a FROM records.x AS x WHERE EXISTS (SELECT 1 FROM records.y)",
        "SELECT a FROM records.x CROSS JOIN records.y",
    ],
)
def test_a_view_whose_rows_look_at_others_is_counted_whole(sql):
    assert not reads_of("v", {"v": sql, "x": "SELECT a FROM records.x"}, SMALL_TABLES).is_row_by_row


DAYS = st.dates(date(2024, 1, 1), date(2026, 7, 31)) | st.sampled_from([date(2026, 6, 30), date(2025, 1, 31)])
ROWS = st.lists(
    st.tuples(st.integers(1, 12), st.integers(0, 3), DAYS, st.sampled_from(["check_in", "conflict", "unknown"])),
    min_size=1,
    max_size=6,
    unique_by=lambda row: row[0],
)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(batches=st.lists(ROWS, min_size=2, max_size=4))
def test_any_sequence_of_batches_gives_the_answers_of_counting_anew(batches, tmp_path_factory, monkeypatch):
    monkeypatch.setenv("CP4P_KEY", "5b" * 32)
    home = Home(tmp_path_factory.mktemp("growing") / "home")
    engaged = MEASURES["people_engaged"]
    for rows in batches:
        lines = [f"C{key},ucan,{26 + who},P{who},{day},{purpose},5" for key, who, day, purpose in rows]
        one_more(home, *lines)
        with reading(home) as store, keeping_counts(store, home.kept_counts) as kept:
            subjects = lay_ground(store, kept)
            kept.prepare(store, SMALL_TABLES, VIEWS)
            questions = [
                RECORDED_DAYS,
                sums_query("contacts", [MEASURES["outreach_contacts"]]),
                distinct_query("contacts", engaged, subjects["outreach"]),
                sums_query("unknown_fields", [MEASURES["unknown_share"]]),
            ]
            for question in questions:
                kept.fill(store, "counts", question)
                DuckDBEngine().fill(store, "anew", question)
                for one, other in (("counts", "anew"), ("anew", "counts")):
                    sql = f"SELECT * FROM memory.{one} EXCEPT ALL SELECT * FROM memory.{other}"
                    assert store.execute(sql).fetchall() == [], question.view
