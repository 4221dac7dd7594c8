"""Meetings with the police and notifications from them, for the coalition alone: police_coordination."""

from cp4p_metrics.measures import MEASURES

from .sketch import submitted

POLICE = "police_coordination"
DRAWN = """
    partner_id | coordination_date | kind
    -----------|-------------------|----------------------
    ucan       | 2025-03-31        | meeting
    ucan       | 2025-04-01        | meeting
    enlace     | 2025-04-02        | notification_received
    enlace     | 2025-04-02        | notification_received
    enlace     | 2025-07-01        | meeting
"""


def test_meetings_and_notifications_are_counted_apart_and_never_together(sketch):
    drawn = sketch(submissions=submitted("ucan enlace", "2025-01", "2025-06", "outreach"), coordination=DRAWN)

    def numbers(start):
        return [
            drawn.count(POLICE, "quarter", start, breakdown="kind", category=kind)
            for kind in ("meeting", "notification_received")
        ]

    assert [numbers(start) for start in ("2025-01", "2025-04")] == [[1, 0], [1, 2]]
    assert drawn.count(POLICE, "year", "2025-01", breakdown="kind", category="meeting") == 2, "July waits"
    assert {key[4] for key in drawn.cells(POLICE)} == {"kind"}


def test_there_are_numbers_for_the_coalition_by_quarter_or_longer_and_no_others(sketch):
    drawn = sketch(submissions=submitted("ucan enlace", "2025-01", "2025-06", "outreach"), coordination=DRAWN)
    assert {key[2] for key in drawn.cells(POLICE)} == {"coalition"}
    assert {key[0] for key in drawn.cells(POLICE)} == {"quarter", "year", "fiscal_year"}


def test_a_quarter_that_nobody_sent_is_not_reported(sketch):
    missing = [(partner, f"2025-0{month}") for partner in ("ucan", "enlace") for month in (4, 5, 6)]
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-09", "outreach", missing=missing),
        coordination="""
            partner_id | coordination_date | kind
            -----------|-------------------|--------
            ucan       | 2025-03-31        | meeting
        """,
    )
    meeting = {"breakdown": "kind", "category": "meeting"}
    assert drawn.cell(POLICE, "quarter", "2025-04", **meeting).status == "not_reported"
    assert drawn.count(POLICE, "quarter", "2025-07", **meeting) == 0


def test_that_it_runs_one_way_is_said_in_words():
    assert any("one way" in caveat and "ever goes back" in caveat for caveat in MEASURES[POLICE].caveats)
