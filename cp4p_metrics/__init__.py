"""Outcomes of community violence intervention, with no user interface attached."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .release.reader import Release

__version__ = "0.1.0"


def open_release(audience: str = "leadership") -> "Release":
    """The release served to an audience now: `open_release().ask("mediations", by="quarter", place="partners")`.

    Raises NotPublishedError where there is none.
    """
    from .release.reader import open_release as open_served  # pandas and DuckDB load only when asked for

    return open_served(audience)
