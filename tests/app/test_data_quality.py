"""Data quality: what came in, what is late, what was set aside, what is unknown."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cp4p_metrics import open_release
from cp4p_metrics.dashboard import imports, loose_ends, submissions
from cp4p_metrics.dashboard.unknowns import UNKNOWN
from cp4p_metrics.home import PROJECT, Home
from cp4p_metrics.intake import import_files
from cp4p_metrics.release.publish import publish

ROUTER = PROJECT / "cp4p_metrics" / "dashboard" / "router.py"


def open_data_quality(**query: str) -> AppTest:
    app = AppTest.from_file(ROUTER, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page(str(PROJECT / "pages" / "data_quality.py")).run()


def cards(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def said(app: AppTest) -> str:
    return " ".join(text.value for text in [*app.markdown, *app.caption, *app.info])


def tables(app: AppTest) -> list[pd.DataFrame]:
    return [table.value for table in app.table]


def test_the_headline_counts_the_partners_whose_every_part_came_in(demo_home: Home) -> None:
    app = open_data_quality()
    assert not app.exception
    release = open_release()
    made_on = release.about["made_at"].date()
    sent: dict[pd.Timestamp, dict[str, list[bool]]] = {}
    due: dict[pd.Timestamp, bool] = {}
    for row in release.submissions().itertuples():
        sent.setdefault(row.month, {}).setdefault(row.partner_id, []).append(pd.notna(row.received_date))
        due[row.month] = due.get(row.month, True) and row.due_date.date() < made_on
    month = max(month for month, is_due in due.items() if is_due)
    whole = sum(all(parts) for parts in sent[month].values())
    headline = app.title[0].value
    assert f"{month:%B %Y}" in headline
    if whole == len(sent[month]):
        assert headline.startswith(f"All {whole} partners")
    else:
        assert headline.startswith(f"{whole} of {len(sent[month])} partners")


def test_the_share_received_is_the_release_s_own_number(demo_home: Home) -> None:
    shown = cards(open_data_quality())["Parts received"]
    value = open_release().ask("reporting_completeness", by="last_12_months", place="coalition")["value"].iloc[-1]
    assert shown == f"{value:.0f}%"


def test_late_and_missing_parts_are_those_of_the_last_12_months(demo_home: Home) -> None:
    release = open_release()
    listed = release.submissions()
    recent = listed[listed["month"] > listed["month"].max() - pd.DateOffset(months=12)]
    made_at = pd.Timestamp(release.about["made_at"].date())
    shown = cards(open_data_quality())
    assert shown["Parts late"] == f"{(recent['received_date'] > recent['due_date']).sum():,}"
    assert shown["Parts missing"] == f"{(recent['received_date'].isna() & (recent['due_date'] < made_at)).sum():,}"


def test_choosing_a_partner_changes_headline_cards_and_tables(demo_home: Home) -> None:
    release = open_release()
    partner, name = next(iter(release.partners.items()))
    app = open_data_quality()
    everyone = cards(app)
    app.selectbox(key="partner").select(partner).run()
    assert not app.exception
    assert app.title[0].value.startswith(name)
    assert cards(app) != everyone
    set_aside = release.set_aside()
    found = set_aside[set_aside["partner_id"] == partner]["row_count"].sum()
    assert cards(app)["Faults found"] == f"{found:,}"


def test_every_batch_shows_a_sum_that_adds_up(demo_home: Home) -> None:
    batches = open_release().batches()
    read, accepted, unchanged, aside = (
        int(batches[f"{name}_count"].sum()) for name in ("read", "accepted", "unchanged", "set_aside")
    )
    assert read == accepted + unchanged + aside
    app = open_data_quality()
    if batches["batch"].nunique() == 1:
        assert f"{read:,} rows read = {accepted:,} accepted + {unchanged:,} unchanged + {aside:,} set aside." in said(
            app
        )
    assert "does not add up" not in said(app)


def test_rows_set_aside_are_counted_by_reason_with_what_to_do(demo_home: Home) -> None:
    reasons = open_release().set_aside()
    shown = next(table for table in tables(open_data_quality()) if imports.WHERE in table)
    assert shown["Found"].sum() == reasons["row_count"].sum()
    assert all(len(text.split(". ")) == 2 for text in shown[imports.WHERE])


def test_unknown_answers_are_shown_beside_their_number_and_never_as_no(demo_home: Home) -> None:
    unknowns = open_release().unknowns()
    minutes = unknowns[(unknowns["table_name"] == "contacts") & (unknowns["column_name"] == "minutes")]
    blank, total = int(minutes["unknown_count"].sum()), int(minutes["row_count"].sum())
    shown = next(table for table in tables(open_data_quality()) if "Without an answer" in table)
    (says,) = shown[shown["Field"] == "Contacts: minutes"]["Without an answer"]
    assert f"({blank:,} of {total:,})" in says


def test_every_key_field_of_the_release_has_words(demo_home: Home) -> None:
    unknowns = open_release().unknowns()
    assert set(zip(unknowns["table_name"], unknowns["column_name"], strict=True)) <= set(UNKNOWN)


def test_without_partners_records_only_the_city_s_show_and_silence_is_named(city_home: Home) -> None:
    app = open_data_quality()
    assert not app.exception
    assert app.title[0].value.startswith("The City’s records reach to")
    assert "can't be told from silence" in said(app)
    assert not [box for box in app.selectbox if box.key == "partner"]
    fields = next(table for table in tables(app) if "Without an answer" in table)["Field"]
    assert all(field.startswith("People harmed") for field in fields)


SENT = pd.DataFrame(
    [
        ("north", "2026-09-01", "outreach", "2026-10-10", "2026-10-10"),  # on its last day: on time
        ("north", "2026-09-01", "events", "2026-10-10", "2026-10-11"),  # one day late
        ("south", "2026-09-01", "outreach", "2026-10-10", None),  # missing once the day has passed
        ("south", "2026-10-01", "outreach", "2026-11-10", None),  # not due yet
    ],
    columns=["partner_id", "month", "part", "due_date", "received_date"],
).astype({"month": "datetime64[us]", "due_date": "datetime64[us]", "received_date": "datetime64[us]"})


@pytest.mark.parametrize(
    ("on", "states"),
    [
        (date(2026, 10, 10), ["on_time", "late", "not_due", "not_due"]),
        (date(2026, 10, 11), ["on_time", "late", "missing", "not_due"]),
        (date(2026, 11, 11), ["on_time", "late", "missing", "missing"]),
    ],
)
def test_a_part_is_missing_only_after_its_due_day(on: date, states: list[str]) -> None:
    assert list(submissions.with_state(SENT, on)["state"]) == states


def test_a_month_is_what_its_heaviest_part_is() -> None:
    stated = submissions.with_state(SENT, date(2026, 10, 11))
    shown = submissions.squares(stated, {"north": "North", "south": "South"}, by_part=False)
    assert [(square.row, square.month.month, square.says) for square in shown] == [
        ("North", 9, "1 day late"),
        ("South", 9, "missing: outreach"),
        ("South", 10, "not due yet: outreach"),
    ]


def test_the_headline_is_about_the_last_month_that_was_due() -> None:
    stated = submissions.with_state(SENT, date(2026, 10, 11))
    month = stated[stated["month"] == submissions.latest_due_month(stated, date(2026, 10, 11))]
    assert submissions.headline(month, None) == "1 of 2 partners sent all of their September 2026 records"
    north = month[month["partner_id"] == "north"]
    assert submissions.headline(north, "North") == "North sent all of its September 2026 records"


def test_a_row_that_came_again_mended_no_longer_counts_as_set_aside(home: Home, tmp_path: Path) -> None:
    header = "contact_id,partner_id,area,participant_id,contact_date,purpose,minutes\n"
    row = "C{},ucan,25,P{},2026-03-05,{},5\n"
    file = tmp_path / "contacts.csv"
    for purposes in (("quarrel", "quarrel", "check_in"), ("conflict", "quarrel", "check_in")):
        file.write_text(header + "".join(row.format(n, n, purpose) for n, purpose in enumerate(purposes)))
        import_files(home, [file])
    publish(home)
    app = open_data_quality()
    assert not app.exception
    assert cards(app)["Rows set aside"] == "1"
    assert next(table for table in tables(app) if imports.WHERE in table)["Found"].sum() == 1
    assert "2 rows that were set aside have come again since; what is still at fault is counted here once" in said(app)
    assert "does not add up" not in said(app)


def test_what_was_accepted_and_is_worth_a_look_is_told_as_the_release_has_it(home: Home, tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text(
        "contact_id,partner_id,area,participant_id,contact_date,purpose\n"
        "C1,ucan,Edison Park,P1,2026-03-05,check_in\nC2,also,Edison Park,P1,2026-03-05,check_in\n"
    )
    import_files(home, [tmp_path / "contacts.csv"])
    publish(home)
    found = open_release().loose_ends()
    assert len(found) == 2
    app = open_data_quality()
    shown = next(table for table in tables(app) if "To look at" in table)
    assert list(shown["To look at"]) == list(found["words"])
    app.selectbox(key="partner").select("also").run()
    own = next(table for table in tables(app) if "To look at" in table)
    assert list(own["To look at"]) == list(found[found["partner_id"] == "also"]["words"])


def test_where_all_fits_nothing_to_look_at_is_shown(city_home: Home) -> None:
    assert not any("To look at" in table for table in tables(open_data_quality()))


def test_many_things_to_look_at_are_cut_with_how_many_there_are_more() -> None:
    found = pd.DataFrame({"partner_id": ["ucan"] * 15 + ["also"], "words": [f"line {n}" for n in range(16)]})
    assert loose_ends.lines(found, None)[-1] == "… and 4 more. Choose a partner to see its own."
    assert loose_ends.lines(found, "also") == ["line 15"]
