"""Needs, referrals and goals of participants."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from .coalition import Coalition
from .draws import dates, happens, keys, pick, stream, texts
from .participants import Enrollments, participant_column
from .settings import Settings
from .work import Chunk, area_column, partner_column

DOMAINS = (
    "legal_and_restorative_justice", "employment", "education", "family_support", "mental_health",
    "substance_use", "housing", "other",
)  # fmt: skip
DOMAIN_WEIGHTS = (0.17, 0.25, 0.12, 0.12, 0.14, 0.07, 0.10, 0.03)
CONNECTED_SHARES = np.array((0.72, 0.64, 0.68, 0.75, 0.55, 0.47, 0.45, 0.60))
DAYS_TO_CONNECTION = np.array((21, 30, 26, 18, 34, 38, 45, 28))  # on average
COMPLETED_SHARES = np.array((0.62, 0.55, 0.58, 0.70, 0.52, 0.44, 0.50, 0.60))
NEEDS_EACH, REFERRALS_EACH, GOALS_EACH = 3.3, 1.37, 1.9
STATUSES = (
    "declined",
    "withdrawn",
    "closed_no_contact",
    "unknown",
    "open",
    "accepted",
    "connected",
    "completed",
)
NEVER_CONNECTED_WEIGHTS = (0.24, 0.18, 0.44, 0.06, 0.08)
# A service that began and was not completed ends in another way in most cases, or goes on.
STOPPED_SHARE, DAYS_TO_STOPPING = 0.7, 60.0
STOPPED_WEIGHTS = (0.0, 0.55, 0.40, 0.05)


def needs_and_referrals(
    settings: Settings, coalition: Coalition, made: Enrollments
) -> Iterator[tuple[int, int, pa.Table, pa.Table]]:
    """Needs, and referrals that come from them, a chunk of each for each chunk of enrollments."""
    first_need = first_referral = 1
    for part, part_count, _, here in made.chunks():
        draw = stream(settings.seed, "needs", part)
        enrollment = np.repeat(np.arange(len(here)), draw.poisson(NEEDS_EACH, len(here)))
        domain = pick(draw, DOMAIN_WEIGHTS, len(enrollment))
        named = here.enrolled[enrollment] + np.floor(draw.exponential(22, len(enrollment))).astype(np.int64)
        keep = _within(coalition, here, enrollment, named)
        enrollment, domain, named = enrollment[keep], domain[keep], named[keep]
        order = np.argsort(named, kind="stable")
        needs = pa.table(
            {
                "need_id": keys("N", first_need + np.arange(len(order))),
                **_who(coalition, here, enrollment[order], draw, settings),
                "domain": texts(DOMAINS, domain[order]),
                "identified_date": dates(named[order]),
            }
        )
        first_need += len(order)
        referrals = _referrals(settings, coalition, here, part, (enrollment, domain, named), first_referral)
        first_referral += len(referrals)
        yield part, part_count, needs, referrals


def _referrals(
    settings: Settings,
    coalition: Coalition,
    here: Enrollments,
    part: int,
    needs: tuple[np.ndarray, np.ndarray, np.ndarray],
    first_number: int,
) -> pa.Table:
    """Referrals of a chunk: accepted after days, connected after weeks, completed after months."""
    draw = stream(settings.seed, "referrals", part)
    enrollment, domain, named = _repeated(needs, draw.poisson(REFERRALS_EACH, len(needs[0])))
    referred = named + np.floor(draw.exponential(16, len(named))).astype(np.int64)
    keep = _within(coalition, here, enrollment, referred)
    order = np.argsort(referred[keep], kind="stable")
    enrollment, domain, referred = (column[keep][order] for column in (enrollment, domain, referred))
    count, last_day = len(referred), coalition.last_day

    def later(days: np.ndarray, mean: np.ndarray) -> np.ndarray:
        return days + 1 + np.floor(draw.gamma(1.3, 1.0, count) * mean / 1.3).astype(np.int64)

    connected = later(referred, DAYS_TO_CONNECTION[domain])
    completed = later(connected, np.full(count, 75.0))
    closed = later(referred, np.full(count, 50.0))
    accepted = later(referred, np.full(count, 8.0))
    will_connect = happens(draw, CONNECTED_SHARES[domain], count)
    is_connected = will_connect & (connected <= last_day)
    will_complete = happens(draw, COMPLETED_SHARES[domain], count)
    is_completed = is_connected & will_complete & (completed <= last_day)
    is_closed = ~will_connect & (closed <= last_day)
    status = np.where(accepted <= last_day, STATUSES.index("accepted"), STATUSES.index("open"))
    status = np.where(is_closed, pick(draw, NEVER_CONNECTED_WEIGHTS, count), status)
    status = np.where(is_connected, STATUSES.index("connected"), status)
    status = np.where(is_completed, STATUSES.index("completed"), status)
    stopped = later(connected, np.full(count, DAYS_TO_STOPPING))
    is_stopped = is_connected & ~will_complete & happens(draw, STOPPED_SHARE, count) & (stopped <= last_day)
    status = np.where(is_stopped, pick(draw, STOPPED_WEIGHTS, count), status)
    return pa.table(
        {
            "referral_id": keys("F", first_number + np.arange(count)),
            **_who(coalition, here, enrollment, draw, settings),
            "domain": texts(DOMAINS, domain),
            "referred_date": dates(referred),
            "status": texts(STATUSES, status, happens(draw, settings.blank_share / 4, count) & ~is_connected),
            "connected_date": dates(connected, ~is_connected),
            "completed_date": dates(completed, ~is_completed),
        }
    )


def goals(settings: Settings, coalition: Coalition, made: Enrollments) -> Iterator[Chunk]:
    """Goals set, and met after months."""
    first_number = 1
    for part, part_count, _, here in made.chunks():
        draw = stream(settings.seed, "goals", part)
        enrollment = np.repeat(np.arange(len(here)), draw.poisson(GOALS_EACH, len(here)))
        day = here.enrolled[enrollment] + np.floor(draw.exponential(45, len(enrollment))).astype(np.int64)
        keep = _within(coalition, here, enrollment, day)
        order = np.argsort(day[keep], kind="stable")
        enrollment, day = enrollment[keep][order], day[keep][order]
        met = day + 7 + np.floor(draw.gamma(1.5, 80, len(day))).astype(np.int64)
        is_met = happens(draw, 0.57, len(day)) & (met <= here.until[enrollment])
        rows = pa.table(
            {
                "goal_id": keys("G", first_number + np.arange(len(day))),
                **_who(coalition, here, enrollment, draw, settings),
                "domain": texts(DOMAINS, pick(draw, DOMAIN_WEIGHTS, len(day))),
                "set_date": dates(day),
                "met_date": dates(met, ~is_met),
            }
        )
        first_number += len(day)
        yield part, part_count, rows


def _repeated(columns: tuple[np.ndarray, ...], times: np.ndarray) -> tuple[np.ndarray, ...]:
    return tuple(np.repeat(column, times) for column in columns)


def _within(coalition: Coalition, here: Enrollments, enrollment: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Whether each day lies within the enrollment and in a month whose case records came in."""
    return (days <= here.until[enrollment]) & coalition.came_in(here.pair[enrollment], days, "case_management")


def _who(
    coalition: Coalition,
    here: Enrollments,
    enrollment: np.ndarray,
    draw: np.random.Generator,
    settings: Settings,
) -> dict[str, pa.Array]:
    """The columns that say whose row it is."""
    pairs = here.pair[enrollment]
    return {
        "partner_id": partner_column(coalition, pairs),
        "area": area_column(coalition, pairs, draw, settings),
        "participant_id": participant_column(here.participant[enrollment]),
    }
