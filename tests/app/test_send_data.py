"""Send data: what a director sees before and after a file is checked, and whose file it can be."""

import csv
import io
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from cp4p_metrics.dashboard.sender import UPLOAD_PARTNER
from cp4p_metrics.dashboard.sent_words import headline, lately, plain, reasons_csv, reasons_table
from cp4p_metrics.home import PROJECT, Home
from cp4p_metrics.inbox.answers import Answer, FileCounts, Reason, State
from cp4p_metrics.inbox.templates import templates
from cp4p_metrics.records.store import reading
from cp4p_metrics.release.reader import open_release
from cp4p_metrics.watch import loop, watch

ROUTER = PROJECT / "cp4p_metrics" / "dashboard" / "router.py"
HEADER = "contact_id,partner_id,area,participant_id,contact_date,purpose,minutes\n"


@pytest.fixture
def own_demo(published_demo: Home, tmp_path, monkeypatch) -> Home:
    """A copy of the made-up coalition's home, to be written to, whose checker seems to run."""
    home = Home(tmp_path / "home")
    for folder in (published_demo.store.parent, published_demo.releases, published_demo.key.parent):
        shutil.copytree(folder, home.path / folder.name)
    return with_checker(home, monkeypatch)


def with_checker(home: Home, monkeypatch) -> Home:
    monkeypatch.setenv("CP4P_HOME", str(home.path))
    watch(home, once=True)
    loop.write_whole(
        home.answers / loop.HEARTBEAT,
        f'{{"beaten_at": "{datetime.now(UTC).isoformat()}", "publishes": false}}',
        0o640,
    )
    return home


def check(home: Home) -> None:
    """Let the checker do its round, and seem to run afterwards."""
    loop.one_round(home, publishes=False, log=lambda _line: None)


def open_page() -> AppTest:
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.switch_page(str(PROJECT / "pages" / "send_data.py"))
    return app.run()


def partner(home: Home, number: int = 0) -> str:
    return list(open_release().partners)[number]


def contacts(home: Home, *dates: str, whose: str | None = None) -> bytes:
    whose = whose or partner(home)
    rows = "".join(f"S{number},{whose},25,P1,{day},check_in,20\n" for number, day in enumerate(dates))
    return (HEADER + rows).encode()


def sent(home: Home, content: bytes, name: str = "contacts.csv") -> AppTest:
    app = open_page()
    return app.file_uploader[0].set_value((name, content, "text/csv")).run()


def checked(home: Home, content: bytes, name: str = "contacts.csv") -> AppTest:
    app = sent(home, content, name)
    check(home)
    return app.run()


def words_of(app: AppTest) -> str:
    blocks = (*app.title, *app.markdown, *app.caption, *app.warning, *app.info, *app.success)
    return " ".join(block.value for block in blocks)


