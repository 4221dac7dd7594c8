"""Records that don't say, by field: partners' and the City's."""

from cp4p_metrics.measures import MEASURES
from cp4p_metrics.measures.codes import categories
from cp4p_metrics.release.contents import KEY_FIELDS

from .sketch import covered, submitted

CONTACTS = """
    partner_id | area_number | participant_id | contact_date | purpose  | minutes
    -----------|-------------|----------------|--------------|----------|--------
    ucan       | 29          | p1             | 2025-01-01   | check_in | 30
    ucan       | 49          | p1             | 2025-03-31   | unknown  | -
    ucan       | 29          | p2             | 2025-03-31   | -        | 0
    enlace     | 30          | p3             | 2025-03-31   | crisis_support | -
    ucan       | 29          | p1             | 2025-04-01   | unknown  | -
"""
MONTHS = submitted("ucan enlace", "2025-01", "2025-04")


def field(drawn, name, start="2025-01", *place, kind="quarter"):
    return drawn.cell("unknown_share", kind, start, *(place or ("coalition", "coalition")), "field", name)


def test_blank_and_unknown_do_not_say_and_zero_does(sketch):
    drawn = sketch(submissions=MONTHS, contacts=CONTACTS)
    assert field(drawn, "contacts.purpose")[:2] == (2, 4)
    assert field(drawn, "contacts.minutes")[:2] == (2, 4), "0 minutes are an answer"
    assert field(drawn, "contacts.purpose").value == 50.0
    assert field(drawn, "contacts.purpose").status == "unstable", "fewer than 20 records"
    assert field(drawn, "contacts.purpose", "2025-01", "partner", "ucan")[:2] == (2, 3)
    assert field(drawn, "contacts.minutes", "2025-04")[:2] == (1, 1)


def test_every_field_is_looked_at_in_its_own_records(sketch):
    drawn = sketch(
        submissions=MONTHS,
        mediations="""
            partner_id | area_number | started_date | conflict_type | outcome  | catalyst  | shooting_likelihood
            -----------|-------------|--------------|---------------|----------|-----------|--------------------
            ucan       | 29          | 2025-01-05   | group         | resolved | territory | unknown
            ucan       | 29          | 2025-01-06   | group         | ongoing  | unknown   | -
            ucan       | 29          | 2025-01-07   | group         | unknown  | -         | likely
        """,
        responses="""
            partner_id | area_number | response_date | kind     | hours_to_response
            -----------|-------------|---------------|----------|------------------
            ucan       | 29          | 2025-01-05    | on_scene | 0
            ucan       | 29          | 2025-01-05    | on_scene | -
        """,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | risk_level | age_band | gender | race_ethnicity
            -----------|-------------|----------------|---------------|------------|----------|--------|---------------
            ucan       | 29          | p1             | 2025-01-05    | highest    | unknown  | -      | black
            ucan       | 29          | p2             | 2025-01-05    | low        | -        | woman  | unknown
        """,
        referrals="""
            partner_id | area_number | participant_id | domain  | referred_date | status
            -----------|-------------|----------------|---------|---------------|--------
            ucan       | 29          | p1             | housing | 2025-01-05    | open
            ucan       | 29          | p1             | housing | 2025-01-05    | unknown
        """,
        events="""
            partner_id | area_number | event_date | program | activity | status  | attendance | attendance_method
            -----------|-------------|------------|---------|----------|---------|------------|------------------
            ucan       | 29          | 2025-01-05 | other   | vigil    | held    | 0          | counted
            ucan       | 29          | 2025-01-06 | other   | vigil    | held    | 9          | -
            ucan       | 29          | 2025-01-07 | other   | vigil    | held    | -          | unknown
            ucan       | 29          | 2025-01-08 | other   | vigil    | planned | -          | -
        """,
    )
    found = {name: field(drawn, name)[:2] for name in categories(MEASURES["unknown_share"], "field")}
    assert found == {
        "contacts.purpose": (0, 0),
        "contacts.minutes": (0, 0),
        "mediations.outcome": (1, 3),
        "mediations.catalyst": (2, 3),
        "mediations.shooting_likelihood": (2, 3),
        "responses.hours_to_response": (1, 2),
        "enrollments.risk_level": (0, 2),
        "enrollments.age_band": (2, 2),
        "enrollments.gender": (1, 2),
        "enrollments.race_ethnicity": (1, 2),
        "referrals.status": (1, 2),
        "events.attendance": (1, 3),
        "events.attendance_method": (2, 3),
    }


def test_a_month_of_which_nothing_came_in_is_not_reported(sketch):
    nothing = submitted("ucan enlace", "2025-01", "2025-09", missing=[("enlace", f"2025-{m:02d}") for m in (7, 8, 9)])
    drawn = sketch(submissions=nothing, contacts=CONTACTS)
    assert field(drawn, "contacts.purpose", "2025-07", "partner", "enlace").status == "not_reported"
    of_the_other = field(drawn, "contacts.purpose", "2025-07", "partner", "ucan")
    assert (of_the_other.numerator, of_the_other.denominator, of_the_other.value) == (0, 0, None)


def test_without_a_list_of_submissions_the_records_themselves_say(sketch):
    drawn = sketch(contacts=CONTACTS)
    assert field(drawn, "contacts.purpose")[:2] == (2, 4)


def test_the_key_fields_are_those_that_the_release_lists():
    listed = [f"{table}.{column}" for table, columns in KEY_FIELDS.items() for column in columns]
    public = categories(MEASURES["unknown_share_of_public_records"], "field")
    partners = categories(MEASURES["unknown_share"], "field")
    assert [*public, *partners] == listed


# The City's file


CITY = """
    occurred_date | area_number | is_gunshot | is_homicide | race_ethnicity | sex     | age_band | source
    --------------|-------------|------------|-------------|----------------|---------|----------|----------
    2025-01-01    | 25          | yes        | no          | black          | male    | 18_24    | victims
    2025-12-31    | -           | -          | yes         | unknown        | female  | unknown  | victims
    2025-12-31    | 25          | no         | yes         | -              | unknown | -        | victims
    2025-12-31    | -           | -          | yes         | unknown        | unknown | unknown  | homicides
    2026-01-01    | -           | -          | yes         | unknown        | unknown | unknown  | victims
"""


def test_the_citys_rows_do_not_say_what_is_blank_or_unknown(sketch):
    drawn = sketch(coverage=covered("2025-01-01", "2026-01-15"), victimizations=CITY)
    where = ("year", "2025-01", "city", "city", "field")
    fields = ("is_gunshot", "area_number", "race_ethnicity", "sex", "age_band")
    found = {f: drawn.cell("unknown_share_of_public_records", *where, f"victimizations.{f}")[:2] for f in fields}
    assert found == {
        "is_gunshot": (1, 3),
        "area_number": (1, 3),
        "race_ethnicity": (2, 3),
        "sex": (1, 3),
        "age_band": (2, 3),
    }


def test_the_citys_unknowns_are_known_for_the_city_and_whole_years_alone(sketch):
    drawn = sketch(coverage=covered("2025-01-01", "2026-01-15"), victimizations=CITY)
    keys = drawn.cells("unknown_share_of_public_records")
    assert {key[0] for key in keys} == {"year", "last_12_months"}
    assert {key[2:4] for key in keys} == {("city", "city")}
    assert {key[4] for key in keys} == {"field"}
