"""What does not fit together in the records, and months that are odd: drawn as small tables."""

from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cp4p_metrics.periods import add_months
from cp4p_metrics.places import listed_partner_areas
from cp4p_metrics.records.loose_ends import LooseEnd, loose_ends, told
from cp4p_metrics.records.quiet_months import odd_months

from ..tables import BATCH, sketch_store

AREAS = """
partner_id | area_number | from_date  | until_date
-----------|-------------|------------|-----------
ucan       | 25          | 2026-01-10 | 2026-06-30
ucan       | 25          | 2026-09-01 |
ucan       | 29          |            |
also       | 44          |            |
"""
NAMES = """
partner_id | partner_name
-----------|-------------
ucan       | UCAN
"""


def words(found):
    return [each.words for each in found]


def ends(**tables):
    return words(loose_ends(sketch_store(duckdb.connect(), **tables)))


def months(**tables):
    return words(odd_months(sketch_store(duckdb.connect(), **tables)))


# Work outside a partner's areas


@pytest.mark.parametrize(
    ("partner", "area", "day", "is_inside"),
    [
        ("ucan", 25, "2026-01-09", False),
        ("ucan", 25, "2026-01-10", True),
        ("ucan", 25, "2026-06-30", True),
        ("ucan", 25, "2026-07-01", False),
        ("ucan", 25, "2026-09-01", True),
        ("ucan", 25, "2030-01-01", True),
        ("ucan", 29, "1999-01-01", True),
        ("ucan", 44, "2026-03-01", False),
        ("also", 44, "2026-03-01", True),
    ],
)
def test_work_counts_as_outside_on_days_when_its_partner_did_not_serve_the_area(partner, area, day, is_inside):
    contact = f"""
    partner_id | area_number | participant_id | contact_date
    -----------|-------------|----------------|-------------
    {partner}  | {area}      | p1             | {day}
    """
    assert (ends(partner_areas=AREAS, contacts=contact) == []) == is_inside


def test_work_outside_is_told_once_for_each_partner_and_area_with_its_counts():
    contacts = """
    partner_id | area_number | participant_id | contact_date
    -----------|-------------|----------------|-------------
    ucan       | 44          | p1             | 2026-03-01
    ucan       | 44          | p1             | 2026-03-02
    ucan       | 29          | p1             | 2026-03-02
    also       | 25          | p1             | 2026-03-02
    new        | 25          | p1             | 2026-03-02
    """
    responses = """
    partner_id | area_number | response_date
    -----------|-------------|--------------
    ucan       | 44          | 2026-03-01
    """
    assert ends(partners=NAMES, partner_areas=AREAS, contacts=contacts, responses=responses) == [
        "UCAN: 2 contacts and 1 response in Chatham, an area that it did not serve then.",
        "ALSO: 1 contact in Austin, an area that it did not serve then.".replace("ALSO", name_of("also")),
        "new: 1 contact in Austin, and no area is known for it.",
    ]


def name_of(partner):
    return next((pair.partner_name for pair in listed_partner_areas() if pair.partner_id == partner), partner)


def test_a_quarter_counts_as_inside_where_the_partner_served_on_any_of_its_days():
    supports = """
    partner_id | area_number | quarter
    -----------|-------------|-----------
    ucan       | 25          | 2025-10-01
    ucan       | 25          | 2026-01-01
    ucan       | 25          | 2026-04-01
    ucan       | 25          | 2026-07-01
    """
    assert ends(partners=NAMES, partner_areas=AREAS, supports=supports) == [
        "UCAN: 1 support in Austin, an area that it did not serve then."
    ]


def test_listed_assignments_are_always_in_force_while_none_were_imported():
    pair = listed_partner_areas()[0]
    contacts = f"""
    partner_id        | area_number        | participant_id | contact_date
    ------------------|--------------------|----------------|-------------
    {pair.partner_id} | {pair.area_number} | p1             | 1999-03-01
    {pair.partner_id} | 9                  | p1             | 2026-03-01
    """
    [line] = ends(contacts=contacts)
    assert "1 contact in Edison Park" in line


# References


REFERRALS = """
partner_id | area_number | participant_id | referred_date
-----------|-------------|----------------|--------------
ucan       | 29          | p1             | 2026-03-01
ucan       | 29          | p2             | 2026-03-01
also       | 44          | p1             | 2026-03-01
"""
ENROLLMENTS = """
partner_id | area_number | participant_id | enrolled_date
-----------|-------------|----------------|--------------
ucan       | 29          | p1             | 2026-03-01
"""


