"""The door: files are read, checked, de-identified and accepted, or refused with a reason."""

from .acceptance import import_files
from .reports import FileReport, ImportReport

__all__ = ["FileReport", "ImportReport", "import_files"]
