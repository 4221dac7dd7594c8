"""JSON lines: one record a line, its keys the columns."""

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cp4p_metrics.errors import RefusedFileError

from .origins import Origin
from .readers import Row, SourceFile

LONGEST_LINE_BYTES = 1 << 20
MOST_KEYS = 2_000


@dataclass(frozen=True)
class JsonLinesFile(SourceFile):
    """A file of JSON lines. Its header is every key of any line, in the order of their first appearance."""

    def rows(self, positions: Sequence[int]) -> Iterator[Row]:
        """Each record's cells at those positions, the others empty."""
        chosen = [(position, self.header[position]) for position in positions]
        with self.origin.open() as raw:
            for number, record in enumerate(_records(raw), start=1):
                cells: list[str | None] = [None] * len(self.header)
                for position, key in chosen:
                    cells[position] = cell_text(record.get(key), number)
                yield number, cells


def opened_json_lines(origin: Origin) -> JsonLinesFile:
    """What a file of JSON lines is; every line is looked at. Raises RefusedFileError."""
    keys: dict[str, None] = {}
    digest = hashlib.sha256()
    with origin.open() as raw:
        for record in _records(raw, digest):
            keys.update(dict.fromkeys(record))
            if len(keys) > MOST_KEYS:
                raise RefusedFileError(
                    "Its records have too many different keys. Each column must have one key, the same in every line."
                )
    return JsonLinesFile(origin, origin.name, digest.hexdigest(), tuple(keys))


def _records(raw: Any, digest: Any = None) -> Iterator[dict[str, Any]]:
    """The records, line by line. Raises RefusedFileError, never with a word of a line."""
    buffered = io.BufferedReader(raw) if isinstance(raw, io.RawIOBase) else raw
    number = 0
    while line := buffered.readline(LONGEST_LINE_BYTES):
        if digest:
            digest.update(line)
        number += 1
        if len(line) == LONGEST_LINE_BYTES:
            raise RefusedFileError(f"Line {number:,} is too long. Write one record a line.")
        if not line.strip():
            continue
        try:
            record = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"), object_pairs_hook=_unrepeated)
        except (ValueError, RecursionError):
            record = None
        if not isinstance(record, dict):
            raise RefusedFileError(f"Line {number:,} is not one whole JSON record. Write one record a line, in UTF-8.")
        yield record


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The pairs; a key twice in a record would lose one of the values."""
    record = dict(pairs)
    if len(record) < len(pairs):
        raise ValueError("repeated key")
    return record


def cell_text(value: Any, number: int) -> str | None:
    """A value as the text of a cell. Raises RefusedFileError for a list or a record, naming the row alone."""
    if isinstance(value, str) or value is None:
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    if isinstance(value, int):
        return str(value)
    raise RefusedFileError(
        f"Record {number:,} holds a list or another record in a column that is needed. Write one value a column."
    )
