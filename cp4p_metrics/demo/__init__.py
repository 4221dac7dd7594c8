"""A made-up coalition, seeded and clearly labeled, whose true effect is known."""

from collections.abc import Callable
from pathlib import Path

from cp4p_metrics.coalition import coalition as this_coalition  # `coalition` is a module of this room

from .settings import DemoSettingsError, Settings, add_arguments, default_through, settings_from

__all__ = [
    "DemoSettingsError",
    "Settings",
    "add_arguments",
    "default_through",
    "settings_from",
    "write_coalition",
]


def write_coalition(folder: Path, settings: Settings, tell: Callable[[str], None]) -> list[Path]:
    """Writes every file of the made-up coalition; gives the paths of the CSV files in the order of import.

    Partners and areas come first, then victims, then the program tables. `tell` hears one line a table.
    Raises DemoSettingsError for a folder with CSV files that no demo wrote, and for another city.
    """
    if not this_coalition().is_chicago:
        raise DemoSettingsError(
            f"The made-up coalition is in Chicago, and CP4P_COALITION names that of {this_coalition().city}. "
            "Take CP4P_COALITION away to try it, or 'cp4p import' files of your own."
        )
    from .writing import (
        write_files,  # numpy and pyarrow load only when files are made: every command reads the flags
    )

    return write_files(folder, settings, tell)
