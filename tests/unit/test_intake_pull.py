"""Pulling the City's feed from a portal on this machine that misbehaves in the ways that real ones do."""

import csv
import os
import stat
from datetime import UTC, date, datetime, timedelta

import pytest

from cp4p_metrics.command_line import main
from cp4p_metrics.errors import PortalError
from cp4p_metrics.home import Home
from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.portal import pages, pull_city
from cp4p_metrics.intake.portal.asking import Portal
from cp4p_metrics.intake.portal.datasets import get_dataset
from cp4p_metrics.intake.profiles import get_profile
from cp4p_metrics.records.store import reading

from ..portal import portal_with, victim

NOW = datetime(2026, 8, 4, 15, tzinfo=UTC)
FIRST_DAY = date(2026, 1, 1)


def feed(count=100, *, race="BLK", first=0):
    """One person a case, SHOOT-J0000-#1 and so on, spread over 200 days."""
    return [
        victim(f"SHOOT-J{n:04}-#1", day=str(FIRST_DAY + timedelta(days=n * 7 % 200)), race=race)
        for n in range(first, first + count - 1)
    ] + [victim(f"HOM-J{first + count - 1:04}-#1", day="2026-07-19", race=race)]


@pytest.fixture
def portal():
    with portal_with(feed()) as server:
        yield server


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    monkeypatch.setattr(pages, "ROWS_A_PAGE", 30)
    monkeypatch.delenv("CP4P_APP_TOKEN", raising=False)
    monkeypatch.delenv("CP4P_PORTAL", raising=False)


def pulled(home, portal, waits=None, **options):
    return pull_city(home, portal=portal.address, now=NOW, wait=(waits if waits is not None else []).append, **options)


def stored(home, sql):
    with reading(home) as store:
        return store.execute(sql).fetchall()


def keys(home):
    return [key for (key,) in stored(home, "SELECT victimization_id FROM victimizations ORDER BY 1")]


def test_the_first_pull_reads_all_in_pages_that_follow_the_key(home, portal):
    report = pulled(home, portal)
    assert (report.read_count, report.accepted_count, report.set_aside_count) == (100, 100, 0)
    assert keys(home) == sorted(row["unique_id"] for row in portal.rows)
    assert len(portal.pages_asked) == 5  # four with rows, and an empty one that says it is the end
    assert all(question["$order"] == "unique_id" and "$offset" not in question for question in portal.pages_asked)
    assert stored(home, "SELECT count(*) FROM batches") == [(1,)]


def test_only_the_needed_columns_are_asked_for_and_none_that_is_never_read(home, portal):
    dataset, profile = get_dataset("victims"), get_profile("city_victims")
    assert not set(dataset.select) & set(profile.never_read)
    assert {dataset.key, dataset.case, dataset.date, dataset.updated} <= set(dataset.select)
    pulled(home, portal)
    assert {question["$select"] for question in portal.pages_asked} == {",".join(dataset.select)}


def test_nothing_of_a_finished_pull_stays_behind(home, portal):
    pulled(home, portal)
    assert list(home.pull.rglob("*")) == []


def test_the_same_feed_again_changes_nothing(home, portal):
    pulled(home, portal, since=date(2026, 1, 1))
    again = pulled(home, portal, since=date(2026, 1, 1))
    assert again.was_known
    assert list(home.pull.rglob("*")) == []


@pytest.mark.parametrize("fault", ["429 after 7", "429", "503", "502", "dropped", "cut", "no rows"])
def test_a_question_that_fails_is_asked_again(home, portal, fault):
    portal.faults = [None, fault, fault]
    waits, lines = [], []
    assert pulled(home, portal, waits, tell=lines.append).accepted_count == 100
    assert waits == ([7.0, 7.0] if "after" in fault else [1.0, 2.0])
    assert not any("SOMEBODY" in line for line in lines)


def test_a_portal_that_keeps_failing_is_given_up_and_the_next_pull_goes_on_where_it_was(home, portal):
    portal.faults = [None, None, *["503"] * 6]
    waits = []
    with pytest.raises(PortalError, match=r"answered 503, 6 times in a row.*goes on from there"):
        pulled(home, portal, waits)
    assert waits == [1, 2, 4, 8, 16]
    assert not home.store.exists()
    folder = home.pull / "victims"
    assert sorted(path.name for path in folder.iterdir()) == ["page_00001.csv", "page_00002.csv", "progress.json"]
    assert stat.S_IMODE(home.pull.stat().st_mode) == stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert not any(word in path.read_text() for path in folder.iterdir() for word in ("SOMEBODY", "NOWHERE", "41.8"))
    asked_before = len(portal.pages_asked)
    lines = []
    assert pulled(home, portal, tell=lines.append).accepted_count == 100
    assert len(portal.pages_asked) - asked_before == 3
    assert "Going on after 2 pages that were read before" in lines
    assert list(home.pull.rglob("*")) == []