def cards(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def button(app: AppTest, label: str):
    return next(each for each in app.button if label in each.label)


def count_of(home: Home, sql: str) -> int:
    with reading(home) as store:
        return store.execute(sql).fetchall()[0][0]


def test_before_anything_is_sent_the_page_says_three_steps(own_demo):
    app = open_page()
    assert not app.exception
    assert app.title[0].value == "Send your records in three steps"
    assert "Drop a file" in words_of(app)
    assert "Take it in, or forget it" in words_of(app)
    assert not app.file_uploader[0].proto.disabled


def test_every_template_can_be_downloaded_and_names_its_columns(own_demo):
    app = open_page()
    [kinds] = [box for box in app.selectbox if box.label == "Kind of record"]
    assert len(kinds.options) == len(templates())
    kinds.set_value("events").run()
    assert "Download events.csv" in [each.label for each in app.download_button]
    assert "`event_id`" in words_of(app)


def test_a_file_is_dropped_at_once_and_said_to_be_checked(own_demo):
    app = sent(own_demo, contacts(own_demo, "2026-10-05"))
    assert not app.exception
    assert app.title[0].value == "Your file is being checked"
    assert len(list(own_demo.inbox.glob("*.data"))) == 1
    assert len(app.file_uploader) == 0, "one file at a time"


def test_what_would_come_in_and_what_would_not_stands_there_before_anything_is_taken_in(own_demo):
    before = count_of(own_demo, "SELECT count(*) FROM contacts")
    app = checked(own_demo, contacts(own_demo, "2026-10-05", "soon", "2026-10-07"))
    assert app.title[0].value == "2 of 3 rows can come in, 1 can’t yet"
    assert cards(app) == {"New": "2", "Changed": "0", "There already": "0", "Set aside": "1"}
    [table] = [each.value for each in app.table if "Rows" in each.value]
    assert "is not a date" in table.iloc[0, 1]
    assert "Row 2" in table.iloc[0, 1]
    assert "soon" not in words_of(app) + table.to_string()
    assert count_of(own_demo, "SELECT count(*) FROM contacts") == before


def test_taken_in_it_is_in_the_records_as_demonstration_and_said_so(own_demo):
    app = checked(own_demo, contacts(own_demo, "2026-10-05", "2026-10-06"))
    app = button(app, "Take it in").click().run()
    assert not [each for each in app.button if "Take it in" in each.label], "it was asked for once"
    check(own_demo)
    app.run()
    assert app.title[0].value == "2 rows are in"
    assert "after the next publication" in words_of(app)
    assert count_of(own_demo, "SELECT count(*) FROM contacts WHERE contact_id IN ('S0', 'S1')") == 2
    assert count_of(own_demo, "SELECT count(*) FROM batches WHERE NOT is_demonstration") == 0
    assert list(own_demo.checking.glob("*.data")) == []


def test_what_is_worth_a_look_stands_there_with_its_count(own_demo):
    whose = partner(own_demo)
    content = (HEADER + f"S1,{whose},Edison Park,P1,2026-03-05,check_in,20\n").encode()
    app = checked(own_demo, content)
    assert "Worth a look" in [each.value for each in app.subheader]
    assert any("1 contact in Edison Park" in each.value for each in app.markdown)


def test_forgotten_it_is_gone_and_the_page_begins_anew(own_demo):
    app = checked(own_demo, contacts(own_demo, "2026-10-05"))
    button(app, "Forget it").click().run()
    check(own_demo)
    app.run()
    assert app.title[0].value == "Send your records in three steps"
    assert "forgotten" in words_of(app)
    assert list(own_demo.checking.glob("*.data")) == []


def test_a_file_of_another_partner_is_refused_with_what_to_do(own_demo):
    app = checked(own_demo, contacts(own_demo, "2026-10-05", whose=partner(own_demo, 1)))
    assert app.title[0].value == "This file can’t be taken in"
    assert "another partner" in app.warning[0].value
    assert "Send another file" in [each.value for each in app.subheader]


def test_the_same_file_again_has_nothing_new(own_demo):
    content = contacts(own_demo, "2026-10-05")
    app = checked(own_demo, content)
    button(app, "Take it in").click().run()
    check(own_demo)
    app = checked(own_demo, content)
    assert app.title[0].value == "Nothing in this file is new"
    assert not [each for each in app.button if "Take it in" in each.label]


def test_who_comes_back_later_finds_the_file_that_waits_for_a_decision(own_demo):
    checked(own_demo, contacts(own_demo, "2026-10-05"))
    app = open_page()
    assert app.title[0].value == "The one row can come in"
    assert button(app, "Take it in")


def test_another_partner_sees_nothing_of_it(own_demo):
    app = checked(own_demo, contacts(own_demo, "2026-10-05"), "quarterly.csv")
    [picker] = [box for box in app.selectbox if box.label.startswith("Demonstration")]
    picker.set_value(partner(own_demo, 1)).run()
    assert app.title[0].value == "Send your records in three steps"
    assert "quarterly" not in words_of(app)


@pytest.mark.parametrize("beat", [None, datetime.now(UTC) - timedelta(minutes=5)])
def test_without_a_checker_the_page_says_whom_to_ask(own_demo, beat):
    (own_demo.answers / loop.HEARTBEAT).unlink()
    if beat:
        written = f'{{"beaten_at": "{beat.isoformat()}", "publishes": false}}'
        loop.write_whole(own_demo.answers / loop.HEARTBEAT, written, 0o640)
    app = open_page()
    assert "Ask your operator to start `cp4p watch`" in app.warning[0].value
    assert app.file_uploader[0].proto.disabled


def test_a_file_s_name_is_written_letter_by_letter(own_demo):
    app = checked(own_demo, contacts(own_demo, "2026-10-05"), "folder/**May** [x](y) $1$ <b>.csv")
    [lead] = [each.value for each in app.markdown if "Nothing is kept" in each.value]
    assert lead.startswith(r"**\*\*May\*\* \[x\]\(y\) \$1\$ \<b\>\.csv**, from ")


def test_with_real_records_nobody_sends_until_the_operator_names_the_partner(city_home, monkeypatch):
    monkeypatch.delenv(UPLOAD_PARTNER, raising=False)
    app = open_page()
    assert app.title[0].value == "Sending files is not set up here"
    assert UPLOAD_PARTNER in app.info[0].value
    assert len(app.file_uploader) == 0
    assert not [box for box in app.selectbox if box.label.startswith("Demonstration")]


def test_with_real_records_it_is_the_partner_that_the_operator_named_and_no_other(
    published_city, tmp_path, monkeypatch
):
    home = Home(tmp_path / "home")
    shutil.copytree(published_city.path, home.path)
    with_checker(home, monkeypatch)
    named = partner(home, 1)
    monkeypatch.setenv(UPLOAD_PARTNER, named)
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.switch_page(str(PROJECT / "pages" / "send_data.py"))
    for name in ("send_as", "partner", UPLOAD_PARTNER):
        app.query_params[name] = partner(home, 0)
    app.run()
    assert not [box for box in app.selectbox if box.label != "Kind of record"]
    app.file_uploader[0].set_value(("a.csv", contacts(home, "2026-10-05", whose=named), "text/csv")).run()
    check(home)
    app.run()
    assert app.title[0].value == "The one row can come in"
    button(app, "Take it in").click().run()
    check(home)
    assert count_of(home, f"SELECT count(*) FROM contacts WHERE partner_id = '{named}'") == 1


def test_a_partner_that_the_release_does_not_have_is_told_in_words(own_demo, monkeypatch):
    monkeypatch.setenv(UPLOAD_PARTNER, "nobody")
    app = open_page()
    assert not app.exception
    assert "There is no partner" in app.warning[0].value
    assert len(app.file_uploader) == 0


# Words


def answer(state=State.CHECKED, **counts) -> Answer:
    reasons = counts.pop("reasons", ())
    moment = datetime(2026, 11, 3, tzinfo=UTC)
    file = FileCounts("May.csv", "contacts", reasons=reasons, **counts)
    return Answer("0" * 32, "ucan", "May.csv", state, True, moment, moment, files=(file,))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"read_count": 250, "new_count": 250}, "All 250 rows can come in"),
        ({"read_count": 1, "changed_count": 1}, "The one row can come in"),
        ({"read_count": 250, "new_count": 240, "set_aside_count": 10}, "240 of 250 rows can come in, 10 can’t yet"),
        ({"read_count": 250, "new_count": 10, "unchanged_count": 240}, "10 of 250 rows are new or changed"),
        ({"read_count": 3, "unchanged_count": 3}, "Nothing in this file is new"),
        ({"read_count": 3, "set_aside_count": 3}, "No row of this file can come in yet"),
        ({}, "There are no rows in this file"),
    ],
)
def test_the_headline_says_what_would_come_in(counts, said):
    assert headline(answer(**counts)) == said


