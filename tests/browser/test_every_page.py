"""Every page in a real browser: wide, tablet and phone, by day and by night."""

import pytest

from cp4p_metrics.figures.words import DEMONSTRATION

from .conftest import Watched

pytestmark = pytest.mark.browser

PAGES = (
    *("", "communities", "outreach", "services", "light_in_the_night", "trends"),
    *("send_data", "data_quality", "methods"),
)
SIZES = (1440, 768, 390)
every_size = pytest.mark.parametrize(
    "watched",
    [(width, scheme) for width in SIZES for scheme in ("light", "dark")],
    indirect=True,
    ids=[f"{width}-{scheme}" for width in SIZES for scheme in ("light", "dark")],
)


@every_size
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "overview")
def test_page_opens_from_its_own_link_without_a_fault(
    watched: Watched, path: str, request: pytest.FixtureRequest
) -> None:
    watched.open(path)
    width, scheme = request.node.callspec.params["watched"]
    watched.picture(f"{path or 'overview'}-{width}-{scheme}")
    page = watched.page
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("[data-testid=stAlertContentError]").count() == 0
    assert DEMONSTRATION in page.inner_text("[data-testid=stMainBlockContainer]")
    assert watched.errors == []
    assert watched.outside == []
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, "the page is wider than the screen"


def test_the_menu_leads_to_every_page_and_names_it(watched: Watched) -> None:
    watched.open("")
    links = watched.page.locator("[data-testid=stSidebarNavLink]")
    assert links.count() == len(PAGES)
    for number in range(links.count()):
        name = links.nth(number).inner_text().splitlines()[-1].strip()
        links.nth(number).click()
        watched.page.wait_for_timeout(300)
        watched.settle()
        assert watched.page.title().startswith(name)
    assert watched.errors == []
    assert watched.outside == []
