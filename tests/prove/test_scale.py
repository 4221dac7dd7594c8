"""A coalition many times the size: the same bytes, bounded memory, every row accounted for."""

import hashlib
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from cp4p_metrics.demo import write_coalition
from cp4p_metrics.demo.settings import Settings
from cp4p_metrics.home import Home
from cp4p_metrics.records.store import reading
from cp4p_metrics.release.reader import open_release

pytestmark = pytest.mark.prove

THROUGH = date(2026, 10, 31)
TIMES_THE_SIZE = 8  # about 2 million contacts
MOST_MEMORY_GB = 2.0


def hashes(files: list[Path]) -> list[tuple[str, str]]:
    return [(file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files]


def test_the_full_demonstration_has_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    here = write_coalition(tmp_path / "here", Settings(through=THROUGH), lambda words: None)
    code = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from cp4p_metrics.demo import write_coalition\n"
        "from cp4p_metrics.demo.settings import Settings\n"
        "write_coalition(Path(sys.argv[1]), Settings(through=date(2026, 10, 31)), print)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "there")], check=True, capture_output=True)
    assert hashes(here) == hashes([tmp_path / "there" / file.name for file in here])


def test_a_coalition_many_times_the_size_comes_in_whole_and_publishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    monkeypatch.setenv("CP4P_HOME", str(home.path))
    taken: dict[str, float] = {}
    for command in (["demo", "--scale", str(TIMES_THE_SIZE), "--through", str(THROUGH)], ["publish"]):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "cp4p_metrics.command_line", *command], check=True, capture_output=True)
        taken[command[0]] = time.perf_counter() - began
    gigabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    with reading(home) as store:
        [(read, accounted)] = store.execute(
            "SELECT sum(read_count), sum(accepted_count + unchanged_count + set_aside_count) FROM batch_files"
        ).fetchall()
        [(contacts,)] = store.execute("SELECT count(*) FROM contacts").fetchall()
    published = open_release(home=home).ask("outreach_contacts", place="coalition")["numerator"].iloc[0]
    print(
        f"\n{contacts:,} contacts: made and imported in {taken['demo']:.0f} s, published in {taken['publish']:.0f} s, "
        f"at most {gigabytes:.2f} GB"
    )
    assert read == accounted
    assert published == contacts
    assert gigabytes <= MOST_MEMORY_GB
