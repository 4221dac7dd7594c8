"""The colors, decided once, for paper and for night.

Teal for what is shown, lamp light for Light in the Night, gray for what it is compared with.
Red and green mean nothing here.
"""

from dataclasses import dataclass

RGB = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """Colors that go together on one background."""

    ink: str
    quiet: str
    grid: str
    background: str
    main: str
    pale: str
    lamp: str
    comparison: str
    lines: tuple[str, ...]
    classes: tuple[str, ...]  # from least to most
    unknown: str
    outline: str
    picked: str


DAY = Palette(
    ink="#1E2A33",
    quiet="#55606A",
    grid="#E5E1D6",
    background="#FBFAF7",
    main="#1F5F66",
    pale="#A9C3C4",
    lamp="#B8721F",
    comparison="#8C8F8E",
    lines=("#1F5F66", "#B8721F", "#6C5B9E", "#5C7FA8"),
    classes=("#E6EFEE", "#B7D2D1", "#76AAAB", "#3B7D81", "#0E3C43"),
    unknown="#EDEAE2",
    outline="#C3CFCD",
    picked="#B8721F",
)

NIGHT = Palette(
    ink="#E8E6E0",
    quiet="#A9B2B8",
    grid="#2C353C",
    background="#14191D",
    main="#7CC0C2",
    pale="#47686B",
    lamp="#E0A75A",
    comparison="#8E979D",
    lines=("#7CC0C2", "#E0A75A", "#A99BD6", "#9CB8DA"),
    classes=("#22343A", "#2B545A", "#3F7D82", "#62A6A8", "#A6DDDD"),
    unknown="#242A2F",
    outline="#3B474E",
    picked="#E0A75A",
)


def palette(is_dark: bool) -> Palette:
    """The colors for a dark or a light page."""
    return NIGHT if is_dark else DAY


def rgb(color: str) -> RGB:
    """Red, green and blue, 0 to 255, of '#RRGGBB'."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
