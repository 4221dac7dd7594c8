"""The dashboard of another city: every page opens, in its own words, up to Trends and a map that isn't there."""

import pytest
from streamlit.testing.v1 import AppTest

from cp4p_metrics.home import PROJECT, Home
from cp4p_metrics.intake import import_files
from cp4p_metrics.release.publish import publish
from tests import philadelphia

ROUTER = PROJECT / "cp4p_metrics" / "dashboard" / "router.py"
PAGES = sorted(path.stem for path in (PROJECT / "pages").glob("*.py"))


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A home with a made-up file of Philadelphia's layout, published once. Don't write to it."""
    folder = tmp_path_factory.mktemp("philadelphia")
    home = Home(folder / "home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CP4P_COALITION", "philadelphia")
        import_files(home, [philadelphia.write(folder / "shootings.csv", philadelphia.rows())])
        publish(home)
    return home


@pytest.fixture(autouse=True)
def in_philadelphia(published, monkeypatch):
    monkeypatch.setenv("CP4P_COALITION", "philadelphia")
    monkeypatch.setenv("CP4P_HOME", str(published.path))


def opened(page, **query):
    app = AppTest.from_file(ROUTER, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(f"../../pages/{page}.py")
    return app.run()


def said(app):
    parts = (app.title, app.subheader, app.markdown, app.caption, app.info, app.warning, app.table)
    shown = [
        element.value if isinstance(element.value, str) else element.value.to_string()
        for part in parts
        for element in part
    ]
    return "\n".join([*shown, *(box.label for box in app.selectbox)])


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_and_names_no_other_city(page):
    app = opened(page)
    assert not app.exception and not app.warning
    for word in ("Chicago", "ommunity area", " 77 ", "Garfield", "O'Hare"):
        assert word not in said(app), page


def test_trends_shows_the_city_first_and_then_one_district():
    app = opened("trends")
    assert "Philadelphia" in app.title[0].value
    assert app.selectbox(key="show").options == ["Philadelphia", "One area", "Each area"]
    assert len(app.get("plotly_chart")) == 1
    district = opened("trends", show="One area", area="15th District", length="Calendar years")
    assert "15th District" in district.title[0].value
    assert len(district.get("plotly_chart")) == 1
    assert "police districts in 2022" in opened("trends", show="Each area", length="Calendar years").title[0].value


def test_communities_says_that_there_is_no_map_and_lists_every_district():
    app = opened("communities")
    assert "There is no map: the boundaries of Philadelphia's police districts are not known here" in app.info[0].value
    assert not app.get("deck_gl_json_chart")
    [table] = [table.value for table in app.table if "Police district" in table.value]
    assert len(table) == 22
    assert "Partners" not in table


def test_a_districts_profile_says_that_its_residents_are_not_known():
    app = opened("communities", area="15th District")
    assert "How many people live here is not known" in said(app)
    assert "Beside the city" in said(app)


def test_the_overview_is_about_the_city_where_no_partner_is_known():
    app = opened("overview")
    assert "Philadelphia" in app.title[0].value
    assert "in the areas that partners serve" not in said(app)


def test_methods_say_why_there_are_no_rates():
    app = opened("methods")
    assert "Who lives in the police districts is not known here" in said(
        opened("methods", section="Periods and places")
    )
    assert any("(residents not known)" in box.label for box in app.expander)
