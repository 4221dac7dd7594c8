"""Trends: the headline is the figure, comparisons are honest, what is not known leaves a gap."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cp4p_metrics import open_release
from cp4p_metrics.dashboard.series import Point, index_base, with_before
from cp4p_metrics.figures import trends
from cp4p_metrics.figures.palette import DAY
from cp4p_metrics.home import PROJECT, Home
from cp4p_metrics.periods import Period, PeriodKind, add_months

ROUTER = PROJECT / "cp4p_metrics" / "dashboard" / "router.py"
SHOT = "Community violence: People shot, fatal and non-fatal"
RATE = "Community violence: People shot per 100,000 residents"


def open_trends(**query: str) -> AppTest:
    app = AppTest.from_file(ROUTER, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page("../../pages/trends.py")
    return app.run()


def numbers(app: AppTest) -> pd.DataFrame:
    return app.table[0].value


def captions(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.caption)


def last_and_mean_before(measure: str, place: str, by: str = "last_12_months") -> tuple[float, float]:
    table = open_release().ask(measure, by=by, place=place).set_index("period_start")["value"]
    last = table.index[-1]
    return table[last], sum(table[last - pd.DateOffset(years=step)] for step in (1, 2, 3)) / 3


def test_the_headline_is_the_last_number_and_its_distance_from_the_years_before(demo_home: Home) -> None:
    app = open_trends()
    assert not app.exception
    value, mean = last_and_mean_before("mediations", "coalition")
    title = app.title[0].value
    assert title.startswith(f"Conflicts mediated: {value:,.0f} in the 12 months to October 2026")
    if round(abs(value - mean)):
        assert f"{round(abs(value - mean)):,} {'more' if value > mean else 'fewer'}" in title


def test_the_table_begins_with_the_latest_period_and_holds_the_same_number(demo_home: Home) -> None:
    value, mean = last_and_mean_before("mediations", "coalition")
    row = numbers(open_trends()).iloc[0]
    assert row["Period"] == "12 months to Oct 2026"
    assert row["All partners"] == f"{value:,.0f}"
    assert row["Mean of the three years before"] == f"{mean:,.0f}"


def test_measure_place_and_length_in_the_address_make_the_view(demo_home: Home) -> None:
    app = open_trends(measure=SHOT, show="Chicago", length="Fiscal years")
    assert not app.exception
    table = open_release().ask("gunshot_victimizations", by="fiscal_year", place="city").set_index("period_start")
    value = table.loc[pd.Timestamp(2025, 7, 1), "value"]
    assert app.title[0].value.startswith(f"People shot, Chicago: {value:,.0f} in fiscal year 2026")


def test_each_filter_changes_the_page(demo_home: Home) -> None:
    app = open_trends()
    seen = {app.title[0].value}
    for key, value in (("length", "year"), ("measure", "gunshot_victimizations"), ("show", "city")):
        app.selectbox(key=key).set_value(value).run()
        assert not app.exception
        assert app.title[0].value not in seen
        seen.add(app.title[0].value)
    before = list(numbers(app).columns)
    app.selectbox(key="compare").set_value("nothing").run()
    assert list(numbers(app).columns) != before


def test_a_partner_in_the_address_shows_that_partner_s_line(demo_home: Home) -> None:
    release = open_release()
    partner, name = next(iter(release.partners.items()))
    value = release.ask("mediations", by="last_12_months", place=f"partner:{partner}")["value"].iloc[-1]
    assert open_trends(partner=name).title[0].value.startswith(f"Conflicts mediated, {name}: {value:,.0f} ")


def test_a_count_beside_chicago_is_an_index_and_says_so(demo_home: Home) -> None:
    app = open_trends(measure=SHOT, compare="Chicago")
    assert not app.exception
    assert "set to 100 in their first twelve months" in captions(app)
    assert numbers(app).iloc[-1]["Chicago"].startswith("100 (")


def test_a_rate_beside_chicago_keeps_its_own_axis_and_its_range(demo_home: Home) -> None:
    app = open_trends(measure=RATE, compare="Chicago")
    assert "100" not in captions(app)
    assert numbers(app).iloc[0]["Plausible range"].startswith("between ")


def test_partners_own_work_is_never_set_against_the_city(demo_home: Home) -> None:
    assert "Chicago" not in open_trends().selectbox(key="compare").options
    assert "Chicago" not in open_trends().selectbox(key="show").options


def test_each_partner_has_a_picture_in_the_order_of_the_alphabet(demo_home: Home) -> None:
    app = open_trends(show="Each partner")
    assert not app.exception
    assert list(numbers(app)["Partner"]) == sorted(numbers(app)["Partner"])
    assert "same axes" in captions(app)


def test_without_an_area_the_page_asks_for_one(demo_home: Home) -> None:
    app = open_trends(show="One area")
    assert not app.exception
    assert "Pick a community area" in app.info[0].value


def test_two_years_of_public_records_say_that_there_is_no_comparison_yet(city_home: Home) -> None:
    app = open_trends()
    assert not app.exception
    assert app.title[0].value.startswith("People shot, coalition areas:")
    assert "no comparison yet" in " ".join(part.value for part in app.markdown)
    assert "nothing to compare with yet" in captions(app)


def test_a_measure_that_needs_four_years_says_so(city_home: Home) -> None:
    for show in ("Chicago", "Each area"):
        app = open_trends(measure="Community violence: People shot, against the three years before", show=show)
        assert not app.exception
        assert "four whole years" in app.info[0].value


def point(start: date, value: float | None, kind: PeriodKind = PeriodKind.YEAR, **given: object) -> Point:
    number = None if value is None else int(value)
    status = "not_reported" if value is None else "shown"
    made = Point(Period(start, kind), value, status, number, None, None, None, True)
    return replace(made, **given)  # type: ignore[arg-type]


@pytest.fixture
def count(demo_home: Home):  # type: ignore[no-untyped-def]
    return open_release().measure("mediations")


def test_the_years_before_are_known_only_where_all_three_are(count) -> None:  # type: ignore[no-untyped-def]
    years = [point(date(year, 1, 1), value) for year, value in ((2022, 10), (2023, 20), (2024, 60), (2025, 5))]
    assert [p.before for p in with_before(years, count)][:3] == [None, None, None]
    before = with_before(years, count)[3].before
    assert before is not None
    assert (before.mean, before.lowest, before.highest) == (30, 10, 60)
    assert with_before([years[0], replace(years[1], value=None), *years[2:]], count)[3].before is None
    assert with_before([replace(years[0], is_over=False), *years[1:]], count)[3].before is None


def test_an_index_needs_twenty_events_in_its_first_year() -> None:
    months = [point(add_months(date(2025, 1, 1), step), 2, PeriodKind.MONTH) for step in range(14)]
    base = index_base(months)
    assert base is not None
    assert (base.value, base.label) == (2, "Jan 2025 to Dec 2025")
    assert index_base([replace(p, value=1.0) for p in months]) is None
    assert index_base(months[:11]) is None


def test_what_is_not_known_is_a_gap_and_what_is_under_way_is_dotted() -> None:
    values = ((1.0, True), (None, True), (3.0, True), (2.0, False))
    marks = [
        trends.Mark(date(2026, number, 1), f"month {number}", str(value), value, is_complete=whole)
        for number, (value, whole) in enumerate(values, 1)
    ]
    line, dotted = trends.over_time(marks, DAY, unit="mediations", name="All partners").data[:2]
    assert list(line.y) == [1.0, None, 3.0, None]
    assert not line.connectgaps
    assert (list(dotted.y), dotted.line.dash) == ([3.0, 2.0], "dot")
