"""Outreach: what was done and where it stands, with what is not known beside it."""

from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cp4p_metrics import open_release
from cp4p_metrics.dashboard.code_lists import APART, ORDER
from cp4p_metrics.dashboard.findings import outreach_headline
from cp4p_metrics.figures.months import running_mean
from cp4p_metrics.home import PROJECT, Home
from cp4p_metrics.periods import Period, PeriodKind
from cp4p_metrics.records.tables import TABLES
from cp4p_metrics.release.comparison import Comparison

ROUTER = PROJECT / "cp4p_metrics" / "dashboard" / "router.py"
YEAR = date(2025, 11, 1)  # the first day of the last twelve months of the demonstration


def open_outreach(**query: str) -> AppTest:
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.switch_page(str(PROJECT / "pages" / "outreach.py"))
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def cards(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def words_of(app: AppTest) -> str:
    return " ".join(text.value for text in (*app.title, *app.markdown, *app.caption))


def outcomes(place: str = "coalition") -> dict[str, int]:
    """Mediations of the last twelve months by outcome, added up from quarters and months another way."""
    table = open_release().ask(
        "mediations", by="last_12_months", place=place, breakdown="outcome", start=YEAR, end=YEAR
    )
    return {row.category: int(row.value) for row in table.itertuples()}


def test_the_headline_is_the_sum_of_months_and_the_share_of_known_outcomes(demo_home: Home) -> None:
    app = open_outreach()
    assert not app.exception
    counts = outcomes()
    known = sum(count for outcome, count in counts.items() if outcome not in ("ongoing", "unknown"))
    months = open_release().ask("mediations", by="month", place="coalition", start=YEAR)["value"].sum()
    share = 100 * counts["resolved"] / known
    assert known >= 20
    assert (
        app.title[0].value
        == f"Partners worked on {months:,.0f} conflicts; {share:.0f}% of those with a known outcome were resolved"
    )


def test_ongoing_and_unknown_stand_beside_the_known_outcomes(demo_home: Home) -> None:
    counts = outcomes()
    known = sum(counts.values()) - counts["ongoing"] - counts["unknown"]
    said = words_of(open_outreach())
    assert f"**{counts['resolved']:,}** of the **{known:,}** conflicts with a known outcome" in said
    assert f"**{counts['ongoing']:,}** {'is' if counts['ongoing'] == 1 else 'are'} ongoing" in said
    assert f"**{counts['unknown']:,}** {'has' if counts['unknown'] == 1 else 'have'} an unknown outcome" in said


def test_no_share_is_written_for_an_outcome_that_is_not_known(demo_home: Home) -> None:
    table = pd.concat([table.value for table in open_outreach().table if "Category" in table.value])
    rows = table[table["Picture"] == "How mediations stand"].set_index("Category")["Number"]
    assert "%" in rows["Resolved"]
    assert "%" not in rows["Ongoing"] + rows["Unknown"]


def test_cards_are_the_release_s_own_numbers(demo_home: Home) -> None:
    release, shown = open_release(), cards(open_outreach())
    for name, label in (("outreach_contacts", "Outreach contacts"), ("mediations", "Conflicts mediated")):
        asked = release.ask(name, by="last_12_months", place="coalition", start=YEAR, end=YEAR)
        assert shown[label] == f"{asked['value'].iloc[0]:,.0f}"
    assert len(shown) == 4


def test_choosing_a_partner_changes_headline_and_cards(demo_home: Home) -> None:
    partner, name = list(open_release().partners.items())[3]
    app = open_outreach(partner=name)
    assert not app.exception
    assert app.title[0].value.startswith(f"{name} worked on {sum(outcomes(f'partner:{partner}').values())} conflict")
    assert cards(app) != cards(open_outreach())


def test_choosing_the_period_changes_headline_and_cards(demo_home: Home) -> None:
    app = open_outreach()
    headline, shown = app.title[0].value, cards(app)
    app.segmented_control(key="period").set_value("quarter").run()
    assert not app.exception
    assert app.title[0].value != headline
    assert cards(app) != shown
    assert "From July to September 2026" in words_of(app)


@pytest.mark.parametrize("measure", ["outreach_contacts", "responses"])
def test_the_picture_by_month_shows_what_the_reader_chooses(demo_home: Home, measure: str) -> None:
    app = open_outreach()
    app.segmented_control(key="work").set_value(measure).run()
    assert not app.exception
    title = open_release().measure(measure).title
    assert f"{title}, by month" in [header.value for header in app.subheader]
    shown = next(table.value for table in app.table if title in table.value)
    months = open_release().ask(measure, by="month", place="coalition")
    assert shown[title].iloc[0] == f"{months['value'].iloc[-1]:,.0f}"


def test_months_whose_reports_are_missing_are_marked(demo_home: Home) -> None:
    submissions = open_release().submissions()
    late = submissions[(submissions["part"] == "outreach") & submissions["received_date"].isna()]
    missing = {f"{month:%B %Y}" for month in late["month"] if month >= pd.Timestamp(2021, 11, 1)}
    shown = next(table.value for table in open_outreach().table if "Reports" in table.value)
    assert missing
    assert set(shown.loc[shown["Reports"] == "not all in", "Month"]) == missing


def test_a_month_not_reported_is_never_a_zero(demo_home: Home) -> None:
    release = open_release()
    months = release.ask("mediations", by="month", place="partners", start=date(2021, 11, 1))
    silent = months[months["status"] == "not_reported"].iloc[0]
    app = open_outreach(partner=release.partners[silent["place"]])
    shown = next(table.value for table in app.table if "Reports" in table.value).set_index("Month")
    assert shown.loc[f"{silent['period_start']:%B %Y}", "Conflicts mediated"] == "not reported"
    assert "A dash is a month that was not reported." in words_of(app)


def test_a_large_share_of_other_is_a_question_about_the_records(demo_home: Home) -> None:
    release = open_release()
    purposes = release.ask("outreach_contacts", by="last_12_months", place="partners", breakdown="purpose", start=YEAR)
    counts = purposes.pivot(index="place", columns="category", values="value")
    shares = 100 * counts["other"] / counts.sum(axis="columns")
    large = shares[shares > 30]
    assert list(large.index) == ["copper_kettle"]
    asked = open_outreach(partner=release.partners["copper_kettle"]).info[0].value
    assert "A question about the records, not a finding" in asked
    assert f"{large.iloc[0]:.0f}% of these contacts" in asked
    assert release.partners["copper_kettle"] in open_outreach().info[0].value
    assert not open_outreach(partner=release.partners["north_lantern"]).info


def test_kinds_of_conflict_wait_until_they_are_opened(demo_home: Home) -> None:
    assert "Kind of conflict" not in [header.value for header in open_outreach().subheader]


def test_without_partners_records_the_page_says_why_and_what_to_do(city_home: Home) -> None:
    app = open_outreach()
    assert not app.exception
    assert app.title[0].value == "No outreach has been reported yet"
    assert "cp4p import" in app.info[0].value
    assert not app.metric


def test_few_known_outcomes_are_counted_out_not_turned_into_a_percentage(demo_home: Home) -> None:
    release = open_release()
    period = Period(YEAR, PeriodKind.LAST_12_MONTHS)

    def compared(name: str, value: float | None, numerator: int, denominator: int | None, status: str) -> Comparison:
        return Comparison(release.measure(name), period, status, value, numerator, denominator, (), None)

    few = compared("resolved_share", 80.0, 12, 15, "unstable")
    none = compared("resolved_share", None, 0, 0, "unstable")
    some = compared("mediations", 16.0, 16, None, "shown")
    one = compared("mediations", 1.0, 1, None, "shown")
    assert outreach_headline("North Lantern", some, few) == (
        "North Lantern worked on 16 conflicts; 12 of the 15 with a known outcome were resolved"
    )
    assert outreach_headline("Partners", one, none) == "Partners worked on 1 conflict; no outcome is known yet"


def test_the_mean_ends_at_the_last_whole_month_and_needs_nine_of_twelve() -> None:
    whole = [True] * 12 + [False]
    assert running_mean([3.0] * 12 + [0.0], whole) == [None] * 11 + [3.0, None]
    assert running_mean([None] * 3 + [3.0] * 9, [True] * 12)[-1] == 3.0
    assert running_mean([None] * 4 + [3.0] * 8, [True] * 12)[-1] is None


@pytest.mark.parametrize("column", sorted(ORDER))
def test_every_category_of_a_code_list_has_its_place(column: str) -> None:
    tables = {"kind": "responses", "outcome": "mediations", "conflict_type": "mediations"}
    table = TABLES[
        tables.get(column) or next(n for n in TABLES if column in TABLES[n].column_names and n != "victimizations")
    ]
    codes = next(item.codes for item in table.columns if item.name == column)
    assert set(ORDER[column]) - {"unknown"} == set(codes) - {"unknown"}
    assert set(APART.get(column, ())) <= set(ORDER[column])