def test_a_referral_of_someone_whom_its_own_partner_has_not_enrolled_is_told():
    assert ends(partner_areas=AREAS, partners=NAMES, referrals=REFERRALS, enrollments=ENROLLMENTS) == [
        f"{name_of('also')}: 1 referral of participants whose enrollment with it has not come in.",
        "UCAN: 1 referral of participants whose enrollment with it has not come in.",
    ]


def test_a_partner_of_an_event_that_nobody_sent_is_told():
    partners = """
    event_id | partner_id
    ---------|-----------
    E1       | ucan
    E2       | ucan
    E3       | ucan
    """
    events = """
    event_id | partner_id | area_number | event_date
    ---------|------------|-------------|-----------
    E1       | also       | 44          | 2026-03-01
    """
    assert ends(partner_areas=AREAS, partners=NAMES, event_partners=partners, events=events) == [
        "UCAN: named as a partner of 2 events that nobody has sent."
    ]


def test_a_batch_is_told_of_its_own_rows_and_not_of_others():
    store = sketch_store(duckdb.connect(), partner_areas=AREAS, referrals=REFERRALS)
    store.execute("UPDATE referrals SET batch_id = 'other' WHERE partner_id = 'ucan'")
    assert {each.partner_id for each in loose_ends(store, "other")} == {"ucan"}
    assert {each.partner_id for each in loose_ends(store, BATCH)} == {"also"}
    assert loose_ends(store, "third") == []


def test_only_the_first_of_each_kind_are_told_with_how_many_there_are_more():
    found = [LooseEnd("quiet_month", "ucan", 0, f"line {n}") for n in range(5)]
    assert told([*found, LooseEnd("not_enrolled", "ucan", 1, "other")]) == (
        "line 0",
        "line 1",
        "line 2",
        "… and 2 more of quiet months.",
        "other",
    )


# Quiet and unlisted months


def contacts_by_month(*counts, start=date(2025, 1, 1), partner="ucan"):
    lines = [
        f"{partner} | 29 | p1 | {add_months(start, place)}" for place, count in enumerate(counts) for _ in range(count)
    ]
    return "partner_id | area_number | participant_id | contact_date\n--|--|--|--\n" + "\n".join(lines)


def responses_in(*days, partner="ucan"):
    lines = [f"{partner} | 29 | {day}" for day in days]
    return "partner_id | area_number | response_date\n--|--|--\n" + "\n".join(lines)


def test_a_month_without_rows_after_twelve_full_ones_is_told_with_the_fewest_of_them():
    counts = [9, 40, 41, 45, 50, 40, 43, 47, 42, 60, 61, 40, 40, 0, 44]
    assert months(partners=NAMES, contacts=contacts_by_month(*counts)) == [
        "UCAN: no contacts in Feb 2026, where each of the 12 months before had at least 40."
    ]


def test_two_quiet_months_are_one_line_and_end_where_anything_of_that_part_was_sent():
    counts = [10] * 12
    drawn = {"partners": NAMES, "contacts": contacts_by_month(*counts)}
    assert months(**drawn) == []
    assert months(**drawn, responses=responses_in("2026-02-03")) == [
        "UCAN: no contacts in Jan 2026 to Feb 2026, where each of the 12 months before had at least 10."
    ]


ALSO_GOES_ON = contacts_by_month(1, 1, 1, start=date(2026, 1, 1), partner="also").partition("--\n")[2]


@pytest.mark.parametrize(
    ("until", "line"),
    [
        ("", "no contacts in Jan 2026 to Feb 2026"),
        ("2026-02-01", "no contacts in Jan 2026 to Feb 2026"),
        ("2026-01-31", "no contacts in Jan 2026,"),
        ("2025-12-31", None),
    ],
)
def test_a_partner_that_falls_silent_is_told_while_it_serves_and_others_go_on_but_not_for_the_newest_month(until, line):
    areas = f"""
    partner_id | area_number | from_date  | until_date
    -----------|-------------|------------|-----------
    ucan       | 29          |            | {until}
    also       | 29          |            |
    """
    drawn = contacts_by_month(*[10] * 12) + "\n" + ALSO_GOES_ON
    found = months(partners=NAMES, partner_areas=areas, contacts=drawn)
    assert len(found) == (line is not None)
    assert line is None or f"UCAN: {line}" in found[0]


