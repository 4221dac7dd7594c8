"""A server with the made-up coalition, and a Chromium that reports everything it finds wrong."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, sync_playwright

from cp4p_metrics.home import Home
from tests.server import serving

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader",
)
SCREENSHOTS = Path(__file__).with_name("screenshots")


@dataclass
class Watched:
    """A page in the browser, and what went wrong in it."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to a page and wait until it has drawn everything."""
        self.page.goto(f"{self.address}/{path}", wait_until="load")
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_selector("[data-testid=stMainBlockContainer] h1", timeout=60_000)
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
        self.page.wait_for_selector("[data-testid=stSkeleton]", state="detached", timeout=60_000)
        self.page.wait_for_timeout(400)

    def picture(self, name: str) -> None:
        """Keep a screenshot of the whole page, for people to look at."""
        SCREENSHOTS.mkdir(exist_ok=True)
        size = self.page.viewport_size or {"width": 1440, "height": 1000}
        height = self.page.locator("[data-testid=stMainBlockContainer]").bounding_box()
        tall = min(int(height["height"]) + 60 if height else 1000, 5000)
        self.page.set_viewport_size({"width": size["width"], "height": max(tall, size["height"])})
        self.page.wait_for_timeout(700)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")
        self.page.set_viewport_size(size)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served_demo(published_demo: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(published_demo, tmp_path_factory.mktemp("log") / "server.log") as address:
        yield address


@pytest.fixture
def watched(chromium: Browser, served_demo: str, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """A fresh browser window; `width` and `scheme` may be parametrized."""
    width, scheme = getattr(request, "param", (1440, "light"))
    context: BrowserContext = chromium.new_context(
        viewport={"width": width, "height": 844 if width < 500 else 1000}, color_scheme=scheme
    )
    seen = Watched(context.new_page(), served_demo)
    own = (served_demo, served_demo.replace("http", "ws", 1), "data:", "blob:")

    def note_request(asked: Request) -> None:
        if not asked.url.startswith(own):
            seen.outside.append(asked.url)

    def note_response(answer: Response) -> None:
        if answer.status >= 400:
            seen.errors.append(f"{answer.status} {answer.url}")

    seen.page.on("request", note_request)
    seen.page.on("response", note_response)
    seen.page.on("console", lambda said: seen.errors.append(said.text) if said.type == "error" else None)
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
    yield seen
    context.close()
