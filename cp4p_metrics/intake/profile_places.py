"""Where in a profile's file something stands, so that an error can name the file, the line and the section."""

import re
from dataclasses import dataclass

from cp4p_metrics.errors import ProfileError

HEADER = re.compile(r"\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(#.*)?")


@dataclass(frozen=True)
class Place:
    """A section of a profile's file: its dotted name, and which of that name it is, from 0."""

    file_name: str
    text: str
    section: str = ""
    number: int = 0

    def inner(self, section: str, number: int = 0) -> "Place":
        """A section within this one."""
        return Place(self.file_name, self.text, f"{self.section}.{section}".strip("."), number)

    def error(self, key: str | None, what: str) -> ProfileError:
        """The error to raise: where, and what to write instead."""
        line = self._line(key)
        where = f"{self.file_name}, line {line}" if line else self.file_name
        names = [f"[{self.section}]" if self.section else "", f"'{key}'" if key else ""]
        named = " ".join(name for name in names if name)
        return ProfileError(f"{where}: {named}{': ' if named else ''}{what}")

    def _line(self, key: str | None) -> int | None:
        """The line of the key, else of the section; an inline section stands in a line of the one above."""
        *above, last = self.section.split(".")
        return (
            self._found(self.section, self.number, key)
            or self._found(self.section, self.number, None)
            or (self._found(".".join(above), self.number, last) if last else None)
        )

    def _found(self, section: str, number: int, key: str | None) -> int | None:
        current, seen = "", dict[str, int]()
        wanted = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*(=|\.)") if key else None
        for line_number, line in enumerate(self.text.splitlines(), start=1):
            if header := HEADER.fullmatch(line):
                current = ".".join(part.strip(" \"'") for part in header.group(1).split("."))
                seen[current] = seen.get(current, -1) + 1
                if key is None and current == section and seen[current] == number:
                    return line_number
            elif wanted and current == section and seen.get(current, 0) == number and wanted.match(line):
                return line_number
        return None
