"""The median days from referral to first service, censored: days_to_connection."""

from datetime import timedelta

import pytest

from cp4p_metrics.measures import MEASURES

from .sketch import day, submitted

DAYS = "days_to_connection"
YEAR = submitted("ucan enlace", "2025-01", "2025-12", "case_management", missing=[("enlace", "2025-12")])


def referred(rows, partner="ucan", domain="housing"):
    """Lines of referrals: a day of referral, a status and days to the first service, or None."""
    lines = ["partner_id | area_number | participant_id | domain | referred_date | status | connected_date"]
    lines.append("---|---|---|---|---|---|---")
    for number, (start, status, days) in enumerate(rows):
        connected = day(start) + timedelta(days=days) if days is not None else "-"
        lines.append(f"{partner} | 29 | p{number} | {domain} | {start} | {status} | {connected}")
    return "\n".join(lines)


def test_the_median_is_the_day_by_which_half_were_connected(sketch):
    drawn = sketch(
        submissions=YEAR,
        referrals=referred(
            [
                ("2025-03-01", "connected", 5),
                ("2025-03-01", "connected", 10),
                ("2025-03-01", "completed", 20),
                ("2025-03-01", "open", None),
                ("2025-04-01", "connected", 1),
            ]
        ),
    )
    cell = drawn.cell(DAYS, "quarter", "2025-01")
    assert (cell.value, cell.numerator, cell.denominator, cell.unknown) == (10.0, 3, 4, 0)
    assert drawn.cell(DAYS, "quarter", "2025-04").value == 1.0


def test_a_young_referral_is_followed_to_the_last_day_known_and_no_longer(sketch):
    drawn = sketch(
        submissions=YEAR,
        referrals=referred(
            [
                ("2025-12-01", "connected", 5),
                ("2025-12-01", "connected", 25),
                ("2025-12-21", "open", None),  # followed for 10 days
                ("2025-12-21", "open", None),
                ("2025-12-01", "connected", 31),  # on 1 January, after the last day known
            ]
        ),
    )
    # At 5 days 5 are at risk: 4/5 left. The two followed for 10 days say nothing of day 25, where 2 are at risk: 2/5.
    cell = drawn.cell(DAYS, "quarter", "2025-10")
    assert (cell.value, cell.numerator, cell.denominator) == (25.0, 2, 5)


def test_there_is_no_median_where_fewer_than_half_were_connected_yet(sketch):
    drawn = sketch(
        submissions=YEAR,
        referrals=referred(
            [("2025-03-01", "connected", 5), ("2025-03-01", "declined", None), ("2025-03-01", "open", None)]
        ),
    )
    cell = drawn.cell(DAYS, "quarter", "2025-01")
    assert (cell.value, cell.numerator, cell.denominator) == (None, 1, 3)
    assert cell.lower == (day("2025-12-31") - day("2025-03-01")).days, "so much is known: it is later"


@pytest.mark.parametrize("status", ["declined", "withdrawn", "closed_no_contact", "open", "accepted"])
def test_a_referral_that_led_to_no_service_stays_in_whatever_became_of_it(sketch, status):
    drawn = sketch(
        submissions=YEAR,
        referrals=referred(
            [("2025-03-01", "connected", 5), ("2025-03-01", "connected", 9), ("2025-03-01", status, None)]
        ),
    )
    cell = drawn.cell(DAYS, "quarter", "2025-01")
    assert (cell.value, cell.denominator, cell.unknown) == (9.0, 3, 0)


@pytest.mark.parametrize("status", ["unknown", "connected", "completed"])
def test_a_referral_that_does_not_say_whether_or_when_is_unknown(sketch, status):
    drawn = sketch(
        submissions=YEAR,
        referrals=referred(
            [("2025-03-01", "connected", 5), ("2025-03-01", "connected", 9), ("2025-03-01", status, None)]
        ),
    )
    cell = drawn.cell(DAYS, "quarter", "2025-01")
    assert (cell.value, cell.denominator, cell.unknown) == (5.0, 2, 1)


def test_a_service_on_the_day_of_the_referral_took_0_days(sketch):
    drawn = sketch(submissions=YEAR, referrals=referred([("2025-12-31", "connected", 0)]))
    assert drawn.cell(DAYS, "year", "2025-01").value == 0.0


def test_each_partners_referrals_are_followed_as_long_as_its_own_records(sketch):
    drawn = sketch(
        submissions=YEAR,
        referrals=referred([("2025-11-01", "connected", 29), ("2025-11-01", "connected", 30)], "enlace", "education"),
    )
    cell = drawn.cell(DAYS, "quarter", "2025-10", "partner", "enlace")
    assert (cell.value, cell.numerator, cell.denominator) == (29.0, 1, 2), "its records end on 30 November"
    assert drawn.cell(DAYS, "quarter", "2025-10", breakdown="domain", category="education").value == 29.0
    housing = drawn.cell(DAYS, "quarter", "2025-10", breakdown="domain", category="housing")
    assert (housing.value, housing.denominator) == (None, 0)


def test_there_is_no_number_by_area_nor_by_month(sketch):
    drawn = sketch(submissions=YEAR, referrals=referred([("2025-03-01", "connected", 5)]))
    assert {key[2] for key in drawn.cells(DAYS)} == {"partner", "coalition"}
    assert "month" not in {key[0] for key in drawn.cells(DAYS)}
    assert any("none by month" in caveat for caveat in MEASURES[DAYS].caveats)
