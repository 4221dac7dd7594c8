"""Areas in color: a pydeck map, its classes and its legend.

Areas whose number is unstable, hidden or not reported are hatched. No request leaves the page: there is
no base map behind it.
"""

import json
from collections.abc import Mapping, Sequence
from math import ceil, floor, log2, log10
from typing import Any

import pydeck as pdk
import shapely
from pydeck.bindings.json_tools import default_serialize

from cp4p_metrics.coalition import coalition, per_coalition
from cp4p_metrics.places import area_name, boundaries

from .palette import Palette, rgb

LAYER_ID = "areas"
LEGEND_WIDTH, LEGEND_ROW = 350, 22  # pixels; as wide as a phone, so that it is never drawn smaller
HATCH_STEP_DEGREES = 0.0042
MAP_PIXELS = 330  # the width of a phone
ROUND_STEPS = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)


def class_limits(values: Sequence[float], count: int = 5) -> list[float]:
    """Upper limits of all classes but the last: quantiles of the values above zero, rounded to plain numbers."""
    present = sorted(value for value in values if value > 0)
    if not present:
        return []
    limits: list[float] = []
    for step in range(1, count):
        limit = _plain(present[min(len(present) - 1, step * len(present) // count)])
        if not limits or limit > limits[-1]:
            limits.append(limit)
    return [limit for limit in limits if limit < present[-1]]


def class_of(value: float, limits: Sequence[float]) -> int:
    """The number of the class, from 0; a value equal to a limit belongs below it."""
    return sum(value > limit for limit in limits)


def class_color(number: int, class_count: int, colors: Palette) -> str:
    """The color of a class, spread over the palette where there are fewer than five."""
    if class_count <= 1:
        return colors.classes[0]
    return colors.classes[round(number * (len(colors.classes) - 1) / (class_count - 1))]


class CompactDeck(pdk.Deck):
    """A deck that is written without the white space that pydeck puts in: a third of the bytes, a tenth of the time."""

    def to_json(self) -> str:
        return json.dumps(self, sort_keys=True, default=default_serialize, separators=(",", ":"))


def area_map(
    values: Mapping[int, float | None],
    texts: Mapping[int, str],
    hatched: Mapping[int, str],
    limits: Sequence[float],
    colors: Palette,
    picked: int | None = None,
) -> pdk.Deck:
    """The areas colored by value; `texts` show on hover; `hatched` areas carry diagonal lines."""
    features = []
    for feature in boundaries()["features"]:
        number = feature["properties"]["area_number"]
        value = values.get(number)
        fill = colors.unknown if value is None else class_color(class_of(value, limits), len(limits) + 1, colors)
        properties: dict[str, Any] = {
            "area_number": number,
            "name": area_name(number),
            "text": texts.get(number, ""),
            "fill": list(rgb(fill)),
            "line": list(rgb(colors.picked if number == picked else colors.outline)),
            "width": 3 if number == picked else 1,
        }
        features.append({"type": "Feature", "geometry": feature["geometry"], "properties": properties})
    # The picked area last, so that its outline lies on top.
    features.sort(key=lambda feature: feature["properties"]["area_number"] == picked)
    layers = [
        pdk.Layer(
            "GeoJsonLayer",
            {"type": "FeatureCollection", "features": features},
            id=LAYER_ID,
            pickable=True,
            stroked=True,
            get_fill_color="properties.fill",
            get_line_color="properties.line",
            get_line_width="properties.width",
            line_width_units="'pixels'",
            line_width_min_pixels=1,
        )
    ]
    lines = [{"path": path} for number in hatched for path in _hatching(number)]
    if lines:
        layers.append(
            pdk.Layer(
                "PathLayer",
                lines,
                id="hatching",
                get_path="path",
                get_color=[*rgb(colors.quiet), 150],
                get_width=1,
                width_units="'pixels'",
                width_min_pixels=1,
            )
        )
    return CompactDeck(
        layers=layers,
        map_provider=None,
        initial_view_state=pdk.ViewState(**city_view()),
        tooltip={"text": "{name}\n{text}"},
    )


def has_boundaries() -> bool:
    """Whether there is anything to draw a map of."""
    return bool(boundaries()["features"])


@per_coalition()
def city_view() -> dict[str, float]:
    """Where the map looks: as the coalition says, else so that all its areas are in view on a phone."""
    if coalition().view:
        return dict(coalition().view or {})
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in boundaries()["features"]]
    west, south, east, north = shapely.total_bounds(shapes)
    # At zoom 0 the world's 360 degrees are 512 pixels wide; a degree of latitude is drawn about a third longer.
    degrees = max(east - west, (north - south) * 4 / 3)
    zoom = log2(MAP_PIXELS * 360 / (512 * degrees))
    return {"latitude": (south + north) / 2, "longitude": (west + east) / 2, "zoom": zoom}


def legend(limits: Sequence[float], marks: Sequence[str], colors: Palette, write: Any) -> str:
    """The legend as an SVG picture: one box a class, then a hatched box for each of `marks`.

    `write` turns a limit into words.
    """
    labels = _class_labels(limits, write)
    boxes = [(class_color(n, len(labels), colors), label, False) for n, label in enumerate(labels)]
    boxes += [(colors.unknown, mark, True) for mark in marks]
    x, y, parts = 0, 0, []
    for fill, label, is_hatched in boxes:
        width = 40 + round(6.6 * len(label))
        if x and x + width > LEGEND_WIDTH:
            x, y = 0, y + LEGEND_ROW
        pattern = f'<rect x="{x}" y="{y + 3}" width="18" height="14" fill="url(#hatch)"/>' if is_hatched else ""
        parts.append(
            f'<rect x="{x}" y="{y + 3}" width="18" height="14" rx="2" fill="{fill}" '
            f'stroke="{colors.quiet}" stroke-width="0.5"/>'
            f'{pattern}<text x="{x + 24}" y="{y + 15}" fill="{colors.ink}">{label}</text>'
        )
        x += width
    height = y + LEGEND_ROW
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEGEND_WIDTH}" height="{height}" '
        f'viewBox="0 0 {LEGEND_WIDTH} {height}" '
        f'font-family="Source Sans Pro, Source Sans, Arial, sans-serif" font-size="13"><defs>'
        f'<pattern id="hatch" width="5" height="5" patternTransform="rotate(45)" patternUnits="userSpaceOnUse">'
        f'<line x1="0" y1="0" x2="0" y2="5" stroke="{colors.quiet}" stroke-width="1.2"/>'
        f"</pattern></defs>{''.join(parts)}</svg>"
    )


