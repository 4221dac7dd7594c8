"""What many tests start from."""

import os
from datetime import date
from pathlib import Path

import pytest

from cp4p_metrics.demo import write_coalition
from cp4p_metrics.demo.settings import Settings
from cp4p_metrics.home import Home
from cp4p_metrics.intake import import_files
from cp4p_metrics.release.publish import publish

# Tests are about Chicago's coalition, whichever one this machine works for, unless they name another.
os.environ.pop("CP4P_COALITION", None)

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty home folder, with a key for pseudonyms in the environment."""
    monkeypatch.setenv("CP4P_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CP4P_KEY", "5b" * 32)
    return Home(tmp_path / "home")


@pytest.fixture
def shared_data() -> Path:
    """The folder of public sample files; the test is skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("The public sample files are not beside the project.")
    return SHARED_DATA


LAST_DAY = date(2026, 10, 31)


@pytest.fixture(scope="session")
def demo_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A small made-up coalition's files, victims since 2019."""
    settings = Settings(through=LAST_DAY, scale=0.08, first_victim_year=2019)
    return write_coalition(tmp_path_factory.mktemp("demo"), settings, lambda words: None)


@pytest.fixture(scope="session")
def published_demo(tmp_path_factory: pytest.TempPathFactory, demo_files: list[Path]) -> Home:
    """A home with the small made-up coalition, imported and published once for all tests. Don't write to it."""
    return _published(Home(tmp_path_factory.mktemp("demo_home")), demo_files, is_demonstration=True)


@pytest.fixture(scope="session")
def published_city(tmp_path_factory: pytest.TempPathFactory, demo_files: list[Path]) -> Home:
    """A home with victim records of less than two years and nothing else, taken as real. Don't write to it."""
    recent = [file for file in demo_files if file.name in ("victims_2025.csv", "victims_2026.csv")]
    return _published(Home(tmp_path_factory.mktemp("city_home")), recent, is_demonstration=False)


@pytest.fixture
def demo_home(published_demo: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The published made-up coalition as the current home."""
    monkeypatch.setenv("CP4P_HOME", str(published_demo.path))
    return published_demo


@pytest.fixture
def city_home(published_city: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Published public records alone as the current home."""
    monkeypatch.setenv("CP4P_HOME", str(published_city.path))
    return published_city


def _published(home: Home, files: list[Path], *, is_demonstration: bool) -> Home:
    import_files(home, files, is_demonstration=is_demonstration, tell=lambda words: None)
    publish(home)
    return home
