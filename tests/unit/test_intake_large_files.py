"""Large files are read on all cores, and come in as if they had been small."""

import pytest

from cp4p_metrics.home import Home
from cp4p_metrics.intake import csv_files, import_files
from cp4p_metrics.records.store import reading

HEADER = "contact_id,partner_id,area,participant_id,contact_date,purpose,minutes\n"


def line(number: int, minutes: str = "5") -> str:
    return f"IVA-{number},ucan,Austin,P{number % 7},2026-03-{number % 28 + 1:02},check_in,{minutes}\n"


@pytest.fixture
def every_file_is_large(monkeypatch):
    monkeypatch.setattr(csv_files, "LARGE_BYTES", 0)


def imported(home, tmp_path, text: str):
    file = tmp_path / "contacts.csv"
    file.write_text(HEADER + text)
    report = import_files(home, [file])
    with reading(home) as connection:
        stored = connection.execute("SELECT * EXCLUDE (batch_id) FROM records.contacts ORDER BY ALL").fetchall()
        aside = connection.execute("SELECT row_number, column_name FROM set_aside ORDER BY ALL").fetchall()
    return report, stored, aside


def test_a_large_file_brings_what_a_small_one_does(home, tmp_path, monkeypatch):
    text = "".join(line(number) for number in range(3_000))
    small = imported(home, tmp_path, text)
    monkeypatch.setattr(csv_files, "LARGE_BYTES", 0)
    large = imported(Home(tmp_path / "another"), tmp_path, text)
    assert large[0].files[0].accepted_count == 3_000
    assert large[1:] == small[1:]


@pytest.mark.usefixtures("every_file_is_large")
def test_rows_set_aside_of_a_large_file_are_told_by_their_place_in_it(home, tmp_path):
    lines = [line(number) for number in range(500)]
    lines[41] = line(41, minutes="many")
    lines[377] = line(377, minutes="-3")
    report, stored, aside = imported(home, tmp_path, "".join(lines))
    assert len(stored) == 498
    assert aside == [(42, "minutes"), (378, "minutes")]
    assert report.files[0].read_count == 500


@pytest.mark.usefixtures("every_file_is_large")
def test_a_key_that_comes_twice_in_a_large_file_is_told_by_its_place(home, tmp_path):
    lines = [line(number) for number in range(300)]
    lines.insert(250, line(17, minutes="9"))
    _, stored, aside = imported(home, tmp_path, "".join(lines))
    assert len(stored) == 300
    assert aside == [(251, None)]


@pytest.mark.usefixtures("every_file_is_large")
def test_equal_rows_of_a_large_file_are_one(home, tmp_path):
    report, stored, aside = imported(home, tmp_path, "".join(line(number) for number in [*range(50), 7]))
    assert (len(stored), aside) == (50, [])
    assert (report.files[0].accepted_count, report.files[0].unchanged_count) == (50, 1)


@pytest.mark.usefixtures("every_file_is_large")
def test_a_large_file_that_duckdb_can_not_read_is_read_all_the_same(home, tmp_path):
    text = line(0) + line(1).replace("\n", "\r\n") + line(2).replace("check_in", '"check\nin"') + line(3)
    report, stored, _ = imported(home, tmp_path, text)
    assert report.files[0].read_count == 4
    assert len(stored) >= 3


@pytest.mark.usefixtures("every_file_is_large")
def test_nothing_of_a_large_file_stays_in_the_scratch_folder(home, tmp_path):
    imported(home, tmp_path, line(1))
    home.staging.write_bytes(b"left by an import that was cut off")
    imported(home, tmp_path, line(2))
    assert not list(home.scratch.glob("*"))
