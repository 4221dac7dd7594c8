"""What a release knows of a measure: enough to explain it and to ask for it."""

import json
from dataclasses import dataclass, fields
from typing import Any


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
    caveats: tuple[str, ...]
    breakdowns: tuple[str, ...]
    fewer_is_better: bool | None
    source: str
    is_our_definition: bool
    is_public: bool
    period_kinds: tuple[str, ...]
    place_kinds: tuple[str, ...]
    is_published: bool

    @property
    def label(self) -> str:
        """The title where there is little room."""
        return self.short_title or self.title

    @classmethod
    def read(cls, facts: str, is_published: bool) -> "MeasureFacts":
        """The facts from the JSON text that publishing wrote."""
        found: dict[str, Any] = json.loads(facts)
        named: dict[str, Any] = {field.name: found.get(field.name) for field in fields(cls)}
        for name in ("caveats", "breakdowns", "period_kinds", "place_kinds"):
            named[name] = tuple(named[name] or ())
        return cls(**{**named, "is_published": is_published})
