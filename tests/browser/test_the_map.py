"""The map answers to a click, to the keyboard and to a link."""

import pytest

from .conftest import Watched

pytestmark = pytest.mark.browser

AREA_BOX = "[data-testid=stSelectbox]:has-text('Community area') input"


def test_a_click_on_the_map_opens_the_area_s_profile_and_puts_it_into_the_link(watched: Watched) -> None:
    watched.open("communities")
    canvas = watched.page.locator("[data-testid=stDeckGlJsonChart] canvas").first
    canvas.wait_for(state="visible")
    watched.page.wait_for_timeout(1500)
    box = canvas.bounding_box()
    assert box
    # The middle of the city, whatever the size of the map.
    watched.page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.55)
    watched.page.wait_for_url("**/communities?area=*", timeout=20_000)
    watched.settle()
    name = watched.page.locator(AREA_BOX).input_value()
    assert watched.page.get_by_role("heading", name=name, exact=True).count() == 1
    assert watched.errors == []


def test_an_area_typed_on_the_keyboard_opens_its_profile(watched: Watched) -> None:
    watched.open("communities")
    watched.page.locator(AREA_BOX).focus()
    watched.page.keyboard.type("North Lawn")
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url("**/communities?area=North*Lawndale", timeout=20_000)
    watched.settle()
    assert watched.page.get_by_role("heading", name="North Lawndale", exact=True).count() == 1
    assert "Beside its neighbors" in watched.page.inner_text("[data-testid=stMainBlockContainer]")


def test_a_link_with_an_area_is_a_view(watched: Watched) -> None:
    watched.open("communities?area=Austin")
    assert watched.page.get_by_role("heading", name="Austin", exact=True).count() == 1
    assert watched.errors == []
