"""People served at highest risk among those estimated: people_at_highest_risk and reach."""

import pytest

from cp4p_metrics.measures.estimates import studies_named

from .sketch import covered, day, submitted

AT_RISK, REACH = "people_at_highest_risk", "reach"
YEARS = submitted("ucan enlace", "2024-01", "2025-12", "case_management")
AREAS = """
    partner_id | area_number | from_date  | until_date
    -----------|-------------|------------|-----------
    ucan       | 29          | 2024-01-01 | 2025-06-14
    ucan       | 49          | 2025-06-15 | -
    enlace     | 29          | 2024-01-01 | -
    enlace     | 30          | 2024-01-01 | 2024-12-31
"""
ESTIMATES = """
    area_number | year | people_count | source_name
    ------------|------|--------------|------------
    29          | 2023 | 100          | A first study
    30          | 2023 | 60           | A first study
    49          | 2023 | 80           | A first study
    29          | 2025 | 140          | A second study
    30          | 2025 | -            | A second study
"""
ENROLLMENTS = """
    partner_id | area_number | participant_id | enrolled_date | exited_date | risk_level
    -----------|-------------|----------------|---------------|-------------|-----------
    ucan       | 29          | p1             | 2024-02-10    | 2025-02-10  | highest
    ucan       | 29          | p2             | 2024-02-10    | -           | highest
    enlace     | 29          | p2             | 2024-05-10    | -           | highest
    enlace     | 30          | p3             | 2024-05-10    | 2024-06-10  | highest
    enlace     | 30          | p4             | 2024-05-10    | -           | unknown
"""


@pytest.fixture
def drawn(sketch):
    return sketch(submissions=YEARS, partner_areas=AREAS, risk_estimates=ESTIMATES, enrollments=ENROLLMENTS)


def test_an_area_has_the_latest_estimate_of_that_year_or_before(drawn):
    assert drawn.count(AT_RISK, "month", "2024-12", "area", 29) == 100
    assert drawn.count(AT_RISK, "month", "2025-01", "area", 29) == 140
    assert drawn.count(AT_RISK, "year", "2025-01", "area", 30) == 60, "a year without a number is passed over"
    assert drawn.count(AT_RISK, "fiscal_year", "2023-07", "area", 29) == 100


def test_an_area_without_an_estimate_is_not_reported_and_never_zero(drawn):
    assert drawn.cell(AT_RISK, "year", "2025-01", "area", 1).status == "not_reported"
    assert drawn.cell(REACH, "year", "2025-01", "area", 1).status == "not_reported"


def test_a_partner_has_the_estimates_of_its_areas_on_the_last_day(drawn):
    assert drawn.count(AT_RISK, "month", "2025-05", "partner", "ucan") == 140, "area 29"
    assert drawn.count(AT_RISK, "month", "2025-06", "partner", "ucan") == 80, "area 49, from the middle of June"
    assert drawn.count(AT_RISK, "year", "2024-01", "partner", "enlace") == 160, "until the year's last day"
    assert drawn.count(AT_RISK, "month", "2025-01", "partner", "enlace") == 140


def test_the_coalition_has_each_area_served_once(drawn):
    assert drawn.count(AT_RISK, "year", "2024-01") == 160, "29 is served by two partners"
    assert drawn.count(AT_RISK, "month", "2025-05") == 140
    assert drawn.count(AT_RISK, "year", "2025-01") == 220, "29 and 49"


def test_a_sum_that_lacks_an_area_is_not_reported(sketch):
    drawn = sketch(
        submissions=YEARS,
        partner_areas=AREAS,
        enrollments=ENROLLMENTS,
        risk_estimates="""
            area_number | year | people_count | source_name
            ------------|------|--------------|------------
            29          | 2025 | 140          | A study
        """,
    )
    assert drawn.cell(AT_RISK, "year", "2024-01") is None, "before the first estimate"
    assert drawn.count(AT_RISK, "month", "2025-05", "partner", "ucan") == 140
    assert drawn.cell(AT_RISK, "year", "2025-01", "partner", "ucan").status == "not_reported", "nobody estimated 49"
    assert drawn.cell(REACH, "year", "2025-01").status == "not_reported"


def test_reach_is_people_served_at_highest_risk_in_percent_of_the_estimate(drawn):
    cell = drawn.cell(REACH, "year", "2024-01")
    assert (cell.numerator, cell.denominator, cell.value) == (3, 160, 100 * 3 / 160), "p2 is one person"
    cell = drawn.cell(REACH, "year", "2025-01", "area", 29)
    assert (cell.numerator, cell.denominator, cell.value) == (2, 140, 100 * 2 / 140)
    cell = drawn.cell(REACH, "year", "2024-01", "partner", "ucan")
    assert (cell.numerator, cell.denominator, cell.value) == (2, 100, 2.0)
    assert drawn.cell(REACH, "month", "2024-01").value == 0.0, "nobody was enrolled yet"


def test_the_reach_of_a_month_that_did_not_come_in_is_not_reported(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2024-01", "2025-12", "case_management", missing=[("ucan", "2024-08")]),
        partner_areas=AREAS,
        risk_estimates=ESTIMATES,
        enrollments=ENROLLMENTS,
    )
    assert drawn.cell(REACH, "month", "2024-08", "partner", "ucan").status == "not_reported"
    assert drawn.cell(REACH, "month", "2024-07", "partner", "ucan").value == 2.0


def test_an_old_estimate_makes_no_months_of_its_own(sketch):
    drawn = sketch(
        submissions=YEARS,
        partner_areas=AREAS,
        enrollments=ENROLLMENTS,
        risk_estimates="""
            area_number | year | people_count | source_name
            ------------|------|--------------|------------
            29          | 2004 | 100          | An old study
        """,
    )
    assert drawn.starts(AT_RISK, "year", "area", 29) == [day("2024-01"), day("2025-01")]


@pytest.mark.parametrize(
    "estimates", ["", "29 | 2027 | 100 | A study to come", "29 | 2024 | - | A study without numbers"]
)
def test_without_an_estimate_there_is_no_reach(sketch, estimates):
    drawn = sketch(
        submissions=YEARS,
        enrollments=ENROLLMENTS,
        coverage=covered("2024-01-01", "2025-12-31"),
        risk_estimates=f"area_number | year | people_count | source_name\n--|--|--|--\n{estimates}".strip(),
    )
    assert drawn.cells(REACH) == {}
    assert drawn.cells(AT_RISK) == {}


def test_the_reader_is_told_which_study_and_which_years(drawn, sketch):
    said = "The people at highest risk are estimated by: A first study (2023); A second study (2025)."
    assert studies_named(drawn.connection) == (said,)
    assert studies_named(sketch().connection) == ()
