"""Whether the rows of a page are new: each key comes once, and pages go on where the last one ended."""

from collections.abc import Sequence
from itertools import pairwise

from .asking import Row
from .datasets import Dataset


class NumberKeys:
    """Numbers ascend, so the last one says all: millions of rows take no memory."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.count = 0
        self._last = -1

    def are_new(self, rows: Sequence[Row]) -> bool:
        """Whether the numbers ascend from the last one that was read."""
        numbers = [str(row.get(self.key, "")) for row in rows]
        if not all(number.isascii() and number.isdigit() for number in numbers):
            return False
        ordered = [self._last, *map(int, numbers)]
        return all(one < other for one, other in pairwise(ordered))

    def add(self, rows: Sequence[Row]) -> None:
        """Note the keys of a page that is taken."""
        self.count += len(rows)
        self._last = int(rows[-1][self.key])


class TextKeys:
    """Portals order text by rules of their own, so every key is remembered."""

    def __init__(self, key: str) -> None:
        self.key = key
        self._known: set[str] = set()

    @property
    def count(self) -> int:
        return len(self._known)

    def are_new(self, rows: Sequence[Row]) -> bool:
        """Whether every row has a key, and none that came before."""
        found = [row.get(self.key) for row in rows]
        has_keys = all(isinstance(each, str) and each for each in found)
        return has_keys and len(set(found)) == len(found) and self._known.isdisjoint(found)

    def add(self, rows: Sequence[Row]) -> None:
        """Note the keys of a page that is taken."""
        self._known.update(row[self.key] for row in rows)


def keys_of(dataset: Dataset) -> NumberKeys | TextKeys:
    """No keys yet, of the dataset's kind."""
    return NumberKeys(dataset.key) if dataset.key_is_number else TextKeys(dataset.key)
