"""Every kind of file that a partner may have gives the same records."""

import io
import threading
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cp4p_metrics.home import Home
from cp4p_metrics.intake import import_files, origins
from cp4p_metrics.records.store import reading

from .kinds_of_file import COLUMNS, ROWS, as_csv, as_workbook, as_zip, every_kind

CONTENT = "SELECT * EXCLUDE (batch_id) FROM contacts ORDER BY contact_id"


def imported(home, tmp_path, content, name, **options):
    (tmp_path / name).write_bytes(content)
    return import_files(home, [tmp_path / name], **options)


def stored(home, sql):
    with reading(home) as store:
        return store.execute(sql).fetchall()


@pytest.fixture(scope="module")
def from_csv(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CP4P_KEY", "5b" * 32)
        folder = tmp_path_factory.mktemp("csv")
        imported(Home(folder / "home"), folder, as_csv(), "contacts.csv")
        return stored(Home(folder / "home"), CONTENT)


@pytest.mark.parametrize("name", every_kind())
def test_the_same_rows_give_the_same_records_from_every_kind_of_file(home, tmp_path, from_csv, name):
    report = imported(home, tmp_path, every_kind()[name], name)
    assert not report.was_anything_refused, report.to_text()
    assert (report.read_count, report.accepted_count, report.set_aside_count) == (4, 3, 1)
    assert stored(home, CONTENT) == from_csv
    assert len(from_csv) == 3
    assert stored(home, "SELECT row_number, column_name FROM set_aside") == [(3, "partner_id")]


def test_a_folder_is_one_batch_and_leftovers_of_systems_are_no_files(home, tmp_path, from_csv):
    folder = tmp_path / "from partners"
    (folder / "inner").mkdir(parents=True)
    for name, content in every_kind().items():
        (folder / "inner" / name).write_bytes(content)
    for leftover in (".DS_Store", "Thumbs.db", "~$book.xlsx"):
        (folder / leftover).write_bytes(b"anything")
    report = import_files(home, [folder])
    assert (len(report.files), report.accepted_count, report.set_aside_count) == (16, 3, 16)
    assert report.unchanged_count == 15 * 3
    assert stored(home, CONTENT) == from_csv
    assert import_files(home, [folder]).accepted_count == 0


def test_the_sheets_of_a_workbook_are_files_of_their_own_named_in_what_is_set_aside(home, tmp_path):
    book = as_workbook(
        above=[["Contacts"], []], sheets=("March", "April"), others=[("Read me", [["Hello"]]), ("E", [])]
    )
    report = imported(home, tmp_path, book, "book.xlsx")
    assert [file.file_name for file in report.files] == ["book.xlsx, sheet March", "book.xlsx, sheet April"]
    assert stored(home, "SELECT file_name, row_number FROM set_aside ORDER BY 1") == [
        ("book.xlsx, sheet April", 3),
        ("book.xlsx, sheet March", 3),
    ]
    assert "row 1 here is row 4 there" in report.to_text()
    assert "which were not read: Read me." in report.to_text()
    again = imported(home, tmp_path, book, "book.xlsx")
    assert (again.read_count, again.accepted_count, again.unchanged_count, again.set_aside_count) == (8, 0, 6, 2)


def test_blank_rows_of_a_sheet_are_no_rows_and_do_not_shift_the_numbers(home, tmp_path):
    rows = [ROWS[0], (), (), ROWS[2], ("Total",)]
    report = imported(home, tmp_path, as_workbook(rows=rows), "book.xlsx")
    assert (report.read_count, report.accepted_count) == (3, 1)
    assert stored(home, "SELECT DISTINCT row_number FROM set_aside ORDER BY 1") == [(4,), (5,)]


def test_headers_merged_over_two_rows_are_read_from_their_top(home, tmp_path, from_csv):
    # Rows 1 and 2 are the header: some names stand merged over both, others below a title.
    below = ["", "partner_id", "area", "", "contact_date", "purpose", "minutes"]
    merged = [("A1:A2", "contact_id"), ("B1:C1", "Who and where"), ("D1:D2", "participant_id"), ("E1:G1", "What")]
    book = as_workbook(above=[[]], merged=merged, columns=below)
    report = imported(home, tmp_path, book, "book.xlsx")
    assert not report.was_anything_refused, report.to_text()
    assert stored(home, CONTENT) == from_csv


@pytest.mark.parametrize("extra", ["participant_name", "Notes"])
def test_a_sheet_with_a_column_that_nobody_knows_is_refused_with_its_name(home, tmp_path, extra):
    book = as_workbook(columns=(*COLUMNS, extra), rows=[(*ROWS[0], "Ann Example")])
    report = imported(home, tmp_path, book, "book.xlsx")
    assert f"Sheet 'March': It has the column '{extra}'" in report.to_text()
    assert "Ann" not in report.to_text()


def test_a_workbook_without_a_known_table_is_refused(home, tmp_path):
    report = imported(home, tmp_path, as_workbook(columns=("a", "b"), rows=[]), "book.xlsx")
    assert "No sheet has a header that is known here" in report.to_text()


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        pytest.param(b"\x00\x01\x02", "NUL", id="no text at all"),
        pytest.param(as_workbook()[:-200], "zip that is broken", id="a workbook cut off"),
        pytest.param(b"PAR1" + b"x" * 50, "Parquet file that is broken", id="broken Parquet"),
        pytest.param(as_zip({"a.csv": as_csv()}), "zip inside a zip", id="a zip"),
        pytest.param(b"name,phone\nAnn Example,1\n", "not a header that is known", id="an unknown header"),
    ],
)
def test_a_broken_file_in_a_zip_keeps_the_whole_batch_out(home, tmp_path, broken, words):
    report = imported(home, tmp_path, as_zip({"good.csv": as_csv(), "inner/bad": broken}), "batch.zip")
    assert report.to_text().startswith("Nothing was taken in.\nbatch.zip/inner/bad: refused."), report.to_text()
    assert words in report.to_text() or "broken" in report.to_text()
    assert "Ann" not in report.to_text()
    assert not home.store.exists()


