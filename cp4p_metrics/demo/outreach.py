"""Mediations, agreements, shifts and meetings with the police."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from .coalition import Coalition
from .draws import blank_where, codes, dates, decimals, happens, keys, pick, texts, uncertain, yes_no
from .settings import Settings
from .work import Chunk, Work, area_column, chunks_by_cell, counts_by_cell, partner_column, season

# For a pair of size 1 in a month.
MEDIATIONS_MONTHLY = 1.97
AGREEMENTS_MONTHLY = 0.09
SHIFTS_MONTHLY = 8.0
COORDINATION_MONTHLY = 3.0

CONFLICT_TYPES = {
    "interpersonal": 0.36, "group": 0.17, "intra_group": 0.10, "domestic": 0.07, "school": 0.05,
    "economic": 0.06, "property": 0.05, "social_media": 0.11, "other": 0.03,
}  # fmt: skip
CATALYSTS = {
    "disrespect": 0.29, "social_media": 0.19, "debt_or_property": 0.13, "relationship": 0.12,
    "territory": 0.07, "prior_shooting": 0.14, "other": 0.06,
}  # fmt: skip
LEARNED_VIA = {
    "canvass": 0.32, "participant": 0.27, "family": 0.14, "hospital": 0.05, "school": 0.04,
    "social_media": 0.10, "police_notification": 0.05, "other": 0.03,
}  # fmt: skip
PEOPLE_BANDS = {"1": 0.05, "2-3": 0.46, "4-9": 0.37, "10+": 0.12}
LIKELIHOODS = {"very_unlikely": 0.10, "unlikely": 0.24, "likely": 0.40, "very_likely": 0.26}
OUTCOMES = ("resolved", "resolved_conditionally", "temporarily_resolved", "not_resolved", "unknown")
OUTCOME_WEIGHTS = (0.62, 0.09, 0.14, 0.11, 0.04)
DAYS_TO_OUTCOME = 14  # on average
END_REASONS = {"broken": 0.46, "expired": 0.27, "replaced": 0.12, "unknown": 0.15}


def mediations(settings: Settings, coalition: Coalition) -> Iterator[Chunk]:
    """Conflicts worked on; those whose outcome lies after the last day are still ongoing."""
    monthly = MEDIATIONS_MONTHLY * season(coalition.cell_months, 0.25)
    counts = counts_by_cell(settings, coalition, "mediations", monthly, "outreach")

    def build(work: Work, draw: np.random.Generator) -> pa.Table:
        count, last_day = len(work.days), coalition.last_day
        outcome_day = work.days + np.floor(draw.gamma(0.8, DAYS_TO_OUTCOME / 0.8, count)).astype(np.int64)
        is_ongoing = (outcome_day > last_day) | happens(draw, 0.01, count)
        outcome = np.where(is_ongoing, len(OUTCOMES), pick(draw, OUTCOME_WEIGHTS, count))
        is_calm = outcome <= 2
        follow_ups = [
            (work.days + due - draw.integers(0, spread, count), happens(draw, share, count))
            for due, spread, share in ((7, 5, 0.74), (30, 12, 0.58))
        ]
        reopened_day = outcome_day + 1 + np.floor(draw.exponential(45, count)).astype(np.int64)
        is_reopened = is_calm & happens(draw, 0.13, count) & (reopened_day <= last_day)
        return pa.table(
            {
                "mediation_id": keys("M", work.numbers),
                "partner_id": partner_column(coalition, work.pairs),
                "area": area_column(coalition, work.pairs, draw, settings),
                "started_date": dates(work.days),
                "outcome_date": dates(outcome_day, is_ongoing | (outcome == OUTCOMES.index("unknown"))),
                "conflict_type": codes(draw, CONFLICT_TYPES, count),
                "catalyst": uncertain(
                    draw, codes(draw, CATALYSTS, count), 2 * settings.unknown_share, settings.blank_share
                ),
                "learned_via": codes(draw, LEARNED_VIA, count),
                "people_band": codes(draw, PEOPLE_BANDS, count),
                "shooting_likelihood": uncertain(
                    draw, codes(draw, LIKELIHOODS, count), settings.unknown_share, settings.blank_share
                ),
                "outcome": texts((*OUTCOMES, "ongoing"), outcome),
                "follow_up_7_date": dates(follow_ups[0][0], ~follow_ups[0][1] | (follow_ups[0][0] > last_day)),
                "follow_up_30_date": dates(follow_ups[1][0], ~follow_ups[1][1] | (follow_ups[1][0] > last_day)),
                "reopened_date": dates(reopened_day, ~is_reopened),
                "is_linked_to_earlier_incident": yes_no(
                    happens(draw, 0.22, count), happens(draw, settings.blank_share, count)
                ),
            }
        )

    yield from chunks_by_cell(settings, coalition, "mediations", counts, build)


def agreements(settings: Settings, coalition: Coalition) -> Iterator[Chunk]:
    """Non-aggression agreements; most hold for half a year."""
    counts = counts_by_cell(settings, coalition, "agreements", AGREEMENTS_MONTHLY, "outreach")

    def build(work: Work, draw: np.random.Generator) -> pa.Table:
        count = len(work.days)
        ended_day = work.days + 2 + np.floor(draw.exponential(400, count)).astype(np.int64)
        is_holding = ended_day > coalition.last_day
        return pa.table(
            {
                "agreement_id": keys("A", work.numbers),
                "partner_id": partner_column(coalition, work.pairs),
                "area": area_column(coalition, work.pairs, draw, settings),
                "agreed_date": dates(work.days),
                "ended_date": dates(ended_day, is_holding),
                "end_reason": blank_where(codes(draw, END_REASONS, count), is_holding),
            }
        )

    yield from chunks_by_cell(settings, coalition, "agreements", counts, build)


def shifts(settings: Settings, coalition: Coalition) -> Iterator[Chunk]:
    """Shifts on the street; safe passage runs in school months only."""
    counts = counts_by_cell(settings, coalition, "shifts", SHIFTS_MONTHLY, "outreach")

    def build(work: Work, draw: np.random.Generator) -> pa.Table:
        count = len(work.days)
        month = work.days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
        is_school = (month != 6) & (month != 7)
        is_passage = is_school & happens(draw, 0.3, count)
        is_covered = happens(draw, 0.91, count)
        return pa.table(
            {
                "shift_id": keys("S", work.numbers),
                "partner_id": partner_column(coalition, work.pairs),
                "area": area_column(coalition, work.pairs, draw, settings),
                "shift_date": dates(work.days),
                "kind": texts(("canvassing", "safe_passage"), is_passage.astype(np.int32)),
                "is_covered": yes_no(is_covered, happens(draw, settings.blank_share, count)),
                "hours": decimals(draw.integers(8, 49, count) / 4, ~is_covered),
            }
        )

    yield from chunks_by_cell(settings, coalition, "shifts", counts, build)


def coordination(settings: Settings, coalition: Coalition) -> Iterator[Chunk]:
    """Meetings held and notifications received; they do not grow with the scale."""
    counts = counts_by_cell(settings, coalition, "coordination", COORDINATION_MONTHLY, "outreach", is_scaled=False)

    def build(work: Work, draw: np.random.Generator) -> pa.Table:
        count = len(work.days)
        return pa.table(
            {
                "coordination_id": keys("K", work.numbers),
                "partner_id": partner_column(coalition, work.pairs),
                "coordination_date": dates(work.days),
                "kind": codes(draw, {"meeting": 0.24, "notification_received": 0.76}, count),
            }
        )

    yield from chunks_by_cell(settings, coalition, "coordination", counts, build)
