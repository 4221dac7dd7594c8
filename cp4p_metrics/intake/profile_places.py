"""Where in a profile's file something stands, so that an error can name the file, the line and the section."""

import re
from dataclasses import dataclass

from cp4p_metrics.errors import ProfileError

HEADER = re.compile(r"\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(#.*)?")


Path = tuple[tuple[str, int], ...]  # names of sections within one another, and which of that name each is, from 0


@dataclass(frozen=True)
class Place:
    """A section of a profile's file; without a path the top, before any section."""

    file_name: str
    text: str
    path: Path = ()

    @property
    def section(self) -> str:
        """Its dotted name, as in columns.purpose."""
        return ".".join(name for name, _ in self.path)

    @property
    def top(self) -> "Place":
        """The top of the same file."""
        return Place(self.file_name, self.text)

    def inner(self, section: str, number: int = 0) -> "Place":
        """A section within this one; `number` says which, where there are several of that name."""
        *above, last = section.split(".")
        return Place(self.file_name, self.text, (*self.path, *((name, 0) for name in above), (last, number)))

    def error(self, key: str | None, what: str) -> ProfileError:
        """The error to raise: where, and what to write instead."""
        line = self._line(key)
        where = f"{self.file_name}, line {line}" if line else self.file_name
        names = [f"[{self.section}]" if self.section else "", f"'{key}'" if key else ""]
        named = " ".join(name for name in names if name)
        return ProfileError(f"{where}: {named}{': ' if named else ''}{what}")

    def _line(self, key: str | None) -> int | None:
        """The line of the key, else of the section; an inline section stands in a line of the one above."""
        last = self.path[-1][0] if self.path else None
        return self._found(self.path, key) or self._found(self.path, None) or self._found(self.path[:-1], last)

    def _found(self, path: Path, key: str | None) -> int | None:
        current: Path = ()
        counts: dict[str, int] = {}
        wanted = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*(=|\.)") if key else None
        for line_number, line in enumerate(self.text.splitlines(), start=1):
            if header := HEADER.fullmatch(line):
                parts = [part.strip(" \"'") for part in header.group(1).split(".")]
                current = _entered(parts, counts)
                if key is None and current == path:
                    return line_number
            elif wanted and current == path and wanted.match(line):
                return line_number
        return None


def _entered(parts: list[str], counts: dict[str, int]) -> Path:
    """The path of a section whose header comes next; `counts` says how often each came within its own."""
    dotted = [".".join(parts[: depth + 1]) for depth in range(len(parts))]
    counts[dotted[-1]] = counts.get(dotted[-1], -1) + 1
    for name in [name for name in counts if name.startswith(f"{dotted[-1]}.")]:
        del counts[name]
    return tuple((part, counts.get(name, 0)) for part, name in zip(parts, dotted, strict=True))
