"""The files of a release: one per audience and version, never changed once written, and a pointer to each.

A reader that has the old file open keeps it; the next question asks the pointer and opens the new one.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cp4p_metrics.errors import NotPublishedError, StoreError, UnknownNameError
from cp4p_metrics.home import Home

LEADERSHIP = "leadership"
FUNDER = "funder"
KEPT_VERSIONS = 3  # so that a page that opened yesterday's file can still be looked into


@dataclass(frozen=True)
class ReleaseFile:
    """One audience's file of one version."""

    audience: str
    version: str
    path: Path


def check_audience(audience: str) -> str:
    """The audience itself; raises UnknownNameError for one that the coalition has not."""
    if audience in (LEADERSHIP, FUNDER) or audience.startswith("partner:"):
        return audience
    raise UnknownNameError("audience", audience, [LEADERSHIP, FUNDER, "partner:ID"])


def release_path(home: Home, audience: str, version: str) -> Path:
    """Where that version of that audience's file stands."""
    return home.releases / f"{audience.replace(':', '-')}-{version}.duckdb"


def current_release(home: Home, audience: str) -> ReleaseFile:
    """The file that the audience's pointer names; raises NotPublishedError where there is none."""
    check_audience(audience)
    pointer = _pointer(home, audience)
    if not pointer.exists():
        if audience != LEADERSHIP:
            raise NotPublishedError(
                f"No release for {audience} has been published. 'cp4p publish --share' makes one for funders and for "
                "every partner that has records; none is ever replaced by one that shows more."
            )
        raise NotPublishedError("Nothing has been published yet. 'cp4p publish' makes a release from the records.")
    version = pointer.read_text(encoding="utf-8").strip()
    return ReleaseFile(audience, version, release_path(home, audience, version))


def served_audiences(home: Home) -> list[str]:
    """The audiences that have a release now, in the order of their names."""
    stems = sorted(pointer.stem for pointer in home.releases.glob("*.current"))
    return [stem.replace("partner-", "partner:", 1) if stem.startswith("partner-") else stem for stem in stems]


def point_to(home: Home, release: ReleaseFile) -> None:
    """Serve this file from now on, at once, and remove versions older than the last few."""
    pointer = _pointer(home, release.audience)
    fresh = pointer.with_suffix(".next")
    fresh.write_text(f"{release.version}\n", encoding="utf-8")
    fresh.replace(pointer)
    # A partner's key may begin with another's, so the pattern holds the version's date as well.
    stem = release.audience.replace(":", "-")
    versions = sorted(home.releases.glob(f"{stem}-{'[0-9]' * 8}T*Z.duckdb"))
    for old in versions[:-KEPT_VERSIONS]:
        if old != release.path:
            old.unlink(missing_ok=True)


def remove_releases(home: Home, kept: ReleaseFile | None) -> int:
    """Remove every release but the kept one, and the pointers to them; how many files went."""
    with only_publisher(home):
        for pointer in home.releases.glob("*.current"):
            if kept is None or pointer != _pointer(home, kept.audience):
                pointer.unlink()
        others = [path for path in home.releases.glob("*.duckdb*") if kept is None or path != kept.path]
        for path in others:
            path.unlink(missing_ok=True)
    return len(others)


@contextmanager
def only_publisher(home: Home) -> Iterator[None]:
    """Nobody else publishes meanwhile, and nothing is left of a publishing that was cut off.

    The lock goes with the process, however it ends. Raises StoreError while another one has it.
    """
    home.releases.mkdir(parents=True, exist_ok=True)
    folder = os.open(home.releases, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for leftover in home.releases.glob("*.unfinished*"):
            leftover.unlink()
        yield
    except BlockingIOError as error:
        raise StoreError("Another 'cp4p publish' is running in this home. Wait until it has finished.") from error
    finally:
        os.close(folder)


def _pointer(home: Home, audience: str) -> Path:
    return home.releases / f"{audience.replace(':', '-')}.current"
