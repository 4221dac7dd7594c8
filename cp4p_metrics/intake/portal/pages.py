"""Reads a dataset in pages that stay on disk until it is whole, so that a pull that was cut off goes on.

Pages follow the key (`key > 'the last one'`), not an offset, which shifts when rows are added meanwhile. Before
the first page and after the last one the portal is asked how many rows there are and when one last changed:
pages of two states of the feed are never put together.
"""

import csv
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

from cp4p_metrics.errors import PortalError

from .asking import Portal, Row
from .datasets import Dataset
from .keys import NumberKeys, TextKeys, keys_of

ROWS_A_PAGE = 20_000
CASES_A_QUESTION = 100
MOST_STARTS = 3  # of one pull, where the feed changes while it is read
MOST_REPEATS = 3


@dataclass(frozen=True)
class Progress:
    """How far a pull came: of which state of which feed, and its pages so far, each with its last key."""

    address: str
    dataset_id: str
    select: tuple[str, ...]
    since: str | None
    floor: str | None
    state: tuple[str, str]  # how many rows the portal had, and when one of them last changed
    last_keys: tuple[str, ...] = ()
    has_all_pages: bool = False


class Pages:
    """The pages of one dataset in a folder that nobody else may read."""

    def __init__(
        self,
        folder: Path,
        portal: Portal,
        dataset: Dataset,
        since: date | None,
        tell: Callable[[str], None],
        floor: date | None = None,
    ) -> None:
        self.folder = folder
        self.portal = portal
        self.dataset = dataset
        self.since = since
        self.floor = floor  # nothing that happened earlier is read, even where its row changed
        self.tell = tell

    def whole_file(self, name: str) -> Path:
        """The file of that name with all rows, read to the end. Raises PortalError where that can't be had."""
        for start in range(MOST_STARTS):
            progress = self._begun()
            keys = keys_of(self.dataset)
            for number in range(len(progress.last_keys)):
                keys.add(self._page(number))
            progress = self._read_on(progress, keys)
            rest = list(self._rest_of_older_cases(progress))
            if self._state() == progress.state and keys.count == int(progress.state[0]):
                return self._joined(progress, rest, name)
            self.tell("The feed changed while it was read" + ("; beginning anew" if start < MOST_STARTS - 1 else ""))
            self.remove()
        raise PortalError(
            f"{self.portal.host} kept changing while it was read, or says that it has other rows than it sends. "
            "Try again in an hour; nothing was changed."
        )

    def remove(self) -> None:
        """Take away the pages and what is known of them."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _begun(self) -> Progress:
        """A pull that was cut off, where the feed is still in the same state; else a new one."""
        days = _written(self.since), _written(self.floor)
        fresh = Progress(self.portal.address, self.dataset.id, self.dataset.select, *days, self._state())
        kept = self._kept_progress()
        if kept and replace(kept, last_keys=(), has_all_pages=False) == fresh:
            self.tell(f"Going on after {len(kept.last_keys)} pages that were read before")
            return kept
        self.remove()
        self.folder.mkdir(parents=True, mode=0o700)
        self.folder.parent.chmod(0o700)
        return fresh

    def _kept_progress(self) -> Progress | None:
        try:
            written = json.loads((self.folder / "progress.json").read_text(encoding="utf-8"))
            lists = {name: tuple(written[name]) for name in ("select", "state", "last_keys")}
            progress = Progress(**{**written, **lists})
        except (OSError, ValueError, TypeError, KeyError):
            return None
        is_whole = all(self._page_path(number).is_file() for number in range(len(progress.last_keys)))
        return progress if is_whole else None

    def _state(self) -> tuple[str, str]:
        dataset = self.dataset
        changed = f", max({dataset.updated}) AS changed_at" if dataset.updated else ""
        question = {"$select": f"count(*) AS row_count{changed}"}
        if condition := self._condition():
            question["$where"] = condition
        rows = self.portal.rows(dataset.id, question)
        count = str(rows[0].get("row_count", "")) if rows else ""
        if not count.isdigit():
            raise PortalError(f"{self.portal.host} does not say how many rows it has. Nothing was changed.")
        return count, str(rows[0].get("changed_at", ""))

    def _condition(self) -> str:
        """Rows since the day, and older ones that changed since; none from before the floor."""
        dataset, conditions = self.dataset, []
        if self.floor:
            conditions.append(f"{dataset.date} >= '{self.floor}T00:00:00'")
        if self.since and self.since != self.floor:
            day = f"'{self.since}T00:00:00'"
            conditions.append(f"({dataset.date} >= {day} OR {dataset.updated} >= {day})")
        return " AND ".join(conditions)

    def _read_on(self, progress: Progress, keys: NumberKeys | TextKeys) -> Progress:
        """Read page after page until an empty one; a page that is shorter than asked for is not yet the end."""
        while not progress.has_all_pages:
            rows = self._next_rows(progress, keys)
            if rows:
                keys.add(rows)
                self._write(self._page_path(len(progress.last_keys)), rows)
                progress = replace(progress, last_keys=(*progress.last_keys, str(rows[-1][self.dataset.key])))
                self.tell(f"Read {keys.count:,} of {int(progress.state[0]):,} rows")
            else:
                progress = replace(progress, has_all_pages=True)
            self._replace("progress.json", json.dumps(asdict(progress)))
        return progress

    def _next_rows(self, progress: Progress, keys: NumberKeys | TextKeys) -> list[Row]:
        key = self.dataset.key
        after = f"{key} > {self._literal(progress.last_keys[-1])}" if progress.last_keys else ""
        question = {"$select": ",".join(self.dataset.select), "$order": key, "$limit": str(ROWS_A_PAGE)}
        if conditions := " AND ".join(filter(None, [self._condition(), after])):
            question["$where"] = conditions
        for _ in range(MOST_REPEATS):
            rows = self.portal.rows(self.dataset.id, question)
            if keys.are_new(rows):
                return rows
            self.tell(f"{self.portal.host} sent a page a second time, or rows without a key; asking again")
        raise PortalError(
            f"{self.portal.host} keeps sending rows that it sent before, or rows without a key. "
            "Try again in an hour; nothing was changed."
        )

    def _rest_of_older_cases(self, progress: Progress) -> Iterator[Row]:
        """The unchanged people of older cases where someone's row changed: a case comes whole or not at all."""
        dataset = self.dataset
        if self.since is None or dataset.case is None or dataset.date is None:
            return
        cases, keys = set(), set()
        for number in range(len(progress.last_keys)):
            for row in self._page(number):
                keys.add(row[dataset.key])
                if row[dataset.date][:10] < str(self.since) and row[dataset.case]:
                    cases.add(row[dataset.case])
        listed = sorted(cases)
        for first in range(0, len(listed), CASES_A_QUESTION):
            some = ", ".join(map(_quoted, listed[first : first + CASES_A_QUESTION]))
            question = {
                "$select": ",".join(dataset.select),
                "$where": f"{dataset.case} IN ({some})",
                "$order": dataset.key,
                "$limit": str(ROWS_A_PAGE),
            }
            yield from (row for row in self.portal.rows(dataset.id, question) if row.get(dataset.key) not in keys)

    def _joined(self, progress: Progress, rest: Sequence[Row], name: str) -> Path:
        pages = (row for number in range(len(progress.last_keys)) for row in self._page(number))
        path = self.folder / name
        self._write(path, chain(pages, rest))
        return path

    def _literal(self, key: str) -> str:
        return key if self.dataset.key_is_number else _quoted(key)

    def _page_path(self, number: int) -> Path:
        return self.folder / f"page_{number + 1:05}.csv"

    def _page(self, number: int) -> list[Row]:
        with self._page_path(number).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def _write(self, path: Path, rows: Iterable[Row]) -> None:
        """The rows as CSV, with the columns that were asked for and no other, whatever the portal sent."""
        part = path.with_name(path.name + ".part")
        with open(part, "w", encoding="utf-8", newline="", opener=_only_for_us) as file:
            writer = csv.DictWriter(file, self.dataset.select, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        part.replace(path)

    def _replace(self, name: str, text: str) -> None:
        part = self.folder / f"{name}.part"
        with open(part, "w", encoding="utf-8", opener=_only_for_us) as file:
            file.write(text)
        part.replace(self.folder / name)


def _only_for_us(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
