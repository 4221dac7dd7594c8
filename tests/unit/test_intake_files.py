"""Which files intake reads, and how it refuses the others."""

import pytest

from cp4p_metrics.errors import DataFileError, UnknownNameError
from cp4p_metrics.intake import import_files
from cp4p_metrics.records.store import reading

HEADER = "contact_id,partner_id,area,participant_id,contact_date,purpose,minutes"
SOUND = f"{HEADER}\nC1,ucan,Austin,P1,2026-03-05,check_in,20\nC2,ucan,25,P2,2026-03-06,,\n"


def imported(home, tmp_path, content, name="contacts.csv", **options):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return import_files(home, [path], **options)


def stored(home, sql):
    with reading(home) as store:
        return store.execute(sql).fetchall()


def test_a_template_comes_in_with_areas_by_name_or_number_and_blanks_as_unknown(home, tmp_path):
    report = imported(home, tmp_path, SOUND)
    assert report.files[0].accepted_count == 2
    rows = stored(
        home,
        "SELECT contact_id, area_number, contact_date::VARCHAR, purpose, minutes FROM contacts ORDER BY 1",
    )
    assert rows == [("C1", 25, "2026-03-05", "check_in", 20), ("C2", 25, "2026-03-06", "unknown", None)]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(SOUND.replace("\n", "\r\n"), id="Windows line ends"),
        pytest.param(SOUND.replace("\n", "\r"), id="old Macintosh line ends"),
        pytest.param("\ufeff" + SOUND, id="byte order mark"),
        pytest.param(SOUND.replace(",", ";"), id="semicolons"),
        pytest.param(SOUND.replace(",", "\t"), id="tabs"),
        pytest.param(SOUND.rstrip("\n"), id="no line end at the end"),
        pytest.param(SOUND + "\n\n", id="blank lines at the end"),
        pytest.param(HEADER.upper() + SOUND.removeprefix(HEADER), id="header in capitals"),
        pytest.param(SOUND.replace("Austin", '"Austin"'), id="quotation marks"),
        pytest.param(SOUND.replace("2026-03-05", "3/5/2026"), id="dates as a spreadsheet writes them"),
        pytest.param(SOUND.replace("check_in", " Check in "), id="capitals and blanks in a code"),
        pytest.param(SOUND.replace("2026-03-05", "2026-03-05 14:30:00"), id="times of day"),
        pytest.param(SOUND.replace(",area,", ",area_number,"), id="area_number for area"),
        pytest.param(SOUND.replace("25", "25.0"), id="numbers with a decimal point"),
        pytest.param(SOUND.replace(",", "|"), id="pipes"),
        pytest.param(SOUND.encode("utf-16"), id="UTF-16"),
        pytest.param(SOUND.encode("utf-16-le"), id="UTF-16 without a byte order mark"),
        pytest.param(SOUND.encode("utf-16-be"), id="UTF-16 the other way about"),
        pytest.param(SOUND.replace("\n", "\r").encode("utf-16"), id="UTF-16 with old Macintosh line ends"),
        pytest.param(SOUND.replace("\n", "\r\n", 1).replace("20\n", "20\r"), id="line ends of three kinds"),
        pytest.param("\r\n\n" + SOUND, id="blank lines above the header"),
    ],
)
def test_the_same_records_come_in_however_the_file_was_saved(home, tmp_path, content):
    report = imported(home, tmp_path, content)
    assert (report.read_count, report.accepted_count) == (2, 2), report.to_text()
    assert stored(home, "SELECT purpose, contact_date::VARCHAR FROM contacts WHERE contact_id = 'C1'") == [
        ("check_in", "2026-03-05")
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8-sig", "utf-16"])
def test_letters_of_every_usual_encoding_are_read(home, tmp_path, encoding):
    name = "Ñandú" if encoding == "latin-1" else "Ñandú’s"
    imported(home, tmp_path, f"partner_id,partner_name\nnandu,{name}\n".encode(encoding), "partners.csv")
    assert stored(home, "SELECT partner_name FROM partners") == [(name,)]


@pytest.mark.parametrize(
    ("minutes", "found"), [("1,200", 1200), ("*", None), ("60.0", 60), ("1.000", "set aside"), ("1,2", "set aside")]
)
def test_thousands_may_have_commas_and_a_star_is_not_reported(home, tmp_path, minutes, found):
    report = imported(home, tmp_path, SOUND.replace(",20\n", f',"{minutes}"\n'))
    rows = stored(home, "SELECT minutes FROM contacts WHERE contact_id = 'C1'")
    assert rows == ([] if found == "set aside" else [(found,)]), report.to_text()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "is empty", id="nothing in it"),
        pytest.param(b"\n\n", "is empty", id="only line ends"),
        pytest.param(b"PK\x03\x04rest", "zip that is broken", id="a broken zip or workbook"),
        pytest.param(b"PAR1rest", "Parquet", id="Parquet"),
        pytest.param(b"\xd0\xcf\x11\xe0rest", "old Excel workbook", id="an old workbook"),
        pytest.param(b"[{}]", "JSON array", id="a JSON array"),
        pytest.param(b'{}\n{"contact_id": 1,,}\n', "Line 2 is not one whole JSON record", id="broken JSON"),
        pytest.param(SOUND.encode("utf-16")[:-1], "broken", id="UTF-16 cut off"),
        pytest.param(SOUND.encode().replace(b"C1", b"C\x00"), "NUL", id="NUL bytes"),
        pytest.param(SOUND.encode().replace(b"ucan", b"\x81ucan"), "another encoding", id="code page"),
        pytest.param(SOUND.replace("Austin", '"Austin').encode(), "never closed", id="open quotation mark"),
        pytest.param(b"a,b,c\n1,2,3\n", "not a header that is known", id="unknown header"),
        pytest.param(b"7 Elm Street,Ann Example,1\n", "not a header that is known", id="no header"),
        pytest.param(
            SOUND.replace(",purpose", ",participant_name").encode(), "'participant_name'", id="unknown column"
        ),
        pytest.param(SOUND.replace(",minutes", ",purpose").encode(), "'purpose' more than once", id="doubled column"),
        pytest.param(SOUND.replace("contact_date", "day").encode(), "'contact_date' is missing", id="missing column"),
        pytest.param(SOUND.encode().replace(b"Austin", b'"Aus"tin"ia"'), "can't be read", id="stray quotation marks"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_what_to_do_and_nothing_of_its_rows(home, tmp_path, content, words):
    report = imported(home, tmp_path, content)
    assert report.was_anything_refused
    text = report.to_text()
    assert words in text
    assert not any(cell in text for cell in ("Elm", "Ann Example", "2026-03-05", "Traceback", str(tmp_path)))
    assert not home.store.exists() or stored(home, "SELECT count(*) FROM contacts") == [(0,)]


def test_one_refused_file_keeps_the_whole_batch_out(home, tmp_path):
    (tmp_path / "good.csv").write_text(SOUND)
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    report = import_files(home, [tmp_path / "good.csv", tmp_path / "bad.csv"])
    assert report.to_text().startswith("Nothing was taken in.\nbad.csv: refused.")
    assert report.accepted_count == 0


def test_a_missing_file_is_reported_by_its_name(home, tmp_path):
    report = import_files(home, [tmp_path / "gone.csv"])
    assert "gone.csv: refused. It is missing" in report.to_text()


def test_no_file_and_no_such_profile_are_errors(home, tmp_path):
    with pytest.raises(DataFileError, match="No file is named"):
        import_files(home, [])
    with pytest.raises(UnknownNameError, match="Did you mean 'city_victims'"):
        import_files(home, [tmp_path], profile="city_victim")


def test_a_header_without_rows_comes_in_as_nothing(home, tmp_path):
    report = imported(home, tmp_path, HEADER)
    assert (report.read_count, report.was_anything_refused) == (0, False)


def test_a_short_row_is_read_as_blank_and_a_long_one_is_set_aside(home, tmp_path):
    report = imported(home, tmp_path, f"{SOUND}C3,ucan,25,P3,2026-03-06\nC4,ucan,25,P4,2026-03-06,other,5,6,7\n")
    assert (report.accepted_count, report.set_aside_count) == (3, 1)
    assert "row has more cells than the header" in report.to_text()
    assert report.files[0].reasons[0].first_rows == (4,)


def test_line_breaks_in_cells_are_read_also_beside_short_rows(home, tmp_path):
    content = 'partner_id,partner_name\nucan,"UC\nAN"\nalso\n'
    report = imported(home, tmp_path, content, "partners.csv")
    assert (report.read_count, report.accepted_count, report.set_aside_count) == (2, 1, 1)


def test_a_file_name_with_wildcards_means_itself(home, tmp_path):
    report = imported(home, tmp_path, SOUND, "contacts [1] *.csv")
    assert report.accepted_count == 2


def test_an_empty_row_is_set_aside_for_that_alone(home, tmp_path):
    report = imported(home, tmp_path, SOUND + ",,,,,,\n")
    assert [(reason.column_name, reason.reason) for reason in report.files[0].reasons] == [
        (None, "is empty; take it out")
    ]


def test_columns_that_a_template_lacks_are_mentioned(home, tmp_path):
    content = "contact_id,partner_id,area,participant_id,contact_date\nC1,ucan,25,P1,2026-03-05\n"
    report = imported(home, tmp_path, content)
    assert report.files[0].notes == ("Columns that the file hasn't got, taken as not reported: purpose, minutes.",)


def test_files_of_several_tables_are_one_batch_in_any_order(home, tmp_path):
    (tmp_path / "a_contacts.csv").write_text(SOUND.replace("ucan", "newcomer"))
    (tmp_path / "b_partners.csv").write_text("partner_id,partner_name\nnewcomer,Newcomer\n")
    report = import_files(home, [tmp_path / "a_contacts.csv", tmp_path / "b_partners.csv"])
    assert (report.accepted_count, report.set_aside_count) == (3, 0)
    assert stored(home, "SELECT count(*), count(DISTINCT batch_id) FROM batch_files") == [(2, 1)]


def test_rows_keep_their_numbers_in_a_file_read_by_several_threads(home, tmp_path):
    rows = "".join(f"C{number},ucan,25,P{number % 97},2026-03-05,check_in,5\n" for number in range(1, 400_001))
    wrong = rows.replace("C399123,ucan", "C399123,nobody").replace("C7,ucan", "C7,nobody")
    report = imported(home, tmp_path, f"{HEADER}\n{wrong}")
    assert report.files[0].reasons[0].first_rows == (7, 399123)
