"""A few of the kills of `make prove`, in every run: nothing half done, nothing lost that was accepted."""

import multiprocessing
import random
import sys
import time
from collections import Counter
from types import ModuleType

import pytest

from cp4p_metrics.records.store import reading
from tests.kills import faults_of, import_in_turn, write_contacts

MOMENTS = 12
ROWS_OF_A_FILE = 1_000
KEY = "5b" * 32
# A server that has loaded the program and opened nothing; each writer is forked from it, and so begins at once.
SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["tests.kills"])


@pytest.fixture(autouse=True)
def a_main_that_is_nobodys(monkeypatch):
    """A new process runs the file of `__main__` again, and tests of pages leave a page there."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


def started(home, files):
    """A writer that is about to import the files, and the end of the pipe where it answers."""
    answers, its_end = SERVER.Pipe(duplex=False)
    writer = SERVER.Process(target=import_in_turn, args=(home.path, KEY, files, its_end))
    writer.start()
    its_end.close()
    assert answers.recv() == ("ready", "")
    return writer, answers


def reported(answers):
    """What the writer said before it ended."""
    found = {}
    while answers.poll(0):
        try:
            name, batch_id = answers.recv()
        except EOFError:
            break
        found[name] = batch_id
    return found


def test_imports_killed_at_twelve_random_moments_lose_nothing_and_leave_nothing_half_done(home, tmp_path):
    chance = random.Random(20261124)
    length, accepted, counts = 0.0, {}, Counter()
    for moment in range(-1, MOMENTS):  # the first is not killed: it says how long the writers take
        base = (moment + 1) * 100_000
        own = [
            write_contacts(tmp_path / f"{moment}_a.csv", base, ROWS_OF_A_FILE),
            write_contacts(tmp_path / f"{moment}_b.csv", base + ROWS_OF_A_FILE // 2, ROWS_OF_A_FILE, minutes=6),
        ]
        writers = [
            started(home, own),
            started(home, [write_contacts(tmp_path / f"{moment}_c.csv", base + 50_000, ROWS_OF_A_FILE)]),
        ]
        begin = time.monotonic()
        if moment >= 0:
            time.sleep(chance.uniform(0, length))
            for writer, _ in writers:
                writer.kill()
        for writer, answers in writers:
            writer.join(60)
            found = reported(answers)
            counts[len(found)] += moment >= 0
            accepted |= found
        length = length or time.monotonic() - begin
        assert faults_of(home, accepted) == []
    assert counts[0] > 0  # some were killed before anything was accepted
    with reading(home) as store:
        [(batch_count,)] = store.execute("SELECT count(*) FROM batches").fetchall()
    assert 3 <= len(accepted) <= batch_count <= 3 * (MOMENTS + 1)
