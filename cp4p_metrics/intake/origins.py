"""Finds what lies in the files, folders and zips that are named, and opens it without unpacking to disk.

A zip is read in a stream, member by member. Nothing of it is ever written, so a member's name can lead
nowhere, and limits keep a small zip from becoming an endless one.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO

from cp4p_metrics.errors import RefusedFileError

GIGABYTE = 1 << 30
MOST_MEMBERS = 1_000
MOST_UNZIPPED_BYTES = 64 * GIGABYTE  # read in a stream, so this bounds time, not memory
# Text that people write shrinks to a tenth, blank cells to a hundredth; only bombs go far beyond.
MOST_EXPANSION = 250
SMALLEST_SUSPECT_BYTES = 64 << 20
MOST_BYTES_IN_MEMORY = 256 << 20  # workbooks and Parquet files inside a zip, which can't be read in a stream
# What operating systems and spreadsheet programs leave beside files.
LEFTOVERS = ("thumbs.db", "desktop.ini")
LEFTOVER_BEGINNINGS = (".", "~$", "__MACOSX")

UNREADABLE = "It is missing or can't be opened. Check its name and who may read it."
BROKEN_ZIP = "It is a zip that is broken or not wholly there. Make or download it again, then import that."


@dataclass(frozen=True)
class Origin:
    """Where a file's bytes are: a path, or one member of the zip at that path."""

    path: Path
    name: str
    member: int | None = None

    def open(self) -> IO[bytes]:
        """The bytes from the beginning. Raises OSError or an error of the zip."""
        if self.member is None:
            return self.path.open("rb")
        zipped = zipfile.ZipFile(self.path)
        return _closing_with(zipped, zipped.open(zipped.infolist()[self.member]))

    def seekable(self) -> IO[bytes]:
        """The same where a reader must jump about: a zip's member comes into memory. Raises RefusedFileError."""
        if self.member is None:
            return self.path.open("rb")
        with self.open() as file:
            content = file.read(MOST_BYTES_IN_MEMORY + 1)
        if len(content) > MOST_BYTES_IN_MEMORY:
            raise RefusedFileError("It is too large to be read inside a zip. Unpack the zip and import this by itself.")
        return io.BytesIO(content)


def _closing_with(zipped: zipfile.ZipFile, member: IO[bytes]) -> IO[bytes]:
    """The member; the zip itself is closed with it, since nothing else refers to it."""
    zipped.close()  # closes the file once its last member is closed
    return member


def named_apart(origins: Iterator[Origin]) -> Iterator[Origin]:
    """The origins, a repeated name with a number after it."""
    names = Counter[str]()
    for origin in origins:
        name = origin.name
        while names[name]:
            names[origin.name] += 1
            name = f"{origin.name} ({names[origin.name]})"
        names[name] += 1
        yield replace(origin, name=name)


def origins_in(path: Path) -> Iterator[Origin]:
    """The file itself, or each file in the folder or zip, in the order of names. Raises RefusedFileError."""
    if not path.is_dir():
        yield from _unzipped(path, path.name)
        return
    folder_name = path.resolve().name
    is_empty = True
    for file in sorted(each for each in path.rglob("*") if each.is_file()):
        inner = file.relative_to(path)
        if not is_leftover(inner.parts):
            is_empty = False
            yield from _unzipped(file, printable(f"{folder_name}/{inner.as_posix()}"))
    if is_empty:
        raise RefusedFileError("There is no file in the folder. Put the files into it, then import it again.")


def is_leftover(parts: tuple[str, ...]) -> bool:
    """Whether a system or a program left it there, and nobody meant to send it."""
    named = [part for part in parts if part != ".."]
    return any(part.startswith(LEFTOVER_BEGINNINGS) for part in named) or parts[-1].lower() in LEFTOVERS


def printable(name: str) -> str:
    """The name without what would move the cursor of a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def _unzipped(path: Path, name: str) -> Iterator[Origin]:
    try:
        with path.open("rb") as file:
            is_zip = file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    except OSError:
        raise RefusedFileError(UNREADABLE) from None
    if not is_zip or is_workbook(path):
        yield Origin(path, name)
        return
    members = [
        (number, member)
        for number, member in enumerate(zip_members(path))
        if not member.is_dir() and not is_leftover(PurePosixPath(member.filename).parts or ("",))
    ]
    if not members:
        raise RefusedFileError("There is no file in the zip. Put the files into it, then import it again.")
    for number, member in sorted(members, key=lambda each: each[1].filename):
        yield Origin(path, f"{name}/{printable(member.filename)}", number)


def is_workbook(source: Path | IO[bytes]) -> bool:
    """Whether a zipped file is an Excel workbook."""
    try:
        with zipfile.ZipFile(source) as zipped:
            return "[Content_Types].xml" in zipped.namelist()
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def zip_members(source: Path | IO[bytes], most_bytes: int = MOST_UNZIPPED_BYTES) -> list[zipfile.ZipInfo]:
    """What is in the zip, if it is sound and within limits. Raises RefusedFileError.

    The sizes that a zip claims can be relied on: reading a member stops there.
    """
    try:
        with zipfile.ZipFile(source) as zipped:
            members = zipped.infolist()
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        raise RefusedFileError(BROKEN_ZIP) from None
    size, packed = sum(each.file_size for each in members), sum(each.compress_size for each in members)
    is_bomb = size > SMALLEST_SUSPECT_BYTES and size > MOST_EXPANSION * packed
    if len(members) > MOST_MEMBERS or size > most_bytes or is_bomb:
        raise RefusedFileError("It would become too large when unpacked. Unpack it, look at it, and import the files.")
    if any(each.flag_bits & 1 for each in members):
        raise RefusedFileError("It is protected by a password. Save it without one, then import that.")
    return members
