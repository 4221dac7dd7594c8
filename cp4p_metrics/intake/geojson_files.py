"""GeoJSON: the features' properties are the columns, their shapes are never read."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cp4p_metrics.errors import RefusedFileError

from .json_lines import cell_text
from .origins import Origin
from .readers import Row, SourceFile

LARGEST_BYTES = 64 << 20  # it can't be read in a stream
NOT_WHOLE = "It is not a whole GeoJSON file with features that have properties. Download it again."


@dataclass(frozen=True)
class GeoJsonFile(SourceFile):
    """A file of features. Its header is every property of any feature, in the order of their first appearance."""

    def rows(self, positions: Sequence[int]) -> Iterator[Row]:
        """Each feature's properties at those positions, the others empty."""
        chosen = [(position, self.header[position]) for position in positions]
        for number, properties in enumerate(_properties(_content(self.origin)), start=1):
            cells: list[str | None] = [None] * len(self.header)
            for position, key in chosen:
                cells[position] = cell_text(properties.get(key), number)
            yield number, cells


def is_geojson(beginning: bytes) -> bool:
    """Whether a file that begins so is a collection of features."""
    return re.match(rb'(\xef\xbb\xbf)?\s*\{(.*,)?\s*"type"\s*:\s*"FeatureCollection"', beginning, re.DOTALL) is not None


def opened_geojson(origin: Origin) -> GeoJsonFile:
    """What a GeoJSON file is. Raises RefusedFileError."""
    content = _content(origin)
    keys: dict[str, None] = {}
    for properties in _properties(content):
        keys.update(dict.fromkeys(properties))
    return GeoJsonFile(origin, origin.name, hashlib.sha256(content).hexdigest(), tuple(keys))


def _content(origin: Origin) -> bytes:
    with origin.open() as file:
        content = file.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise RefusedFileError("It is a GeoJSON file that is too large. Download the table as CSV, and import that.")
    return content


def _properties(content: bytes) -> list[dict[str, Any]]:
    try:
        found = [feature["properties"] for feature in json.loads(content.decode("utf-8-sig"))["features"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RefusedFileError(NOT_WHOLE) from None
    if not all(isinstance(properties, dict) for properties in found):
        raise RefusedFileError(NOT_WHOLE)
    return found
