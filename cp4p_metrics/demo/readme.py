"""The README of the made-up coalition's folder."""

import dataclasses
from collections.abc import Mapping
from datetime import date, timedelta

from cp4p_metrics import places

from .coalition import Coalition
from .contacts import PARTNER_WITH_OTHER
from .defects import Tally
from .draws import epoch_day
from .files import FIRST_LINE
from .roster import PARTNERS
from .settings import Settings


def readme(settings: Settings, coalition: Coalition, row_counts: Mapping[str, int], tally: Tally) -> str:
    """What a reader of the files must know: that nothing in them is true, and what is true of them."""
    sections = (
        FIRST_LINE,
        "Every row here was drawn by a random number generator. No person, incident, event or partner in "
        "these files exists; the partners' names are invented. Only the 77 community areas and their "
        "residents are real. Do not quote a number from these files as one about Chicago.",
        "`cp4p demo` wrote them. The same settings give the same bytes.",
        "## The true effect\n\n" + _effect(settings),
        "## Settings\n\n" + _table(("setting", "value", "meaning"), _settings(settings)),
        "## Files\n\n" + _table(("table", "rows"), [(name, f"{count:,}") for name, count in row_counts.items()]),
        "The program tables have the columns of the templates; victims have the 42 columns of the City's "
        "portal, without names, with made-up blocks and coordinates. Case numbers begin with DEMO. "
        "Responses, police coordination and victims do not grow with the scale.",
        "## Who serves which area, and since when\n\n"
        + _table(("partner", "area", "from", "until"), _assignments(settings, coalition)),
        "## Faults put in on purpose\n\n" + _faults(settings, tally),
    )
    return "\n\n".join(sections) + "\n"


def _effect(settings: Settings) -> str:
    ratio = f"{settings.effect:.2f}" if round(settings.effect, 2) == settings.effect else str(settings.effect)
    if settings.effect == 1.0:
        return "There is none: the rate ratio is 1.00, in served areas as elsewhere."
    return (
        f"The rate ratio is {ratio}: in a month in which any partner serves an area, the expected number of "
        f"victims is {ratio} times what it would be otherwise. The count of an area in a month is "
        "Poisson with mean area effect × month effect × this ratio, without over-dispersion, so a two-way "
        "multiplicative model holds exactly. Areas with more need were more likely to be served."
    )


def _settings(settings: Settings) -> list[tuple[str, ...]]:
    return [
        (f"`--{one.name.replace('_', '-')}`", str(getattr(settings, one.name)), one.metadata["meaning"])
        for one in dataclasses.fields(settings)
    ]


def _assignments(settings: Settings, coalition: Coalition) -> list[tuple[str, ...]]:
    last_day = epoch_day(settings.through.isoformat())
    rows = zip(coalition.pair_partners, coalition.pair_areas, coalition.pair_from, coalition.pair_until, strict=True)
    return [
        (
            PARTNERS[partner][1],
            f"{places.area_name(int(area))} ({area})",
            _day(int(begin)),
            "" if until > last_day else _day(int(until)),
        )
        for partner, area, begin, until in rows
    ]


def _day(day: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()


def _faults(settings: Settings, tally: Tally) -> str:
    counted: list[tuple[str, ...]] = [(table, fault, f"{count:,}") for (table, fault), count in tally.items() if count]
    return (
        _table(("table", "fault", "rows"), counted)
        + "\n\nBesides: optional codes written `unknown` or left blank in the shares above; "
        f"attendance left blank in about {settings.attendance_blank_share:.0%} of the events held; local "
        "area names (Little Village, Back of the Yards, Pilsen, Lawndale) in the rows of three partners; and "
        f"one partner, {PARTNERS[PARTNER_WITH_OTHER][1]}, that calls about "
        f"{settings.other_purpose_share:.0%} of its contacts `other`. "
        "Planned events lie in the weeks after the last day covered: they are no fault."
    )


def _table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [header, ("---",) * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
