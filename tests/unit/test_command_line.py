"""The program `cp4p`: what it prints, and how it refuses."""

import argparse
import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cp4p_metrics import __version__
from cp4p_metrics.command_line import _parser, main
from cp4p_metrics.measures import MEASURES
from cp4p_metrics.release.publish import publish
from cp4p_metrics.release.questions import CELL_COLUMNS

from .test_release import contacts, fill

README = Path(__file__).resolve().parents[2] / "README.md"
COMMANDS = next(action for action in _parser()._actions if isinstance(action, argparse._SubParsersAction)).choices


@pytest.fixture
def published(home):
    """A home whose release holds three contacts."""
    fill(home, contacts=contacts("2025-03-01", "2025-03-31", "2025-04-01"))
    publish(home)
    return home


def refused(capsys, *words):
    """What a command that is refused says; it says it to stderr, in one sentence, without a traceback."""
    assert main(words) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("cp4p: ")
    assert "Traceback" not in printed.err
    return printed.err


def said(capsys, *words):
    assert main(words) == 0
    return capsys.readouterr().out


def test_help_names_every_command_and_the_home_folder(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    text = capsys.readouterr().out
    assert ended.value.code == 0
    assert "CP4P_HOME" in text
    assert [name for name in COMMANDS if name not in text] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(capsys, command):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"usage: cp4p {command}" in capsys.readouterr().out


def test_its_version_is_the_packages(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out.strip()) == (0, f"cp4p {__version__}")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command):
    assert f"cp4p {command}" in README.read_text(encoding="utf-8")


def test_every_command_in_the_readme_is_one():
    named = set(re.findall(r"\bcp4p ([a-z][a-z-]*)", README.read_text(encoding="utf-8")))
    assert named - set(COMMANDS) == set()


@pytest.mark.parametrize(
    "words",
    [[], ["nothing"], ["ask", "mediations", "--from", "yesterday"], ["ask", "mediations", "--format", "xml"]],
)
def test_words_that_are_off_end_with_2_and_the_usage(capsys, words):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: cp4p" in capsys.readouterr().err


def test_a_date_that_is_none_is_answered_with_how_to_write_one(capsys):
    with pytest.raises(SystemExit):
        main(["ask", "mediations", "--from", "31/10/2026"])
    assert "'31/10/2026' is not a date; write it as 2026-10-31" in capsys.readouterr().err


# In an empty home


def test_there_is_nothing_to_publish_in_an_empty_home(home, capsys):
    assert "cp4p import" in refused(capsys, "publish")
    assert not home.store.exists()


def test_there_is_nothing_to_ask_in_an_empty_home(home, capsys):
    assert "'cp4p publish' makes a release" in refused(capsys, "ask", "mediations")


def test_there_is_no_status_in_an_empty_home(home, capsys):
    assert "There are no records" in refused(capsys, "status")


def test_a_file_that_is_not_there_is_named(home, capsys):
    assert main(["import", "nowhere.csv"]) == 1
    printed = capsys.readouterr()
    assert "nowhere.csv" in printed.out + printed.err
    assert "Traceback" not in printed.err


# With a release


def test_publish_says_what_was_made_and_what_was_left_out(published, capsys):
    text = said(capsys, "publish")
    assert re.search(r"Published [\d,]+ cells of \d+ measures for leadership, version \d{8}T\d+Z", text)
    assert "Left out, for lack of records:" in text and "homicides" in text
    assert "Other audiences' releases stay as they were" in text


def test_ask_prints_a_table_for_people(published, capsys):
    text = said(capsys, "ask", "outreach_contacts", "--by", "month")
    assert "Outreach contacts (contacts)" in text
    assert re.search(r"Mar 2025 +All partner areas +2", text)
    assert re.search(r"Apr 2025 +All partner areas +1", text)


def test_ask_prints_json(published, capsys):
    rows = json.loads(said(capsys, "ask", "outreach_contacts", "--by", "month", "--format", "json"))
    assert [row["numerator"] for row in rows] == [2, 1]
    assert {tuple(row) for row in rows} == {CELL_COLUMNS}


def test_ask_prints_csv(published, capsys):
    question = ("outreach_contacts", "--by", "year", "--place", "area:29", "--breakdown", "purpose")
    text = said(capsys, "ask", *question, "--format", "csv")
    rows = {row["category"]: row["numerator"] for row in csv.DictReader(io.StringIO(text))}
    assert rows["unknown"] == "3" and rows["check_in"] == "0"


def test_ask_takes_a_range(published, capsys):
    text = said(capsys, "ask", "outreach_contacts", "--from", "2025-04-01", "--to", "2025-04-30", "--format", "json")
    assert [(row["period_kind"], row["numerator"]) for row in json.loads(text)] == [("range", 1)]
    assert "No period of the release lies in that range" in said(
        capsys, "ask", "outreach_contacts", "--from", "2040-01-01", "--by", "year"
    )


@pytest.mark.parametrize("words", [["ask"], ["ask", "--list"]])
def test_ask_lists_the_measures(published, capsys, words):
    text = said(capsys, *words)
    assert [name for name in MEASURES if name not in text] == []
    assert re.search(r"homicides .* no records", text)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["outreach_contact"], "There is no measure 'outreach_contact'. Did you mean 'outreach_contacts'?"),
        (["outreach_contacts", "--by", "weeks"], "There is no period 'weeks'"),
        (
            ["outreach_contacts", "--place", "area:Austinn"],
            "There is no community area 'Austinn'. Did you mean 'Austin'",
        ),
        (["outreach_contacts", "--place", "partner:nobody"], "There is no partner 'nobody'"),
        (["outreach_contacts", "--place", "moon"], "There is no place 'moon'"),
        (["outreach_contacts", "--breakdown", "purposes"], "Did you mean 'purpose'?"),
        (["outreach_contacts", "--audience", "police"], "There is no audience 'police'"),
        (["outreach_contacts", "--audience", "funder"], "No release for funder has been published"),
        (
            ["outreach_contacts", "--audience", "partner:ucan"],
            "No release for partner:ucan has been published",
        ),
        (["homicides"], "not in this release"),
        (["outreach_contacts", "--place", "city"], "It is known by area, partner or coalition"),
    ],
)
def test_a_question_without_an_answer_ends_with_1_and_says_what_to_ask(published, capsys, words, answer):
    assert answer in refused(capsys, "ask", *words)


def test_status_says_what_is_stored_and_what_is_served(published, capsys):
    text = said(capsys, "status")
    assert str(published.path) in text
    assert re.search(r"contacts +3 +2025-03-01 to 2025-04-01", text)
    assert "Nothing is late." in text
    assert "Served to leadership: version" in text


def test_templates_are_written_for_partners(home, tmp_path, capsys):
    assert "templates are in" in said(capsys, "templates", str(tmp_path / "forms"))
    assert (tmp_path / "forms").is_dir() and any((tmp_path / "forms").iterdir())


def test_a_reader_that_goes_away_is_no_error(published):
    run = subprocess.run(
        f"{sys.executable} -m cp4p_metrics.command_line ask outreach_contacts --by month --place areas | head -1",
        shell=True, capture_output=True, text=True, check=True, cwd=README.parent,
    )  # fmt: skip
    assert "Traceback" not in run.stderr
