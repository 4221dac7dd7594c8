"""The measure reference is what the registry says, and no measure says too little."""

import re
from pathlib import Path

import pytest

from cp4p_metrics.dashboard.glossary import terms
from cp4p_metrics.home import PROJECT
from cp4p_metrics.measures import MEASURES, Measure
from cp4p_metrics.measures.catalogue import CATALOGUE, names_of
from cp4p_metrics.measures.reference import reference_text

# These two are themselves about what is missing from the records.
NEEDS_NO_CAVEAT = {"attendance_reported_share", "reporting_completeness"}
WORDS = {term.word.casefold() for term in terms()}
every_measure = pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))


def is_explained(word: str) -> bool:
    """Whether the glossary has the word, in the singular or as it stands."""
    return bool({word.casefold(), word.casefold().removesuffix("s")} & WORDS)


def test_docs_measures_is_what_the_registry_generates() -> None:
    written = (PROJECT / "docs" / "measures.md").read_text(encoding="utf-8")
    assert written == reference_text(), "Run 'cp4p measures > docs/measures.md' and look at the difference."


@every_measure
def test_a_measure_has_a_title_a_unit_a_meaning_and_a_source(measure: Measure) -> None:
    assert measure.title and measure.unit and measure.source
    assert measure.meaning.endswith("."), "The meaning is a whole sentence."


@every_measure
def test_a_measure_says_what_to_keep_in_mind(measure: Measure) -> None:
    assert measure.caveats or measure.name in NEEDS_NO_CAVEAT
    assert all(caveat.endswith(".") for caveat in measure.caveats)


@every_measure
def test_the_words_of_a_measure_are_in_the_glossary(measure: Measure) -> None:
    assert is_explained(measure.family), f"GLOSSARY.md has no entry for '{measure.family}'."
    if re.fullmatch(r"\w+", measure.unit):  # 'mediations'; not '% of referrals …'
        assert is_explained(measure.unit), f"GLOSSARY.md has no entry for '{measure.unit}'."


@every_measure
def test_a_count_of_recorded_work_is_never_called_better_or_worse(measure: Measure) -> None:
    if not measure.is_public and measure.family != "Trust in the numbers":
        assert measure.fewer_is_better is None


def test_every_measure_stands_in_the_reference_once() -> None:
    names = re.findall(r"^`(\w+)`$", reference_text(), flags=re.MULTILINE)
    assert sorted(names) == sorted(MEASURES)


def test_every_line_of_the_catalogue_has_a_measure() -> None:
    named = [name for lines in CATALOGUE.values() for _, names in lines for name in names_of(names)]
    assert len(named) == len(set(named)) > 60
    assert set(named) <= set(MEASURES), "These lines name no measure: " + ", ".join(set(named) - set(MEASURES))


@pytest.mark.shared_data
def test_every_name_that_the_field_guide_uses_is_a_measure(shared_data: Path) -> None:
    guide = (shared_data.parent / "guide" / "MEASURES.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in guide.splitlines() if line.startswith("| `")]
    event_names = re.search(r"## E\..*?## F\.", guide, flags=re.DOTALL)
    assert event_names
    trust_names = guide.split("## F.")[1].split("## Periods")[0]
    names = re.findall(r"`(\w+)`", " ".join([*rows, event_names[0], trust_names]))
    assert len(names) > 50
    assert set(names) <= set(MEASURES), sorted(set(names) - set(MEASURES))


def test_the_glossary_explains_each_word_once_in_a_whole_sentence() -> None:
    words = [term.word.casefold() for term in terms()]
    assert len(words) == len(set(words)) > 40
    assert all(term.meaning.endswith(".") and term.group for term in terms())


def test_every_line_of_the_glossary_that_looks_like_an_entry_is_one() -> None:
    lines = (PROJECT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith("- ") for line in lines) == len(terms())