def test_pages_of_a_feed_that_has_changed_meanwhile_are_read_anew(home, portal):
    portal.faults = [None, None, *["503"] * 6]
    with pytest.raises(PortalError):
        pulled(home, portal)
    portal.rows = feed(110)
    assert pulled(home, portal).accepted_count == 110


def test_a_feed_that_changes_while_it_is_read_is_read_anew(home, portal):
    def refreshed(server):
        server.rows = [victim("HOM-J0001-#1", day="2026-01-08", updated="2026-08-01"), *feed()[2:], feed()[0]]

    portal.faults = [None, None, refreshed]
    lines = []
    assert pulled(home, portal, tell=lines.append).accepted_count == 100
    assert "The feed changed while it was read; beginning anew" in lines
    assert "HOM-J0001-#1" in keys(home)
    assert "SHOOT-J0001-#1" not in keys(home)


def test_short_pages_are_not_taken_for_the_end(home, portal):
    portal.page_rows = 7
    assert pulled(home, portal).accepted_count == 100


def test_a_page_sent_a_second_time_is_asked_for_again(home, portal):
    portal.faults = [None, "the page before", None, "the page before", "the page before"]
    assert pulled(home, portal).accepted_count == 100


def test_a_portal_that_repeats_itself_for_ever_is_given_up(home, portal):
    portal.faults = [None, *["the page before"] * 3]
    with pytest.raises(PortalError, match="rows that it sent before"):
        pulled(home, portal)
    assert not home.store.exists()


@pytest.mark.parametrize(("fault", "words"), [("403", "CP4P_APP_TOKEN"), ("400", "layout"), ("302", "answered 302")])
def test_what_asking_again_would_not_mend_is_told_at_once(home, portal, fault, words):
    portal.faults = [fault]
    waits = []
    with pytest.raises(PortalError, match=words):
        pulled(home, portal, waits)
    assert waits == []


def test_the_token_comes_from_the_environment_and_is_shown_nowhere(home, portal, monkeypatch, capsys):
    monkeypatch.setenv("CP4P_APP_TOKEN", "secret-token")
    portal.faults = ["403"]
    assert main(["pull", "city", "--portal", portal.address]) == 1
    assert {headers["X-App-Token"] for headers in portal.headers} == {"secret-token"}
    assert all(headers["User-Agent"].startswith("cp4p-metrics") for headers in portal.headers)
    printed = capsys.readouterr()
    assert "secret-token" not in printed.out + printed.err
    assert "Traceback" not in printed.err
    kept = [path.read_bytes() for path in home.path.rglob("*") if path.is_file()]
    assert not any(b"secret-token" in content for content in kept)


def test_without_a_token_none_is_sent(home, portal):
    pulled(home, portal)
    assert not any("X-App-Token" in headers for headers in portal.headers)


@pytest.mark.parametrize(
    "address",
    ["http://data.example.org", "ftp://127.0.0.1", "data.example.org", "https://me:word@data.example.org", "https://"],
)
def test_an_address_that_is_not_https_is_refused_before_anything_is_sent(address):
    with pytest.raises(PortalError, match=r"https://|host and a path"):
        Portal(address)


def test_the_command_prints_what_came_in(home, portal, monkeypatch, capsys):
    monkeypatch.setenv("CP4P_PORTAL", portal.address)
    assert main(["pull", "city", "--since", "2026-07-01"]) == 0
    assert "accepted" in capsys.readouterr().out


def test_a_later_pull_reads_what_happened_or_changed_in_the_last_120_days(home, portal):
    pulled(home, portal)
    portal.asked.clear()
    revised = dict(portal.rows[1], race="WHI", updated="2026-08-02T10:00:00.000")
    assert revised["date"] < "2026-03"
    portal.rows[1] = revised
    portal.rows.append(victim("SHOOT-J0900-#1", day="2026-08-02"))
    report = pulled(home, portal)
    assert portal.pages_asked[0]["$where"].startswith("(date >= '2026-03-21T00:00:00' OR updated >= ")
    assert (report.accepted_count, report.revised_count) == (2, 1)
    assert report.read_count < 80
    assert stored(home, "SELECT race_ethnicity FROM victimizations WHERE victimization_id = 'SHOOT-J0001-#1'") == [
        ("white",)
    ]
    assert min(stored(home, "SELECT first_date::VARCHAR FROM coverage WHERE subject = 'gunshots'")) == ("2026-01-01",)
    assert max(stored(home, "SELECT first_date::VARCHAR FROM coverage"))[0] >= "2026-03-21"


