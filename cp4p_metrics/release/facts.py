"""What a release knows of a measure: enough to explain it and to ask for it."""

import json
from dataclasses import dataclass, fields
from typing import Any

ADDITIVE = ("count", "share", "mix", "ratio")


@dataclass(frozen=True)
class MeasureFacts:
    """A measure as its release describes it; the fields are those of measures.base.Measure."""

    name: str
    title: str
    short_title: str
    unit: str
    meaning: str
    family: str
    subject: str
    shape: str
    multiplier: int
    divisor: int
    caveats: tuple[str, ...]
    breakdowns: tuple[str, ...]
    always_by: str
    fewer_is_better: bool | None
    source: str
    is_our_definition: bool
    is_public: bool
    period_kinds: tuple[str, ...]
    place_kinds: tuple[str, ...]
    is_published: bool
    # By kind of place and breakdown, the periods that the audience sees of it; None where it sees all.
    grid: dict[str, dict[str, list[str]]] | None = None

    def shared_periods(self, place_kind: str, breakdown: str) -> tuple[str, ...] | None:
        """The periods that this audience sees there; None where it sees all of them."""
        return None if self.grid is None else tuple(self.grid.get(place_kind, {}).get(breakdown, ()))

    @property
    def label(self) -> str:
        """The title where there is little room."""
        return self.short_title or self.title

    @property
    def form(self) -> str:
        """How its values are written: 'count', 'share' (percent), 'rate' (three figures) or 'change'."""
        if self.shape == "change":
            return "change"
        if self.unit.startswith("%"):
            return "share"
        is_whole = self.shape in ("count", "stock", "distinct") and self.divisor == 1
        return "count" if is_whole else "rate"

    @property
    def adds_up(self) -> bool:
        """Whether a longer period is the sum of shorter ones; where not, the latest period stands for a range."""
        return self.shape in ADDITIVE and bool({"month", "quarter", "year"} & set(self.period_kinds))

    @classmethod
    def read(cls, facts: str, is_published: bool) -> "MeasureFacts":
        """The facts from the JSON text that publishing wrote."""
        found: dict[str, Any] = json.loads(facts)
        named: dict[str, Any] = {field.name: found.get(field.name) for field in fields(cls)}
        for name in ("caveats", "breakdowns", "period_kinds", "place_kinds"):
            named[name] = tuple(named[name] or ())
        # Releases of an earlier program did not say these.
        named["divisor"], named["always_by"] = named["divisor"] or 1, named["always_by"] or ""
        return cls(**{**named, "is_published": is_published})
