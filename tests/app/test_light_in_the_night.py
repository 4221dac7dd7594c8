"""Light in the Night: the page's totals are the release's own, and nothing unknown is taken for zero."""

from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cp4p_metrics import open_release
from cp4p_metrics.dashboard.event_list import Event, attendance_words, outcome_words
from cp4p_metrics.dashboard.season import last_month, missing_months, season, seasons
from cp4p_metrics.home import PROJECT, Home

ROUTER = PROJECT / "cp4p_metrics" / "dashboard" / "router.py"
SEASON_START = date(2026, 7, 1)


def open_light(**query: str) -> AppTest:
    app = AppTest.from_file(ROUTER, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page("../../pages/light_in_the_night.py")
    return app.run()


def cards(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def text(app: AppTest) -> str:
    return " ".join([app.title[0].value, *(part.value for part in (*app.markdown, *app.caption, *app.subheader))])


def season_cell(measure: str, place: str = "coalition", year: int = 2026) -> float:
    start = date(year, 7, 1)
    table = open_release().ask(measure, by="quarter", place=place, breakdown="program", start=start, end=start)
    return float(table.loc[table["category"] == "light_in_the_night", "value"].iloc[0])


def test_the_last_season_opens_and_its_cards_are_the_cells_of_the_release(demo_home: Home) -> None:
    app = open_light()
    assert not app.exception
    held, people = season_cell("events_held"), season_cell("attendance")
    assert cards(app)["Events held"] == f"{held:,.0f}"
    assert cards(app)["People present"] == f"{people:,.0f}"
    assert f"held {held:,.0f} Light in the Night event" in app.title[0].value
    assert "in 2026" in app.title[0].value


def test_the_mean_leaves_out_events_that_did_not_report(demo_home: Home) -> None:
    calendar = open_release().calendar()
    day = calendar["event_date"]
    mine = calendar[(calendar["program"] == "light_in_the_night") & (day >= "2026-07-01") & (day < "2026-10-01")]
    reported = mine[(mine["status"] == "held") & mine["attendance"].notna()]["attendance"]
    assert cards(open_light())["People per event"] == f"{reported.sum() / len(reported):,.0f}"


def test_another_season_changes_the_page(demo_home: Home) -> None:
    app = open_light(season="2025")
    assert not app.exception
    assert cards(app)["Events held"] == f"{season_cell('events_held', year=2025):,.0f}"
    assert "in 2025" in app.title[0].value
    app.selectbox(key="season").set_value(2024).run()
    assert cards(app)["Events held"] == f"{season_cell('events_held', year=2024):,.0f}"


def test_a_partner_in_the_address_shows_that_partner_s_season(demo_home: Home) -> None:
    calendar = open_release().calendar()
    mine = calendar[(calendar["program"] == "light_in_the_night") & (calendar["event_date"] >= "2026-07-01")]
    partner, name = mine[mine["status"] == "held"][["partner_id", "partner_name"]].iloc[0]
    app = open_light(partner=name)
    assert not app.exception
    assert app.title[0].value.startswith(name)
    assert cards(app)["Events held"] == f"{season_cell('events_held', f'partner:{partner}'):,.0f}"


def test_the_month_lists_each_of_its_events(demo_home: Home) -> None:
    calendar = open_release().calendar()
    for month, number in (("July", 7), ("August", 8)):
        app = open_light(month=month)
        day = calendar["event_date"].dt
        expected = ((day.year == 2026) & (day.month == number)).sum()
        lists = [table.value for table in app.table if "What and who" in table.value and "Day" in table.value]
        assert len(lists[0]) == expected


def test_every_public_event_of_the_year_is_in_one_of_two_totals(demo_home: Home) -> None:
    year = open_release().ask("events_held", by="year", place="coalition", start=date(2026, 1, 1), end=date(2026, 1, 1))
    total, held = int(year["value"].iloc[0]), int(season_cell("events_held"))
    said = text(open_light())
    assert f"**{total}** public events" in said
    assert f"**{held}** belong to its season and **{total - held}**" in said


def test_coming_events_lie_after_the_last_record(demo_home: Home) -> None:
    app = open_light()
    calendar = open_release().calendar()
    ahead = calendar[(calendar["status"] == "planned") & (calendar["event_date"] > "2026-10-31")]
    assert "Planned after October 31, 2026" in text(app)
    if len(ahead):
        assert len(app.table[-1].value) == len(ahead)
    else:
        assert "no plans beyond that day" in text(app)


def test_public_records_alone_say_why_the_page_is_empty(city_home: Home) -> None:
    app = open_light()
    assert not app.exception
    assert not app.metric
    assert "No events have been recorded yet" in app.title[0].value
    assert "cp4p publish" in app.info[0].value


def event(**given: object) -> Event:
    return Event(
        **{
            "day": date(2026, 7, 2),
            "area_number": 25,
            "partner_id": "a",
            "partner_name": "A",
            "program": "light_in_the_night",
            "activity": "dance",
            "age_group": "all_ages",
            "site": "Austin plaza",
            "status": "held",
            "attendance": None,
            "attendance_method": "unknown",
            **given,
        }  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("attendance", "method", "said"),
    [
        (120, "counted", "120 (counted)"),
        (80, "estimated", "about 80 (estimated)"),
        (80, "unknown", "80 (method not written down)"),
        (0, "counted", "0 (counted)"),
        (None, "unknown", "attendance not reported"),
    ],
)
def test_attendance_says_how_it_was_found(attendance: int | None, method: str, said: str) -> None:
    assert attendance_words(event(attendance=attendance, attendance_method=method)) == said


def test_weather_safety_and_what_is_still_to_come_stand_apart() -> None:
    through = date(2026, 7, 31)
    assert outcome_words(event(status="canceled_weather"), through) == "Canceled for weather"
    assert outcome_words(event(status="canceled_safety"), through) == "Canceled for safety"
    assert outcome_words(event(status="planned"), through) == "No outcome recorded"
    assert outcome_words(event(status="planned", day=date(2026, 8, 1)), through) == "Planned"


def test_a_season_has_no_other_program_no_other_month_and_no_other_year() -> None:
    days = (date(2026, 6, 30), date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 1), date(2025, 8, 1))
    events = [*(event(day=day) for day in days), event(program="other")]
    found = season(events, 2026, date(2026, 8, 15))
    assert [e.day for e in found.events] == [date(2026, 7, 1), date(2026, 9, 30)]
    assert not found.is_over
    assert [(way.event_count, way.people) for way in found.attendance] == [(0, 0), (0, 0), (2, None)]


def test_a_season_that_has_not_begun_is_not_offered() -> None:
    assert seasons(date(2024, 7, 1), date(2026, 6, 30)) == [2025, 2024]
    assert seasons(date(2024, 7, 1), date(2026, 7, 1)) == [2026, 2025, 2024]
    assert last_month(2026, date(2026, 7, 31)) == 7
    assert last_month(2025, date(2026, 7, 31)) == 9


def test_months_not_sent_are_named_with_their_partner() -> None:
    table = pd.DataFrame(
        {
            "partner_id": ["a", "a", "b", "a"],
            "month": pd.to_datetime(["2026-07-01", "2026-08-01", "2026-07-01", "2026-10-01"]),
            "part": ["events", "events", "outreach", "events"],
            "received_date": pd.to_datetime([None, None, None, None]),
        }
    )
    assert missing_months(table, {"a": "A", "b": "B"}, 2026, None) == ["A (July and August)"]
    assert missing_months(table, {"a": "A", "b": "B"}, 2026, "b") == []