def test_a_person_who_dies_is_one_victimization(home, portal):
    portal.rows += [victim("SHOOT-JX-#1"), victim("SHOOT-JX-#2", race="WHI"), victim("SHOOT-JY-#1")]
    pulled(home, portal)
    # The first of JX dies and is numbered last; the other one moves up.
    portal.rows[-3:] = [
        victim("HOM-JX-#2", updated="2026-07-20"),
        victim("SHOOT-JX-#1", race="WHI", updated="2026-07-20"),
        victim("HOM-JY-#1", updated="2026-07-20"),
    ]
    report = pulled(home, portal)
    assert report.revised_count == 3
    assert stored(
        home,
        "SELECT victimization_id, race_ethnicity, is_homicide FROM victimizations WHERE case_number IN ('JX', 'JY') ORDER BY 1",
    ) == [("HOM-JX-#2", "black", True), ("HOM-JY-#1", "black", True), ("SHOOT-JX-#1", "white", False)]


def test_a_person_who_dies_long_after_is_one_victimization_too(home, portal):
    long_ago = {"day": "2026-01-05"}
    portal.rows += [victim("SHOOT-JZ-#1", **long_ago), victim("SHOOT-JZ-#2", **long_ago)]
    pulled(home, portal)
    portal.rows[-1] = victim("HOM-JZ-#2", **long_ago, updated="2026-08-02")
    pulled(home, portal)
    assert [key for key in keys(home) if "JZ" in key] == ["HOM-JZ-#2", "SHOOT-JZ-#1"]
    assert "case_number IN ('JZ')" in [question.get("$where") for question in portal.pages_asked]


def test_a_feed_that_lost_78_percent_of_its_rows_is_refused_with_the_figures(home, portal):
    pulled(home, portal)
    portal.rows = portal.rows[-22:]
    report = pulled(home, portal, since=date(2026, 1, 1))
    assert report.was_anything_refused
    assert "now has 22 sound rows, where the store has 100: 78% are gone" in report.to_text()
    assert len(keys(home)) == 100
    asked = len(portal.pages_asked)
    assert not pulled(home, portal, since=date(2026, 1, 1), confirm=True).was_anything_refused
    assert len(portal.pages_asked) == asked, "what was read is kept for --confirm"
    assert len(keys(home)) == 100


def test_a_feed_whose_latest_rows_are_gone_is_refused_too(home, portal):
    pulled(home, portal)
    portal.rows = [row for row in portal.rows if row["date"] < "2026-04-01"]
    assert pulled(home, portal).was_anything_refused


def test_an_empty_feed_is_refused(home, portal):
    pulled(home, portal)
    portal.rows = []
    assert "100% are gone" in pulled(home, portal).to_text()


def test_a_feed_that_turned_race_unknown_for_73_percent_is_refused_with_the_figures(home, portal):
    pulled(home, portal)
    portal.rows = feed(race="UNKNOWN")[:73] + feed()[73:]
    report = pulled(home, portal, since=date(2026, 1, 1))
    assert "race_ethnicity is now known for 27% of the rows, where the store has it for 100%" in report.to_text()
    assert stored(home, "SELECT DISTINCT race_ethnicity FROM victimizations") == [("black",)]


@pytest.mark.shared_data
def test_a_pull_stores_what_the_downloaded_files_hold(home, shared_data, monkeypatch, tmp_path):
    monkeypatch.setattr(pages, "ROWS_A_PAGE", 1_000)
    files = sorted((shared_data / "city_victims").glob("*.csv"))
    rows = []
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            rows += [
                {**row, "unique_id": row["cpd_id"], "date": row["date"].replace(" ", "T")}
                for row in csv.DictReader(file)
            ]
    content = "SELECT * EXCLUDE (batch_id) FROM victimizations ORDER BY victimization_id"
    other = Home(tmp_path / "other")
    import_files(other, files, now=NOW)
    with portal_with(rows) as portal:
        assert pulled(home, portal).accepted_count == 3_893
        assert stored(home, content) == stored(other, content)
        assert set(stored(home, "SELECT first_date::VARCHAR, through_date::VARCHAR FROM coverage")) == {
            ("2024-09-01", "2026-08-02")
        }
        again = pulled(home, portal)
    assert (again.accepted_count, again.set_aside_count) == (0, 0)
    assert 1_000 < again.unchanged_count < 3_893
    assert stored(home, content) == stored(other, content)


def test_no_test_here_asks_another_machine(portal):
    assert portal.address.startswith("http://127.0.0.1:")
    assert "CP4P_PORTAL" not in os.environ
