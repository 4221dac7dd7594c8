"""Services: from need to referral to first service, with the base of every share."""

from datetime import date

import pandas as pd
from streamlit.testing.v1 import AppTest

from cp4p_metrics import open_release
from cp4p_metrics.dashboard.code_lists import COALITION_DOMAINS, DOMAINS
from cp4p_metrics.figures.palette import DAY
from cp4p_metrics.figures.referral_flow import FlowRow, flow_bars
from cp4p_metrics.figures.words import code_words
from cp4p_metrics.home import PROJECT, Home

ROUTER = PROJECT / "cp4p_metrics" / "dashboard" / "router.py"
YEAR = date(2025, 11, 1)


def open_services(**query: str) -> AppTest:
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.switch_page(str(PROJECT / "pages" / "services.py"))
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def cards(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def words_of(app: AppTest) -> str:
    return " ".join(text.value for text in (*app.title, *app.markdown, *app.caption))


def path(app: AppTest) -> pd.DataFrame:
    return next(table.value for table in app.table if "Service" in table.value).set_index("Service")


def by_domain(name: str, place: str = "coalition") -> pd.DataFrame:
    asked = open_release().ask(name, by="last_12_months", place=place, breakdown="domain", start=YEAR, end=YEAR)
    return asked.set_index("category")


def test_the_headline_is_the_share_of_all_domains_together(demo_home: Home) -> None:
    app = open_services()
    assert not app.exception
    due = by_domain("connected_share")
    share = 100 * due["numerator"].sum() / due["denominator"].sum()
    assert due["denominator"].sum() >= 20
    assert app.title[0].value == f"{share:.0f}% of referrals led to a first service"
    assert f"Of the **{due['denominator'].sum():,}** referrals at least 60 days old" in words_of(app)


def test_every_domain_shows_its_needs_referrals_services_and_completions(demo_home: Home) -> None:
    shown = path(open_services())
    assert list(shown.index) == [code_words(domain) for domain in DOMAINS]
    stages = {
        "Needs named": "needs_named",
        "Referrals": "referrals",
        "First service": "referrals_connected",
        "Completed": "referrals_completed",
    }
    for column, name in stages.items():
        counts = by_domain(name)["value"]
        assert list(shown[column]) == [f"{counts[domain]:,.0f}" for domain in DOMAINS]


def test_the_coalition_s_five_services_come_first_also_when_zero(demo_home: Home) -> None:
    release = open_release()
    asked = release.ask("referrals", by="quarter", place="partners", breakdown="domain", start=date(2026, 7, 1))
    zeros = asked[(asked["value"] == 0) & asked["category"].isin(COALITION_DOMAINS)]
    nothing = zeros.iloc[0]
    shown = path(open_services(partner=release.partners[nothing["place"]], period="Quarter"))
    assert list(shown.index)[:5] == [code_words(domain) for domain in COALITION_DOMAINS]
    assert shown.loc[code_words(nothing["category"]), "Referrals"] == "0"


def test_a_share_of_few_referrals_is_written_as_counts(demo_home: Home) -> None:
    release = open_release()
    asked = release.ask("connected_share", by="quarter", place="partners", breakdown="domain", start=date(2026, 7, 1))
    few = asked[(asked["status"] == "unstable") & (asked["denominator"] > 0)].iloc[0]
    app = open_services(partner=release.partners[few["place"]], period="Quarter")
    shown = path(app)["Share connected"]
    assert shown[code_words(few["category"])] == f"{few['numerator']} of {few['denominator']}"
    assert "hatched bar rests on fewer than 20" in words_of(app)


def test_the_page_says_that_recent_periods_still_rise(demo_home: Home) -> None:
    assert "recent periods still rise" in words_of(open_services())


def test_the_caseload_is_the_number_of_the_period_s_last_day_and_no_sum(demo_home: Home) -> None:
    app = open_services()
    caseload = open_release().ask("active_caseload", by="month", place="coalition")["value"].iloc[-1]
    assert cards(app)["Active caseload"] == f"{caseload:,.0f}"
    assert f"On October 31, 2026, **{caseload:,.0f}** participants were enrolled." in words_of(app)


def test_unknown_risk_is_shown_and_in_no_share(demo_home: Home) -> None:
    table = next(table.value for table in open_services().table if "Category" in table.value)
    rows = table[table["Picture"] == "Who enrolled, by risk level"].set_index("Category")["Number"]
    unknown = (
        open_release()
        .ask("new_enrollments", by="last_12_months", place="coalition", breakdown="risk_level", start=YEAR)
        .set_index("category")["value"]["unknown"]
    )
    assert rows["Unknown"] == f"{unknown:,.0f}"
    assert "%" in rows["Highest"]


def test_choosing_a_partner_changes_headline_and_cards(demo_home: Home) -> None:
    release = open_release()
    partner, name = list(release.partners.items())[9]
    app = open_services(partner=name)
    assert not app.exception
    assert app.title[0].value.startswith(f"{name}: ")
    made = release.ask("referrals", by="last_12_months", place=f"partner:{partner}", start=YEAR)["value"].iloc[0]
    assert cards(app)["Referrals to services"] == f"{made:,.0f}"


def test_choosing_the_period_changes_cards_and_path(demo_home: Home) -> None:
    app = open_services()
    shown, before = cards(app), path(app)
    app.segmented_control(key="period").set_value("fiscal_year").run()
    assert not app.exception
    assert cards(app) != shown
    assert not path(app).equals(before)
    assert "In fiscal year 2026" in words_of(app)


def test_without_partners_records_the_page_says_why_and_what_to_do(city_home: Home) -> None:
    app = open_services()
    assert not app.exception
    assert app.title[0].value == "No services have been reported yet"
    assert "cp4p import" in app.info[0].value
    assert not app.metric


def test_a_picture_of_nothing_known_can_be_drawn() -> None:
    unknown = [FlowRow("Housing", None, None, None, None, "not reported")]
    assert flow_bars(unknown, DAY).to_dict()["data"]
