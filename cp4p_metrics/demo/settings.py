"""What may be set about the made-up coalition, and how the command line sets it."""

import argparse
import dataclasses
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cp4p_metrics.errors import Cp4pError
from cp4p_metrics.periods import month_start

FIRST_VICTIM_YEAR = 2010  # the City's non-fatal records begin here
FIRST_START = date(2017, 7, 1)  # the first partners begin
LARGEST_SCALE = 400.0  # 100 million contacts


class DemoSettingsError(Cp4pError):
    """A setting of the made-up coalition that cannot be."""


def _share(default: float, meaning: str) -> Any:
    return field(default=default, metadata={"meaning": meaning, "lowest": 0.0, "highest": 1.0})


@dataclass(frozen=True)
class Settings:
    """Everything that decides the bytes of the files; the same settings always give the same bytes.

    `through` is the last day covered: victims go up to it, program records up to the last complete month.
    """

    through: date = field(metadata={"meaning": "last day covered"})
    seed: int = field(
        default=20170701, metadata={"meaning": "start of all random draws", "lowest": 0, "highest": 2**63}
    )
    scale: float = field(
        default=1.0,
        metadata={
            "meaning": "size of the program tables; 1 is 250,000 contacts, 400 is 100 million",
            "lowest": 0.001,
            "highest": LARGEST_SCALE,
        },
    )
    first_victim_year: int = field(
        default=FIRST_VICTIM_YEAR,
        metadata={"meaning": "first year of victims", "lowest": FIRST_VICTIM_YEAR, "highest": 2100},
    )
    effect: float = field(
        default=0.80,
        metadata={
            "meaning": "rate ratio of victims in served areas; 1 is no effect",
            "lowest": 0.01,
            "highest": 10.0,
        },
    )
    missing_share: float = _share(0.015, "share of partner-months of a part that never came in")
    missing_last_month_share: float = _share(0.20, "the same, for the latest month")
    late_share: float = _share(0.10, "share of partner-months that came in late")
    unknown_share: float = _share(0.03, "share of optional codes written as unknown")
    blank_share: float = _share(0.02, "share of optional values left blank")
    unlisted_share: float = _share(0.0004, "share of rows with a value that no list holds")
    impossible_date_share: float = _share(0.0005, "share of rows with dates in the wrong order")
    future_date_share: float = _share(0.0001, "share of rows dated in the future")
    repeat_share: float = _share(0.0005, "share of rows repeated exactly")
    conflict_share: float = _share(0.0002, "share of keys that come twice with different content")
    other_purpose_share: float = _share(0.72, "share of contacts called 'other' at one partner")
    attendance_blank_share: float = _share(0.08, "share of events held whose attendance was left blank")
    local_name_share: float = _share(0.90, "share of local area names where three partners write a name")

    def __post_init__(self) -> None:
        for setting in dataclasses.fields(self):
            value, lowest, highest = getattr(self, setting.name), *_limits(setting)
            if lowest is not None and not lowest <= value <= highest:
                raise DemoSettingsError(
                    f"{_flag(setting)} is {value}. It is the {setting.metadata['meaning']}: "
                    f"write a number from {lowest:g} to {highest:g}."
                )
        if self.through < FIRST_START:
            raise DemoSettingsError(
                f"--through is {self.through}, before the first partner starts. Write {FIRST_START} or a later day."
            )
        if self.through.year > 2100:
            raise DemoSettingsError(f"--through is {self.through}. Write a day before 2101.")
        if self.first_victim_year > self.through.year:
            raise DemoSettingsError(
                f"--first-victim-year is {self.first_victim_year}, after --through {self.through}. "
                "Write an earlier year."
            )
        if self.unknown_share + self.blank_share > 1:
            raise DemoSettingsError("--unknown-share and --blank-share are more than 1 together. Lower one of them.")


def _limits(setting: dataclasses.Field) -> tuple[float | None, float | None]:
    return setting.metadata.get("lowest"), setting.metadata.get("highest")


def _flag(setting: dataclasses.Field) -> str:
    return "--" + setting.name.replace("_", "-")


def default_through(today: date) -> date:
    """The last day of the month before today's."""
    return month_start(today) - timedelta(days=1)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Gives the parser one flag for each setting; read them with `settings_from`."""
    for setting in dataclasses.fields(Settings):
        meaning = setting.metadata["meaning"]
        is_day = setting.name == "through"
        default = "the end of last month" if is_day else setting.default
        parser.add_argument(
            _flag(setting),
            metavar="DATE" if is_day else "NUMBER",
            default=None,
            help=f"{meaning} (default: {default})".replace("%", "%%"),
        )


def settings_from(arguments: argparse.Namespace, today: date) -> Settings:
    """The settings that the flags ask for; raises DemoSettingsError, naming the flag and what to write."""
    chosen: dict[str, Any] = {"through": default_through(today)}
    for setting in dataclasses.fields(Settings):
        written = getattr(arguments, setting.name, None)
        if written is not None:
            chosen[setting.name] = _read(setting, str(written))
    return Settings(**chosen)


def _read(setting: dataclasses.Field, written: str) -> date | int | float:
    """The value that was written behind a flag."""
    example = "a day like 2026-10-31"
    try:
        if setting.name == "through":
            return date.fromisoformat(written.strip())
        example = f"a number like {setting.default:g}"
        if isinstance(setting.default, float):
            return float(written)
        example = f"a whole number like {setting.default}"
        return int(written)
    except ValueError:
        raise DemoSettingsError(f"{_flag(setting)} is '{written}'. Write {example}.") from None
