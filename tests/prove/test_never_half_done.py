"""Imports that are killed, find no room, or meet another: nothing half done, nothing lost that was accepted.

KILL_MOMENTS (default 100) says how many times the kill proof kills. `make prove` prints the figures; those of a
run that counts go to docs/proof.md.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest

from cp4p_metrics.errors import StoreError
from cp4p_metrics.home import Home
from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.outdated import Purge
from cp4p_metrics.intake.purging import purge_records
from cp4p_metrics.intake.undoing import undo_batch
from cp4p_metrics.records.store import reading
from tests.kills import faults_of, write_contacts

pytestmark = pytest.mark.prove

MOMENTS = int(os.environ.get("KILL_MOMENTS", "100"))
ROWS_OF_A_FILE = 4_000

# Imports the named files one after the other, and says each time what was accepted or why not. A refused one is
# tried again, since the other writer may have had the store.
WRITER = """
import sys, time
from pathlib import Path
from cp4p_metrics.errors import StoreError
from cp4p_metrics.home import current_home
from cp4p_metrics.intake import import_files
print("ready", flush=True)
sys.stdin.readline()
for name in sys.argv[1:]:
    while True:
        try:
            report = import_files(current_home(), [name])
            assert not report.was_anything_refused, report.to_text()
            print("accepted", Path(name).stem, report.batch_id, flush=True)
            break
        except StoreError as error:
            if "in use" not in str(error):
                raise
            print("waited", flush=True)
            time.sleep(0.002)
"""


def started_writer(home: Home, files: list[Path]) -> subprocess.Popen[str]:
    """A process that has loaded the program and waits for a line before it imports."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, *map(str, files)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "CP4P_HOME": str(home.path)},
    )
    assert writer.stdout is not None and writer.stdout.readline() == "ready\n"
    return writer


def let_go(writer: subprocess.Popen[str]) -> None:
    writer.stdin.write("\n")
    writer.stdin.flush()


def said_by(writer: subprocess.Popen[str]) -> tuple[dict[str, str], int]:
    """The batch ids that it reported as accepted, by file, and how often it found the store in use."""
    output, errors = writer.communicate(timeout=120)
    assert "Traceback" not in errors, errors
    lines = [line.split() for line in output.splitlines()]
    return {words[1]: words[2] for words in lines if words[0] == "accepted" and len(words) == 3}, sum(
        words[0] == "waited" for words in lines
    )


