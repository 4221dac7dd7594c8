"""Methods: every measure with its meaning, how people are protected, the glossary."""

import pytest
from streamlit.testing.v1 import AppTest

from cp4p_metrics import open_release
from cp4p_metrics.dashboard.glossary import terms
from cp4p_metrics.home import PROJECT, Home

ROUTER = PROJECT / "cp4p_metrics" / "dashboard" / "router.py"
SECTIONS = ("Measures", "Protection", "Periods and places", "Reading a number", "Glossary")


def open_methods(**query: str) -> AppTest:
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.run()
    app.switch_page(str(PROJECT / "pages" / "methods.py"))
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def labels(app: AppTest) -> list[str]:
    return [expander.label for expander in app.expander]


def said(app: AppTest) -> str:
    return " ".join(text.value for text in [*app.markdown, *app.caption, *app.info])


def test_every_measure_of_the_release_is_there_with_its_meaning_unit_source_and_caveats(
    demo_home: Home,
) -> None:
    app = open_methods()
    assert not app.exception
    measures = open_release().measures
    assert app.title[0].value.startswith(f"{len(measures)} measures")
    assert len(labels(app)) == len(measures)
    text = said(app)
    for measure in measures.values():
        for part in (
            measure.meaning,
            measure.unit,
            measure.source,
            f"cp4p ask {measure.name}",
            *measure.caveats,
        ):
            assert part in text


def test_a_measure_without_records_is_there_and_says_so(city_home: Home) -> None:
    app = open_methods()
    assert not app.exception
    waiting = [measure for measure in open_release().measures.values() if not measure.is_published]
    assert waiting
    assert sorted(label for label in labels(app) if label.endswith("(no records yet)")) == sorted(
        f"{measure.title} (no records yet)" for measure in waiting
    )
    assert f"**{len(waiting)}** have no records yet" in said(app)


def test_choosing_a_family_leaves_its_measures_only(demo_home: Home) -> None:
    app = open_methods()
    app.selectbox(key="family").select("Mediation").run()
    assert not app.exception
    assert labels(app) == [m.title for m in open_release().measures.values() if m.family == "Mediation"]


def test_a_word_in_the_address_finds_its_measures_in_any_case(demo_home: Home) -> None:
    app = open_methods(search="UNMET NEED")
    assert labels(app) == ["Participants with an unmet need"]


def test_a_word_that_no_measure_has_says_what_to_try(demo_home: Home) -> None:
    app = open_methods(search="zebra")
    assert not labels(app)
    assert "zebra" in said(app) and "shorter word" in said(app)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_opens_with_and_without_partners_records(
    section: str, demo_home: Home, published_city: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for home in (demo_home, published_city):
        monkeypatch.setenv("CP4P_HOME", str(home.path))
        app = open_methods(section=section)
        assert not app.exception
        assert app.segmented_control(key="section").value == section


def test_protection_says_what_is_not_there_yet(demo_home: Home) -> None:
    text = " ".join(said(open_methods(section="Protection")).split())
    assert "Counts of 1 to 10 people are hidden" in text
    assert "there is nothing to prove" in text


def test_undated_assignments_are_named_where_the_release_has_none(city_home: Home) -> None:
    assert not open_release().about["has_dated_assignments"]
    assert "no dated assignments" in said(open_methods(section="Periods and places"))


def test_the_glossary_is_the_file_s_and_can_be_searched(demo_home: Home) -> None:
    text = said(open_methods(section="Glossary"))
    assert all(f"**{term.word}**" in text for term in terms())
    found = said(open_methods(section="Glossary", search="fiscal"))
    assert "**Fiscal year**" in found and "**Mediation**" not in found


def test_the_release_names_its_version_and_its_audience(demo_home: Home) -> None:
    release = open_release()
    assert f"Release {release.version} for leadership" in said(open_methods())