def late_faults():
    """Members whose beginning is sound: the fault shows when the rows are read, after those of other members."""
    header, row = as_csv().split(b"\n", 1)[0], as_csv().split(b"\n")[1]
    many = b"\n".join([header, *(row.replace(row.split(b",")[0], b"N%d" % number) for number in range(20_000))])
    return {"a NUL far down": many + b"\n\x00\x01", "a quotation mark that never ends": many + b'\n"' + b"x" * 300_000}


@pytest.mark.parametrize("name", late_faults())
def test_a_file_in_a_zip_that_breaks_far_down_leaves_the_store_as_it_was(home, tmp_path, name):
    imported(home, tmp_path, as_csv(), "first.csv")
    before = home.store.read_bytes()
    zipped = as_zip({"a.csv": as_csv().replace(b",20\n", b",21\n"), "b.csv": late_faults()[name]})
    report = imported(home, tmp_path, zipped, "batch.zip")
    assert report.to_text().startswith("Nothing was taken in.\nbatch.zip/b.csv: refused."), report.to_text()
    assert home.store.read_bytes() == before
    assert not list(home.scratch.iterdir())


def test_a_zip_whose_last_bytes_were_changed_leaves_the_store_as_it_was(home, tmp_path):
    imported(home, tmp_path, as_csv(), "first.csv")
    before = home.store.read_bytes()
    content = bytearray(
        as_zip({"a.csv": as_csv().replace(b",20\n", b",21\n"), "b.csv": late_faults()["a NUL far down"]})
    )
    content[content.rindex(b"PK\x01\x02") - 40] ^= 0xFF  # in the last of the compressed bytes of b.csv, or near
    assert imported(home, tmp_path, bytes(content), "batch.zip").was_anything_refused
    assert home.store.read_bytes() == before


def test_a_zip_whose_bytes_were_changed_is_refused(home, tmp_path):
    content = bytearray(as_zip({"good.csv": as_csv()}))
    content[60] ^= 0xFF
    assert imported(home, tmp_path, bytes(content), "batch.zip").was_anything_refused