@pytest.mark.parametrize("counts", [[10] * 11 + [0, 10], [10] * 6 + [4] + [10] * 5 + [0, 10], [10] * 15])
def test_few_months_or_few_rows_before_say_nothing(counts):
    assert months(contacts=contacts_by_month(*counts)) == []


def test_a_quiet_month_of_long_ago_is_no_longer_told():
    assert months(contacts=contacts_by_month(*[10] * 12, 0, *[10] * 12)) == []
    assert len(months(contacts=contacts_by_month(*[10] * 12, 0, *[10] * 11))) == 1


LIST = """
partner_id | month      | part     | due_date   | received_date
-----------|------------|----------|------------|--------------
ucan       | 2025-01-01 | outreach | 2025-02-10 | 2025-02-08
ucan       | 2026-01-01 | outreach | 2026-02-10 | {received}
"""


def test_a_month_that_is_known_to_be_missing_is_not_told_again_and_one_that_came_without_rows_is():
    drawn = {"partners": NAMES, "contacts": contacts_by_month(*[10] * 12), "responses": responses_in("2026-02-03")}

    def quiet(received):
        return [line for line in months(**drawn, submissions=LIST.format(received=received)) if ": no " in line]

    assert quiet("-") == ["UCAN: no contacts in Feb 2026, where each of the 12 months before had at least 10."]
    assert quiet("2026-02-08") == [
        "UCAN: no contacts in Jan 2026 to Feb 2026, where each of the 12 months before had at least 10."
    ]


def test_rows_of_a_month_that_the_list_has_as_missing_or_does_not_have_are_told():
    submissions = """
    partner_id | month      | part            | due_date   | received_date
    -----------|------------|-----------------|------------|--------------
    ucan       | 2026-02-01 | outreach        | 2026-03-10 | 2026-03-08
    ucan       | 2026-03-01 | outreach        | 2026-04-10 |
    ucan       | 2026-04-01 | case_management | 2026-05-10 | 2026-05-08
    """
    drawn = contacts_by_month(3, 2, 1, 2, start=date(2026, 1, 1))
    assert months(partners=NAMES, submissions=submissions, contacts=drawn, responses=responses_in("2026-03-05")) == [
        "UCAN: 1 contact and 1 response in Mar 2026, whose outreach the list of submissions has as not received.",
        "UCAN: 2 contacts in Apr 2026, whose outreach the list of submissions does not have.",
    ]


def test_without_a_list_of_submissions_no_month_is_unlisted():
    assert months(contacts=contacts_by_month(3, 2)) == []
    other = LIST.format(received="-").replace("ucan", "also")
    assert months(contacts=contacts_by_month(3, 2), submissions=other) == []


def test_planned_events_lie_ahead_and_make_no_month_quiet():
    events = """
    event_id | partner_id | area_number | event_date | status
    ---------|------------|-------------|------------|--------
    E1       | ucan       | 29          | 2026-09-01 | planned
    """
    assert months(events=events) == []


def test_a_batch_is_told_of_the_months_of_partners_and_parts_that_it_touches():
    counts = [10] * 12 + [0, 1]
    store = sketch_store(duckdb.connect(), contacts=contacts_by_month(*counts))
    assert len(odd_months(store, BATCH)) == 1
    assert odd_months(store, "other") == []
    store.execute(
        "INSERT INTO responses (response_id, partner_id, area_number, response_date, batch_id) "
        "VALUES ('r', 'also', 44, '2026-01-01', 'other')"
    )
    assert odd_months(store, "other") == []
    store.execute("UPDATE responses SET partner_id = 'ucan'")
    assert len(odd_months(store, "other")) == 1


@given(counts=some.lists(some.integers(0, 12), min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_a_quiet_month_is_told_just_where_a_slow_count_finds_it(counts):
    counts[0] = max(counts[0], 1)
    counts[-1] = max(counts[-1], 1)
    found = months(contacts=contacts_by_month(*counts))
    begun = [
        place
        for place in range(12, len(counts))
        if counts[place] == 0 and min(counts[place - 12 : place]) >= 5  # the first month of a silence
    ]
    expected = []
    for place in begun:
        last = place
        while counts[last + 1] == 0:
            last += 1
        if last >= len(counts) - 12:
            expected.append(f"{add_months(date(2025, 1, 1), place):%b %Y}")
    assert sorted(line.partition(" in ")[2][:8] for line in found) == sorted(expected)
