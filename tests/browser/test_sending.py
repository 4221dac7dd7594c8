"""A director on a phone drops a file, looks at what would come in, and takes it in."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from cp4p_metrics.home import PROJECT, Home
from cp4p_metrics.inbox.answers import read_heartbeat
from cp4p_metrics.records.store import reading
from cp4p_metrics.release.reader import open_release
from tests.server import serving

from .conftest import Watched

pytestmark = pytest.mark.browser

HEADER = "contact_id,partner_id,area,participant_id,contact_date,purpose,minutes\n"
PHONE = {"width": 390, "height": 844}
FILE_INPUT = "[data-testid=stFileUploader] input[type=file]"


@pytest.fixture
def own_home(published_demo: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A copy of the made-up coalition's home, to be written to."""
    home = Home(tmp_path / "home")
    for folder in (published_demo.store.parent, published_demo.releases, published_demo.key.parent):
        shutil.copytree(folder, home.path / folder.name)
    monkeypatch.setenv("CP4P_HOME", str(home.path))
    return home


@pytest.fixture
def phone(chromium: Browser, own_home: Home, tmp_path: Path) -> Iterator[Watched]:
    """The page on a phone, a server of its own and a checker beside it."""
    program = [sys.executable, "-m", "cp4p_metrics.command_line", "watch", "--every", "0.3"]
    checker = subprocess.Popen(program, cwd=PROJECT, env=dict(os.environ), stderr=subprocess.DEVNULL)
    try:
        with serving(own_home, tmp_path / "server.log") as address:
            deadline = time.monotonic() + 30
            while read_heartbeat(own_home) is None:
                assert time.monotonic() < deadline, "the checker did not start"
                time.sleep(0.1)
            context = chromium.new_context(viewport=PHONE, accept_downloads=True)
            seen = Watched(context.new_page(), address)
            seen.page.on("console", lambda said: seen.errors.append(said.text) if said.type == "error" else None)
            seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
            yield seen
            context.close()
    finally:
        checker.terminate()
        checker.wait(timeout=20)


def test_a_file_is_dropped_looked_at_and_taken_in_on_a_phone(phone: Watched, own_home: Home) -> None:
    phone.open("send_data")
    page = phone.page
    headline = page.locator("h1")
    expect(headline).to_have_text("Send your records in three steps")
    whose = next(iter(open_release().partners))
    rows = "".join(f"S{number},{whose},25,P1,2026-10-05,check_in,20\n" for number in range(9))
    content = f"{HEADER}{rows}S9,{whose},25,P1,soon,check_in,20\n"
    page.locator(FILE_INPUT).set_input_files(
        {"name": "October contacts.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    expect(headline).to_have_text("9 of 10 rows can come in, 1 can’t yet", timeout=60_000)
    assert stored_count(own_home) == 0
    with urllib.request.urlopen(f"{phone.address}/_stcore/metrics") as answer:
        assert "UploadedFileManager" not in answer.read().decode(), "the server let go of the file"
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    phone.settle()
    phone.picture("send_data-checked-390")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download every row and reason").click()
    text = Path(downloading.value.path()).read_text(encoding="utf-8")
    assert text.splitlines()[1].startswith("October contacts.csv,10,contact_date,is not a date")
    page.get_by_role("button", name="Take it in").click()
    expect(headline).to_have_text("9 rows are in", timeout=60_000)
    phone.settle()
    phone.picture("send_data-taken_in-390")
    assert stored_count(own_home) == 9
    assert phone.errors == []
    assert [path for folder in (own_home.inbox, own_home.checking) for path in folder.glob("*.data*")] == []


def stored_count(home: Home) -> int:
    with reading(home) as store:
        return int(store.execute("SELECT count(*) FROM contacts WHERE contact_id LIKE 'S%'").fetchall()[0][0])
