"""The first page says what the figures say."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cp4p_metrics import open_release
from cp4p_metrics.home import PROJECT, Home

ROUTER = PROJECT / "cp4p_metrics" / "dashboard" / "router.py"


def open_overview(**query: str) -> AppTest:
    app = AppTest.from_file(ROUTER, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def cards(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def test_it_opens_and_every_card_is_the_release_s_own_number(demo_home: Home) -> None:
    app = open_overview()
    assert not app.exception
    release = open_release()
    shot = release.ask("gunshot_victimizations", by="last_12_months", place="served_now")["value"].iloc[-1]
    mediated = release.ask("mediations", by="last_12_months", place="coalition")["value"].iloc[-1]
    assert cards(app)["People shot"] == f"{shot:,.0f}"
    assert cards(app)["Conflicts mediated"] == f"{mediated:,.0f}"
    assert f"**{shot:,.0f}**" in " ".join(text.value for text in app.markdown)


def test_the_demonstration_says_so_and_real_records_do_not(
    demo_home: Home, published_city: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = "Demonstration data: a made-up coalition"
    assert mark in " ".join(text.value for text in open_overview().markdown)
    monkeypatch.setenv("CP4P_HOME", str(published_city.path))
    assert mark not in " ".join(text.value for text in open_overview().markdown)


def test_a_partner_chosen_in_the_address_shows_that_partner_s_numbers(demo_home: Home) -> None:
    release = open_release()
    partner, name = next(iter(release.partners.items()))
    app = open_overview(partner=name)
    mediated = release.ask("mediations", by="last_12_months", place=f"partner:{partner}")["value"].iloc[-1]
    assert cards(app)["Conflicts mediated"] == f"{mediated:,.0f}"
    assert name in app.title[0].value + " ".join(text.value for text in app.markdown)


def test_choosing_the_quarter_changes_the_cards_and_not_the_headline(demo_home: Home) -> None:
    app = open_overview()
    before, headline = cards(app), app.title[0].value
    app.segmented_control(key="period").set_value("quarter").run()
    assert not app.exception
    assert cards(app)["Conflicts mediated"] != before["Conflicts mediated"]
    assert app.title[0].value == headline


def test_public_records_alone_make_a_page_without_partners_work(city_home: Home) -> None:
    app = open_overview()
    assert not app.exception
    assert set(cards(app)) == {"People shot"}
    assert not app.warning


def test_without_a_release_the_page_says_what_to_do(home: Home) -> None:
    app = open_overview()
    assert not app.exception
    assert "cp4p publish" in app.info[0].value


def test_a_new_release_shows_without_a_restart(home: Home, demo_files: list[Path]) -> None:
    from cp4p_metrics.intake import import_files
    from cp4p_metrics.release.publish import publish

    victims = [file for file in demo_files if file.name.startswith("victims_")]
    import_files(home, victims[:-1], tell=lambda words: None)
    publish(home)
    app = open_overview()
    before = cards(app)["People shot"]
    import_files(home, victims, tell=lambda words: None)
    publish(home)
    app.run()
    assert cards(app)["People shot"] != before