def test_a_single_row_is_in_and_several_are_in():
    assert headline(answer(State.TAKEN_IN, new_count=1)) == "1 row is in"
    assert headline(answer(State.TAKEN_IN, new_count=1, changed_count=2)) == "3 rows are in"


def test_files_sent_before_are_told_in_a_line():
    taken = answer(State.TAKEN_IN, read_count=12, new_count=10, set_aside_count=2)
    assert lately(taken) == r"**May\.csv**, November 3: 10 rows taken in, 2 set aside"


def test_reasons_are_a_row_each_and_every_row_number_is_in_the_download():
    many = Reason("contact_date", "is not a date; write it as 2026-03-31", 1200, tuple(range(1, 1001)))
    few = Reason(None, "is empty; take it out", 1, (7,))
    given = answer(reasons=(few, many))
    table = reasons_table(given)
    assert table["Rows"].tolist() == ["1,200", "1"]
    assert table.iloc[0, 1].endswith("*Rows 1, 2, 3, 4, 5, 6, 7, 8 and more*")
    assert "the row" in table.iloc[1, 1]
    lines = list(csv.reader(io.StringIO(reasons_csv(given))))
    assert len(lines) == 1 + 1001 + 1
    assert lines[-1][1] == "and 200 more"
    assert ["May.csv", "7", "", "is empty; take it out"] in lines


def test_a_name_that_a_spreadsheet_would_run_is_disarmed_in_the_download():
    reason = Reason("contact_date", "is blank; every row needs it", 1, (1,))
    moment = datetime(2026, 11, 3, tzinfo=UTC)
    file = FileCounts("=cmd|x.csv", "contacts", reasons=(reason,))
    given = Answer("0" * 32, "ucan", "=cmd|x.csv", State.CHECKED, True, moment, moment, files=(file,))
    assert reasons_csv(given).splitlines()[1].startswith("'=cmd")


def test_markdown_in_a_name_is_taken_as_letters():
    assert plain("a_b*c[d]") == r"a\_b\*c\[d\]"