def test_imports_killed_at_random_moments_lose_nothing_and_leave_nothing_half_done(home, tmp_path):
    seed = int(os.environ.get("KILL_SEED", "20261124"))
    chance = random.Random(seed)
    # How long the two writers take when nobody kills them says which moments there are.
    length = 0.0
    told, corrupted, lost, not_whole = Counter(), [], [], []
    reported_so_far: dict[str, str] = {}
    began = time.monotonic()
    for moment in range(-1, MOMENTS):
        base = (moment + 1) * 100_000
        own = [
            write_contacts(tmp_path / f"{moment}_a.csv", base, ROWS_OF_A_FILE),
            # Revises half of the file before, so that earlier versions are moved beside.
            write_contacts(tmp_path / f"{moment}_b.csv", base + ROWS_OF_A_FILE // 2, ROWS_OF_A_FILE, minutes=6),
        ]
        others = [write_contacts(tmp_path / f"{moment}_c.csv", base + 50_000, ROWS_OF_A_FILE)]
        writers = [started_writer(home, own), started_writer(home, others)]
        for writer in writers:
            let_go(writer)
        start = time.monotonic()
        if moment >= 0:
            time.sleep(chance.uniform(0, length))
            for writer in chance.sample(writers, k=2):
                writer.send_signal(signal.SIGKILL)
        else:
            for writer in writers:
                writer.wait(timeout=120)
            length = time.monotonic() - start
        reported = {}
        for writer in writers:
            accepted, waits = said_by(writer)
            reported |= accepted
            told["found the store in use"] += waits
        told["accepted before the kill"] += len(reported) if moment >= 0 else 0
        told[f"moments with {len(reported)} of 3 accepted"] += moment >= 0
        told["logs left for the next writer"] += home.store.with_name("store.duckdb.wal").exists()
        reported_so_far |= reported
        try:
            faults = faults_of(home, reported_so_far)
        except Exception as error:  # a corrupted file may raise anything
            corrupted.append(f"moment {moment}: {error}")
            break
        lost += [fault for fault in faults if fault.startswith("lost")]
        not_whole += [fault for fault in faults if not fault.startswith("lost")]
        for file in (*own, *others):
            file.unlink()
    print(
        f"\n{MOMENTS} moments over {length:.2f} s, seed {seed}, {time.monotonic() - began:.0f} s: "
        f"{len(corrupted)} corrupted stores, {len(lost)} lost batches, {len(not_whole)} other faults"
    )
    for words, count in sorted(told.items()):
        print(f"  {words}: {count}")
    assert (corrupted, lost, not_whole) == ([], [], [])
    # Both sides were met: imports that had ended, and imports that had not.
    assert told["moments with 3 of 3 accepted"] < MOMENTS and told["accepted before the kill"] > 0


CHANGE = """
import sys, time
from datetime import date
from cp4p_metrics.home import current_home
from cp4p_metrics.intake.outdated import Purge
from cp4p_metrics.intake.purging import purge_records
from cp4p_metrics.intake.undoing import undo_batch
print("ready", flush=True)
sys.stdin.readline()
if sys.argv[1] == "undo":
    undo_batch(current_home(), sys.argv[2])
else:
    purge_records(current_home(), Purge(partner_id=sys.argv[2]))
print("done", flush=True)
"""


def standing(home: Home) -> tuple[tuple[str, int, int], ...]:
    with reading(home) as store:
        found = store.execute(
            "SELECT partner_id, count(*), sum(minutes)::BIGINT FROM contacts GROUP BY 1 ORDER BY 1"
        ).fetchall()
    return tuple(found)


@pytest.mark.parametrize("kind", ["undo", "purge"])
def test_an_undo_and_a_purge_killed_at_random_moments_are_done_whole_or_not_at_all(home, tmp_path, kind):
    chance = random.Random(7)
    moments = max(MOMENTS // 4, 2)
    ends, length = Counter(), 0.0
    import_files(home, [write_contacts(tmp_path / "kept.csv", 0, 20_000)])
    other = write_contacts(tmp_path / "other.csv", 10_000, 20_000, minutes=9)
    if kind == "purge":
        other.write_text(other.read_text().replace(",ucan,", ",also,"))
    for moment in range(-1, moments):
        before = standing(home)
        report = import_files(home, [other])
        after_import = standing(home)
        words = report.batch_id if kind == "undo" else "also"
        change = subprocess.Popen(
            [sys.executable, "-c", CHANGE, kind, words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert change.stdout.readline() == "ready\n"
        let_go(change)
        start = time.monotonic()
        if moment >= 0:
            time.sleep(chance.uniform(0, 1.5 * length))  # beyond it too, so that both ends are met
            change.send_signal(signal.SIGKILL)
        output, _ = change.communicate(timeout=120)
        length = length or time.monotonic() - start
        found = standing(home)
        assert found == before or (found == after_import and "done" not in output)
        ends["done" if found == before else "not begun"] += moment >= 0
        if found != before:
            undo_batch(home, words) if kind == "undo" else purge_records(home, Purge(partner_id="also"))
        assert standing(home) == before
        if kind == "purge":
            assert [path.name for path in home.store.parent.iterdir()] == ["store.duckdb"]
    assert len(ends) == 2 or moments < 20
    print(f"\n{kind} killed at {moments} random moments over {length:.2f} s: {dict(ends)}, 0 half done")


@contextmanager
def small_disk(folder: Path, size: str):
    """A disk of that size, mounted there; skips where that needs rights that one has not."""
    folder.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mount.returncode:
        pytest.skip(f"A small disk can't be mounted here: {mount.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("size", ["3m", "4m", "8m", "16m"])
def test_a_full_disk_is_told_in_words_and_the_store_stays_as_it_was(tmp_path, monkeypatch, size):
    monkeypatch.setenv("CP4P_KEY", "5b" * 32)
    many = write_contacts(tmp_path / "many.csv", 1_000_000, 1_000_000, people=1_000_000)
    with small_disk(tmp_path / "disk", size) as disk:
        home = Home(disk / "home")
        import_files(home, [write_contacts(tmp_path / "few.csv", 0, 2_000)])
        before = standing(home)
        with pytest.raises(StoreError, match=r"nothing was changed|not enough room") as refused:
            import_files(home, [many])
        assert "make room" in str(refused.value).lower()
        assert faults_of(home, {}) == []
        assert standing(home) == before
        # No room is left now, and a purge needs room for a second store.
        with pytest.raises(StoreError, match="nothing was changed"):
            purge_records(home, Purge(partner_id="also"))
        assert standing(home) == before
        # The store's file has grown over the room that the import tried to use, and gives it back when someone
        # has made a little room and imports again.
        subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
        assert import_files(home, [write_contacts(tmp_path / "more.csv", 5_000, 1_000)]).accepted_count == 1_000
        grown = home.store.stat().st_size
        assert grown < 4_000_000, f"{grown:,} bytes"
        assert not purge_records(home, Purge(partner_id="ucan")).is_nothing
        assert standing(home) == ()
    print(f"\na disk of {size}: 1,000,000 rows refused in words, {before} stands")


def test_of_two_imports_at_once_one_waits_or_is_refused_in_a_clear_sentence(home, tmp_path):
    files = [write_contacts(tmp_path / f"{n}.csv", n * 100_000, ROWS_OF_A_FILE) for n in range(20)]
    writers = [started_writer(home, files[:10]), started_writer(home, files[10:])]
    for writer in writers:
        let_go(writer)
    reported, waits = {}, 0
    for writer in writers:
        accepted, waited = said_by(writer)
        reported |= accepted
        waits += waited
        assert writer.returncode == 0
    assert len(reported) == 20
    assert faults_of(home, reported) == []
    print(f"\n20 imports by two writers at once: all accepted, the store found in use {waits} times, 0 faults")
