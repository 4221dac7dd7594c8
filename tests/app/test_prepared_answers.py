"""Answers are prepared before the first reader asks; a fault there would close the server to everyone."""

from cp4p_metrics.dashboard import answers
from cp4p_metrics.home import Home
from cp4p_metrics.measures import MEASURES


def test_what_pages_ask_of_every_place_is_prepared_without_a_fault(demo_home: Home) -> None:
    answers._by_place.cache_clear()
    answers.prepare()
    assert 100 < answers._by_place.cache_info().currsize < answers.KEPT_BLOCKS


def test_what_pages_ask_for_are_measures() -> None:
    assert set(answers.ASKED_BY_PAGES) <= set(MEASURES)


def test_nothing_published_is_nothing_to_prepare(home: Home) -> None:
    answers.prepare()
