"""Partners, their areas, positions, contract targets, and what they handed in each month."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from .cases import NEEDS_EACH, REFERRALS_EACH
from .coalition import PARTS, Coalition
from .defects import Tally
from .draws import Days, dates, decimals, epoch_day, first_days, happens, stream, texts, whole_numbers
from .events import LIGHT_MONTHLY, LIGHT_MONTHS, OTHER_MONTHLY
from .outreach import MEDIATIONS_MONTHLY
from .participants import ENROLLMENTS_MONTHLY
from .roster import PARTNERS
from .settings import Settings
from .work import Chunk, area_column, partner_column

DUE_DAY = 10  # of the next month
ROLES = ("outreach", "case_management", "victim_support")
POSITIONS = (3.2, 1.7, 0.6)  # budgeted for a pair of size 1
CONTACTS_AN_ENROLLMENT = 24
NEVER_CAME = "never came in: no rows of that part and month"
CAME_LATE = "came in late"
FISCAL_YEAR_FIRST_MONTH = 6  # July, counted from 0


def partners(coalition: Coalition) -> Iterator[Chunk]:
    """The partners that have started."""
    ids, names = zip(*PARTNERS, strict=True)
    yield (
        1,
        1,
        pa.table({"partner_id": texts(ids, coalition.partners), "partner_name": texts(names, coalition.partners)}),
    )


def partner_areas(settings: Settings, coalition: Coalition) -> Iterator[Chunk]:
    """Who serves which area, from when until when; an assignment that goes on has no last day."""
    pairs = np.arange(len(coalition.pair_areas))
    last_day = epoch_day(settings.through.isoformat())
    yield (
        1,
        1,
        pa.table(
            {
                "partner_id": partner_column(coalition, pairs),
                "area": area_column(coalition, pairs, stream(settings.seed, "partner_areas"), settings),
                "from_date": dates(coalition.pair_from),
                "until_date": dates(
                    coalition.pair_until,
                    coalition.pair_until > last_day,
                ),
            }
        ),
    )


def _partner_months(coalition: Coalition) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Partner, month and the partner's work in it, for each month since each partner's start."""
    months = np.arange(coalition.first_month, coalition.last_month + 1)
    work = np.zeros((len(PARTNERS), max(1, len(months))))
    cells = (coalition.pair_partners[coalition.cell_pairs], coalition.cell_months - coalition.first_month)
    np.add.at(work, cells, coalition.cell_weights)
    partner, step = np.nonzero(work)
    return partner, months[step] if len(months) else step, work[partner, step]


def staffing(settings: Settings, coalition: Coalition) -> Iterator[Chunk]:
    """Positions by partner, month and role; a position in eight is vacant."""
    draw = stream(settings.seed, "staffing")
    partner, month, work = (np.repeat(column, len(ROLES)) for column in _partner_months(coalition))
    role = np.tile(np.arange(len(ROLES)), len(partner) // len(ROLES))
    budgeted = np.maximum(0.5, np.ceil(2 * np.array(POSITIONS)[role] * work * settings.scale) / 2)
    vacant = np.floor(2 * budgeted * np.minimum(0.5, draw.gamma(1.2, 0.1, len(role)))) / 2
    yield (
        1,
        1,
        pa.table(
            {
                "partner_id": texts([one for one, _ in PARTNERS], partner),
                "month": _months(month),
                "role": texts(ROLES, role),
                "filled_fte": decimals(budgeted - vacant, happens(draw, settings.blank_share / 2, len(role))),
                "budgeted_fte": decimals(budgeted),
            }
        ),
    )


def targets(settings: Settings, coalition: Coalition) -> Iterator[Chunk]:
    """What each contract promises for each fiscal year, near what the partner's size makes likely."""
    draw = stream(settings.seed, "targets")
    partner, month, work = _partner_months(coalition)
    enrolled = work * ENROLLMENTS_MONTHLY
    expected = {
        "new_enrollments": enrolled,
        "outreach_contacts": enrolled * CONTACTS_AN_ENROLLMENT,
        "mediations": work * MEDIATIONS_MONTHLY,
        "referrals": enrolled * NEEDS_EACH * REFERRALS_EACH * 0.85,
        "events_held": work * (OTHER_MONTHLY + LIGHT_MONTHLY * np.isin(month % 12, LIGHT_MONTHS)),
    }
    year = 1970 + (month + 12 - FISCAL_YEAR_FIRST_MONTH) // 12
    contracts, position, months = np.unique(
        np.stack((partner, year), axis=1), axis=0, return_inverse=True, return_counts=True
    )
    rows: list[tuple[int, int, int, int]] = []
    for measure, monthly in enumerate(expected.values()):
        yearly = np.bincount(position.ravel(), monthly, len(contracts)) * 12 / months * settings.scale
        promised = np.maximum(5, np.rint(yearly * draw.uniform(0.85, 1.2, len(contracts)) / 5) * 5).astype(int)
        rows += [
            (int(one), int(of), measure, int(promise)) for (one, of), promise in zip(contracts, promised, strict=True)
        ]
    ordered = np.array(sorted(rows)).reshape(-1, 4)
    yield (
        1,
        1,
        pa.table(
            {
                "partner_id": texts([one for one, _ in PARTNERS], ordered[:, 0]),
                "fiscal_year": whole_numbers(ordered[:, 1]),
                "measure": texts(list(expected), ordered[:, 2]),
                "target": whole_numbers(ordered[:, 3]),
            }
        ),
    )


def submissions(settings: Settings, coalition: Coalition, tally: Tally) -> Iterator[Chunk]:
    """What each partner handed in for each month and part.

    A part that never came in has no date and no rows. What is not yet due on the last day covered came in on
    that day.
    """
    draw = stream(settings.seed, "submissions")
    partner, month, _ = (np.repeat(column, len(PARTS)) for column in _partner_months(coalition))
    part = np.tile(np.arange(len(PARTS)), len(partner) // len(PARTS))
    ended: Days = first_days(month + 1)
    due = ended + DUE_DAY - 1
    is_late = happens(draw, settings.late_share, len(part))
    received = np.where(
        is_late, due + 1 + draw.integers(0, 30, len(part)), ended + draw.integers(0, DUE_DAY, len(part))
    )
    received = np.minimum(received, epoch_day(settings.through.isoformat()))
    is_missing = coalition.is_missing[partner, month - coalition.first_month, part]
    tally["submissions", NEVER_CAME] += int(is_missing.sum())
    tally["submissions", CAME_LATE] += int((~is_missing & (received > due)).sum())
    yield (
        1,
        1,
        pa.table(
            {
                "partner_id": texts([one for one, _ in PARTNERS], partner),
                "month": _months(month),
                "part": texts(PARTS, part),
                "due_date": dates(due),
                "received_date": dates(received, is_missing),
            }
        ),
    )


def _months(months: np.ndarray) -> pa.Array:
    """Months as 2026-10."""
    named, position = np.unique(months, return_inverse=True)
    return texts([f"{1970 + one // 12}-{one % 12 + 1:02d}" for one in named.tolist()], position)