def test_a_path_in_a_zip_leads_nowhere(home, tmp_path):
    zipped = as_zip({"../../escaped.csv": as_csv(), "__MACOSX/._contacts.csv": b"\0"})
    before = {path for path in tmp_path.parent.rglob("*") if "escaped" in path.name}
    report = imported(home, tmp_path, zipped, "batch.zip")
    assert report.accepted_count == 3
    assert {path for path in tmp_path.parent.rglob("*") if "escaped" in path.name} == before == set()


@pytest.mark.parametrize("name", ["bomb.zip", "bomb.xlsx"])
def test_a_zip_that_would_grow_without_end_is_refused_before_it_is_read(home, tmp_path, name):
    inner = "[Content_Types].xml" if name.endswith("xlsx") else "contacts.csv"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped, zipped.open(inner, "w") as member:
        for _ in range(80):
            member.write(b"\0" * (1 << 20))
    assert "too large when unpacked" in imported(home, tmp_path, file.getvalue(), name).to_text()


def test_a_zip_of_more_files_than_anybody_sends_is_refused(home, tmp_path, monkeypatch):
    monkeypatch.setattr(origins, "MOST_MEMBERS", 2)
    zipped = as_zip({f"{number}.csv": as_csv() for number in range(3)})
    assert "too large when unpacked" in imported(home, tmp_path, zipped, "batch.zip").to_text()


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_what_is_not_mapped_reaches_no_file_while_a_stream_is_read(home, tmp_path, monkeypatch, encoding):
    monkeypatch.setattr("cp4p_metrics.records.store.MEMORY_LIMIT", "120MB")
    header = "cpd_id,case_number,date,community_area,gunshot_injury_i,victimization_primary,sex,race,age,block\r"
    rows = "".join(
        f"SHOOT-{number}-#1,J{number},2026-01-{1 + number % 28:02d} 10:00:00,AUSTIN,YES,BATTERY,M,BLK,,MARKED’S BLOCK\r"
        for number in range(60_000)
    )
    found, is_over = [], threading.Event()

    def look():
        for path in home.path.rglob("*"):
            with suppress(OSError):
                found.extend([path.name] if path.is_file() and b"MARKED" in path.read_bytes() else [])

    def watch():
        while not is_over.wait(0.02):
            look()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        report = imported(home, tmp_path, (header + rows).encode(encoding), "victims.csv")
    finally:
        is_over.set()
        watcher.join()
    look()
    assert report.accepted_count == 60_000
    assert found == []


def test_a_moment_in_parquet_is_the_day_on_chicagos_clocks(home, tmp_path):
    columns = dict(zip(COLUMNS, ([value] for value in ROWS[0]), strict=True))
    late = pa.array([datetime(2026, 3, 6, 3, tzinfo=UTC)], pa.timestamp("us", "UTC"))
    pq.write_table(pa.table(columns | {"contact_date": late}), tmp_path / "moments.parquet")
    assert import_files(home, [tmp_path / "moments.parquet"]).accepted_count == 1
    assert stored(home, "SELECT contact_date FROM contacts") == [(date(2026, 3, 5),)]


@pytest.mark.parametrize("place", ["XFD1048576", "A99999999999", "ZZZZZZ5"])
def test_a_stray_cell_at_the_end_of_a_sheet_is_refused_in_words(home, tmp_path, place):
    with zipfile.ZipFile(io.BytesIO(as_workbook())) as zipped:
        parts = {name: zipped.read(name) for name in zipped.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'r="A5"', f'r="{place}"'.encode())
    assert "a cell too far" in imported(home, tmp_path, as_zip(parts), "book.xlsx").to_text()


def test_a_binary_workbook_is_refused_with_what_to_do(home, tmp_path):
    path = tmp_path / "contacts.xlsb"
    with zipfile.ZipFile(path, "w") as workbook:
        workbook.writestr("[Content_Types].xml", "<Types/>")
        workbook.writestr("xl/workbook.bin", b"\0")
        workbook.writestr("xl/worksheets/sheet1.bin", b"\0")
    report = import_files(home, [path])
    assert report.was_anything_refused
    assert "Save it" in report.to_text()
