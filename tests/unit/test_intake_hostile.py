"""Hostile files, made at random: nothing crashes, no row is lost, and what is said always adds up."""

import io
import random
import shutil
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cp4p_metrics.home import Home
from cp4p_metrics.intake import import_files

from .kinds_of_file import as_zip, every_kind

COLUMNS = ("contact_id", "partner_id", "area", "participant_id", "contact_date", "purpose", "minutes")
FILES_A_BATCH, BATCHES, MANGLED_FILES = 20, 14, 225
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


def mangled(content, chance, *, first):
    """The bytes with one to three things wrong with them, none before `first`."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(min(first, len(changed) - 1), len(changed))
        how = chance.randrange(3)
        if how == 0:
            changed[at] = chance.randrange(256)
        elif how == 1:
            del changed[at : at + chance.randint(1, 30)]
        else:
            changed[at:at] = chance.choice([b'"', b"\n", b"\x00", b",", b"\xff", b"\r", b"99999999999999999999"])
    return bytes(changed)


def mangled_workbook(content, chance):
    """A sound zip whose parts are not."""
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        parts = {name: zipped.read(name) for name in zipped.namelist()}
    name = chance.choice(sorted(name for name in parts if name.startswith("xl/")))
    return as_zip(parts | {name: mangled(parts[name], chance, first=0)})


def test_a_mangled_file_is_taken_whole_or_refused_and_never_crashes(hostile_home):
    kinds = {name: content for name, content in every_kind().items() if not name.endswith(".zip")}
    chance = random.Random(20260305)
    taken_count = 0
    for number in range(MANGLED_FILES):
        name = chance.choice(sorted(kinds))
        if name.endswith(".xlsx") and chance.random() < 0.8:
            content = mangled_workbook(kinds[name], chance)
        else:
            # Most of what goes wrong in the header of a text is refused at once: the rows are more telling.
            is_text = name.endswith((".csv", ".txt", ".jsonl"))
            content = mangled(kinds[name], chance, first=150 if is_text else 0)
        path = Path(hostile_home.path) / ("mangled.zip" if number % 2 else "mangled")
        path.write_bytes(as_zip({"inner": content}) if number % 2 else content)
        report = import_files(hostile_home, [path])
        taken_count += not report.was_anything_refused
        assert all(adds_up(file) for file in report.files), number
        assert "Traceback" not in report.to_text()
    assert MANGLED_FILES / 10 < taken_count < MANGLED_FILES
