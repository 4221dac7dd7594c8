"""Cohorts on generated records agree with the estimators of lifelines: Kaplan-Meier and Aalen-Johansen."""

import random
import warnings
from datetime import date, timedelta

import pytest
from lifelines import AalenJohansenFitter, KaplanMeierFitter

from .sketch import Sketch, submitted

THROUGH = {"ucan": date(2025, 12, 31), "enlace": date(2025, 10, 31)}  # enlace's last two months did not come in
DAYS = (30, 90, 180, 365)
QUARTERS = [date(2024 + number // 4, 1 + number % 4 * 3, 1) for number in range(8)]
REASONS = ("completed", "moved", "disengaged", "incarcerated", "deceased", "other", "unknown")
COMPETING = ("incarcerated", "deceased")
OTHER_EXIT, COMPETING_EXIT, STILL_ACTIVE = 2, 1, 0


def quarter_of(day):
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


@pytest.fixture(scope="module")
def enrollments():
    """Partner, first day, day of leaving or None, and reason, of 400 enrollments; many leave early."""
    draw = random.Random(365)
    rows = []
    for _ in range(400):
        partner = draw.choice(["ucan", "enlace"])
        enrolled = date(2024, 1, 1) + timedelta(days=draw.randrange(660))
        exited = enrolled + timedelta(days=int(draw.expovariate(1 / 200)))
        has_left = exited <= THROUGH[partner]
        rows.append((partner, enrolled, exited if has_left else None, draw.choice(REASONS) if has_left else "unknown"))
    return [row for row in rows if row[1] <= THROUGH[row[0]]]


@pytest.fixture(scope="module")
def referrals():
    """Partner, day of referral, and day of the first service or None, of 400 referrals."""
    draw = random.Random(60)
    rows = []
    for _ in range(400):
        partner = draw.choice(["ucan", "enlace"])
        referred = date(2024, 1, 1) + timedelta(days=draw.randrange(660))
        connected = referred + timedelta(days=int(draw.expovariate(1 / 60)))
        is_connected = draw.random() < 0.7 and connected <= THROUGH[partner]
        rows.append((partner, referred, connected if is_connected else None))
    return [row for row in rows if row[1] <= THROUGH[row[0]]]


@pytest.fixture(scope="module")
def drawn(enrollments, referrals):
    lines = "\n".join(
        f"{partner} | 29 | p{number} | {enrolled} | {exited or '-'} | {reason}"
        for number, (partner, enrolled, exited, reason) in enumerate(enrollments)
    )
    made = "\n".join(
        f"{partner} | 29 | p{number} | housing | {referred} | {'connected' if connected else 'open'} | {connected or '-'}"
        for number, (partner, referred, connected) in enumerate(referrals)
    )
    return Sketch(
        submissions=submitted(
            "ucan enlace", "2024-01", "2025-12", missing=[("enlace", "2025-11"), ("enlace", "2025-12")]
        ),
        enrollments="partner_id | area_number | participant_id | enrolled_date | exited_date | exit_reason\n"
        f"---|---|---|---|---|---\n{lines}",
        referrals="partner_id | area_number | participant_id | domain | referred_date | status | connected_date\n"
        f"---|---|---|---|---|---|---\n{made}",
    )


def stays(enrollments, quarter, days):
    """How long each enrollment of the quarter was seen, and how it ended, of those followed for that many days."""
    cohort = [
        row for row in enrollments if quarter_of(row[1]) == quarter and row[1] + timedelta(days=days) <= THROUGH[row[0]]
    ]
    lasted = [((exited or THROUGH[partner]) - enrolled).days for partner, enrolled, exited, _ in cohort]
    ended = [
        STILL_ACTIVE if exited is None else COMPETING_EXIT if reason in COMPETING else OTHER_EXIT
        for _, _, exited, reason in cohort
    ]
    return lasted, ended


@pytest.mark.parametrize("days", DAYS)
def test_retention_is_the_kaplan_meier_curve_of_its_cohort(drawn, enrollments, days):
    compared = 0
    for quarter in QUARTERS:
        lasted, ended = stays(enrollments, quarter, days)
        cell = drawn.cell("retention", "quarter", str(quarter), breakdown="day", category=str(days))
        assert cell.denominator == len(lasted)
        if lasted:
            curve = KaplanMeierFitter().fit(lasted, [end != STILL_ACTIVE for end in ended])
            assert cell.value == pytest.approx(100 * curve.survival_function_at_times(days).iloc[0])
            compared += 1
    assert compared >= 4


@pytest.mark.parametrize("days", DAYS)
def test_competing_exits_are_the_cumulative_incidence_of_aalen_and_johansen(drawn, enrollments, days):
    compared = 0
    for quarter in QUARTERS:
        lasted, ended = stays(enrollments, quarter, days)
        cell = drawn.cell("retention_competing_exits", "quarter", str(quarter), breakdown="day", category=str(days))
        assert cell.denominator == len(lasted)
        if COMPETING_EXIT in ended:
            with warnings.catch_warnings():
                # Several leave on one day, and lifelines moves them apart by a hair.
                warnings.simplefilter("ignore")
                curve = AalenJohansenFitter(seed=1, calculate_variance=False).fit(
                    lasted, ended, event_of_interest=COMPETING_EXIT
                )
            incidence = curve.cumulative_density_.loc[: days + 0.5].iloc[-1, 0]
            assert cell.value == pytest.approx(100 * incidence)
            compared += 1
    assert compared >= 4


@pytest.mark.parametrize("days", DAYS)
def test_those_active_those_incarcerated_or_deceased_and_the_others_are_all_of_the_cohort(drawn, enrollments, days):
    for quarter in QUARTERS:
        lasted, ended = stays(enrollments, quarter, days)
        others = sum(end == OTHER_EXIT and lasts <= days for lasts, end in zip(lasted, ended, strict=True))
        where = ("quarter", str(quarter), "coalition", "coalition", "day", str(days))
        active, competing = drawn.cell("retention", *where), drawn.cell("retention_competing_exits", *where)
        assert active.numerator + competing.numerator + others == active.denominator == competing.denominator


@pytest.mark.parametrize("partner", ["ucan", "enlace", "coalition"])
def test_days_to_connection_are_the_median_of_the_kaplan_meier_curve(drawn, referrals, partner):
    place_kind, medians = ("coalition" if partner == "coalition" else "partner"), []
    for quarter in QUARTERS:
        cohort = [row for row in referrals if quarter_of(row[1]) == quarter and partner in ("coalition", row[0])]
        cell = drawn.cell("days_to_connection", "quarter", str(quarter), place_kind, partner)
        assert (cell.denominator or 0) == len(cohort)
        if cohort:
            lasted = [((connected or THROUGH[by]) - referred).days for by, referred, connected in cohort]
            curve = KaplanMeierFitter().fit(lasted, [connected is not None for _, _, connected in cohort])
            # lifelines' own median misses a curve that meets one half exactly, for the rounding of its products.
            left = curve.survival_function_.iloc[:, 0].round(9)
            assert cell.value == next(iter(left[left <= 0.5].index), None)
            medians.append(cell.value)
    assert len({median for median in medians if median is not None}) > 3