def _class_labels(limits: Sequence[float], write: Any) -> list[str]:
    if not limits:
        return ["0 or more"]
    labels = [f"up to {write(limits[0])}" if limits[0] else write(0)]
    labels += [f"to {write(limit)}" for limit in limits[1:]]
    return [*labels, f"over {write(limits[-1])}"]


def _plain(value: float) -> float:
    """The next plain number at or above: a plain step times a power of ten, whole below ten."""
    power = 10.0 ** floor(log10(value)) if value >= 1 else 1.0
    return next(step * power for step in ROUND_STEPS if value <= step * power and (step * power).is_integer())


@per_coalition()
def _hatching(area_number: int) -> tuple[list[list[float]], ...]:
    """Diagonal lines clipped to an area, as lists of longitude and latitude; those of neighbors meet."""
    geometry = next(f["geometry"] for f in boundaries()["features"] if f["properties"]["area_number"] == area_number)
    outline = shapely.geometry.shape(geometry)
    west, south, east, north = outline.bounds
    first, last = floor((west - north) / HATCH_STEP_DEGREES), ceil((east - south) / HATCH_STEP_DEGREES)
    rays = [
        shapely.LineString([(offset + south, south), (offset + north, north)])
        for offset in (number * HATCH_STEP_DEGREES for number in range(first, last + 1))
    ]
    cut = shapely.intersection(shapely.MultiLineString(rays), outline)
    return tuple(
        [[round(x, 5), round(y, 5)] for x, y in line.coords]
        for line in shapely.get_parts(cut)
        if line.geom_type == "LineString"
    )
