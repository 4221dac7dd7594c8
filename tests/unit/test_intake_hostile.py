"""Hostile files, made at random: nothing crashes, no row is lost, and what is said always adds up."""

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cp4p_metrics.home import Home
from cp4p_metrics.intake import import_files

from .kinds_of_file import every_kind

COLUMNS = ("contact_id", "partner_id", "area", "participant_id", "contact_date", "purpose", "minutes")
FILES_A_BATCH, BATCHES, MANGLED_FILES = 20, 23, 45
# Every one of these letters is in every encoding that is tried.
HOSTILE = st.text(alphabet="aZ09 ,;|\t\"'\r\n*=ñé./\\-#", max_size=12)
CELLS = {
    "contact_id": st.one_of(st.from_regex(r"C[0-9]{1,3}", fullmatch=True), HOSTILE),
    "partner_id": st.sampled_from(["ucan", "also", "nobody", ""]),
    "area": st.one_of(st.sampled_from(["25", "Austin", "Garfield Park", "25.0"]), HOSTILE),
    "participant_id": st.one_of(st.sampled_from(["P1", "P 2", "P-3"]), HOSTILE),
    "contact_date": st.sampled_from(["2026-03-05", "3/5/2026", "2026-02-30", "", "tomorrow"]),
    "purpose": st.one_of(st.sampled_from(["check_in", "Conflict"]), HOSTILE),
    "minutes": st.one_of(st.sampled_from(["20", "1,200", "*", "-1", "1e3"]), HOSTILE),
}
ROW = st.tuples(*(CELLS[column] for column in COLUMNS))


@st.composite
def hostile_csv(draw):
    """The bytes of a CSV that is odd in every way and yet sound, and how many rows it has."""
    delimiter, line_end = draw(st.sampled_from(",;|\t")), draw(st.sampled_from(["\n", "\r\n", "\r", "mixed"]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]))
    quotes_all = draw(st.booleans())
    order = draw(st.permutations(range(len(COLUMNS))))
    lines = [tuple(COLUMNS[index] for index in order)]
    for row in draw(st.lists(ROW, max_size=8)):
        cells = [row[index] for index in order]
        ragged = draw(st.sampled_from([0, 0, 0, -2, -4, 1, 3]))
        lines.append(tuple(cells[:ragged] if ragged < 0 else [*cells, *["x"] * ragged]))

    def written(cell):
        needs_quotes = quotes_all or any(letter in cell for letter in f'{delimiter}"\r\n')
        return '"' + cell.replace('"', '""') + '"' if needs_quotes else cell

    text = ""
    for line in lines:
        end = draw(st.sampled_from(["\n", "\r\n", "\r"])) if line_end == "mixed" else line_end
        text += delimiter.join(map(written, line)) + end
        if draw(st.integers(0, 9)) == 0:
            text += end  # a blank line
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    if encoding == "cp1252":
        text = text.replace("é", "’")
    return text.encode(encoding), len(lines) - 1


@pytest.fixture(scope="module")
def hostile_home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CP4P_KEY", "5b" * 32)
        yield Home(tmp_path_factory.mktemp("hostile"))


def adds_up(file):
    return file.read_count == file.accepted_count + file.unchanged_count + file.set_aside_count


@settings(
    max_examples=BATCHES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],  # shrinking would import for minutes
    suppress_health_check=list(HealthCheck),
)
@given(files=st.lists(hostile_csv(), min_size=FILES_A_BATCH, max_size=FILES_A_BATCH))
def test_no_row_of_a_hostile_csv_is_lost(hostile_home, files):
    folder = Path(hostile_home.path) / "sent"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, (content, _) in enumerate(files):
        (folder / f"{number:02}.csv").write_bytes(content)
    report = import_files(hostile_home, [folder])
    assert not report.was_anything_refused, report.to_text()
    read = {file.file_name: file.read_count for file in report.files}
    assert read == {f"sent/{number:02}.csv": count for number, (_, count) in enumerate(files)}
    assert all(adds_up(file) for file in report.files)


def test_a_mangled_file_is_taken_whole_or_refused_and_never_crashes(hostile_home):
    kinds = sorted(every_kind().items())
    chance = random.Random(20260305)
    for number in range(MANGLED_FILES):
        name, content = chance.choice(kinds)
        mangled = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(mangled))
            how = chance.randrange(3)
            if how == 0:
                mangled[at] = chance.randrange(256)
            elif how == 1:
                del mangled[at : at + chance.randint(1, 40)]
            else:
                mangled[at:at] = chance.choice([b'"', b"\n", b"\x00", b",", b"\xff", b"PK\x03\x04"])
            mangled = mangled or bytearray(b"x")
        path = Path(hostile_home.path) / f"mangled{Path(name).suffix}"
        path.write_bytes(mangled)
        report = import_files(hostile_home, [path])
        assert report.was_anything_refused or all(adds_up(file) for file in report.files), number
        assert "Traceback" not in report.to_text()
