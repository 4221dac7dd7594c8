"""The direction of the house, read from its imports: nothing flows back, and no page reaches a record.

See "One straight way" in docs/decisions.md.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "cp4p_metrics"
LONGEST_MODULE, LONGEST_PAGE = 260, 110
LONGER_FOR_A_REASON = {"cp4p_metrics/records/tables.py": "the reference of every column, read from top to bottom"}
RELEASE_FOR_READERS = {"reader", "questions", "shared_questions", "covering", "comparison", "facts", "files"}
ROOMS_WITH_RECORDS = {"measures", "engines", "records", "intake", "demo", "watch"}


def name_of(file):
    """The dotted name under which a file is imported; pages and app.py by their own."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {name_of(file): file for folder in (PACKAGE, "pages") for file in sorted((ROOT / folder).rglob("*.py"))}
FILES["app"] = ROOT / "app.py"
PAGES = [name for name in FILES if name.startswith("pages.")]
IN_THE_WEB_PROCESS = ["app", *PAGES, *(name for name in FILES if name.startswith(f"{PACKAGE}.dashboard"))]


@cache
def imports(name):
    """The dotted names of all that a module imports, at its top, in a function or for type checking."""
    file, found = FILES[name], set()
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            # `from package import module` imports the module, `from module import name` the module alone.
            found |= {f"{base}.{alias.name}" if f"{base}.{alias.name}" in FILES else base for alias in node.names}
    return frozenset(found)


def ours(name):
    """What a module imports of the package, without the package's own name."""
    return {found.removeprefix(f"{PACKAGE}.") for found in imports(name) if found.split(".")[0] == PACKAGE}


def reached(name):
    """Every module of the package that comes with a module, however far away."""
    found, todo = set(), [name]
    while todo:
        for other in imports(todo.pop()):
            if other in FILES and other not in found:
                found.add(other)
                todo.append(other)
    return {other.removeprefix(f"{PACKAGE}.") for other in found}


def room(module):
    return module.split(".")[0]


def modules_of(*rooms):
    return [name for name in FILES if name.startswith(tuple(f"{PACKAGE}.{room}" for room in rooms))]


def strangers(name, rooms, modules=()):
    """What a module imports of the package beyond these rooms and modules."""
    return {found for found in ours(name) if room(found) not in rooms and found not in modules}


def test_the_modules_are_found_and_their_imports_read():
    assert {f"{PACKAGE}.measures.cells", f"{PACKAGE}.release.reader", "pages.overview", "app"} <= set(FILES)
    assert {"duckdb", f"{PACKAGE}.records.tables", f"{PACKAGE}.measures.reporting"} <= imports(
        f"{PACKAGE}.measures.cells"
    )
    assert "records.store" in reached(f"{PACKAGE}.release.publish")


@pytest.mark.parametrize("name", FILES)
def test_only_the_app_its_pages_and_the_dashboard_import_streamlit(name):
    if name not in IN_THE_WEB_PROCESS:
        assert "streamlit" not in {found.split(".")[0] for found in imports(name)}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_imports_the_dashboard_the_figures_and_what_readers_may_know(name):
    readers = {f"release.{module}" for module in RELEASE_FOR_READERS}
    assert (
        strangers(name, {"dashboard", "figures", "inbox", "periods", "places", "coalition", "errors"}, readers) == set()
    )


@pytest.mark.parametrize("name", modules_of("figures"))
def test_figures_import_nothing_but_periods_and_places(name):
    assert strangers(name, {"figures", "periods", "places", "coalition"}) == set()


@pytest.mark.parametrize("name", modules_of("evidence"))
def test_evidence_imports_nothing_of_the_package(name):
    assert strangers(name, {"evidence"}) == set()


@pytest.mark.parametrize("name", modules_of("dashboard"))
def test_the_dashboard_takes_from_the_release_only_what_reads_it(name):
    readers = {f"release.{module}" for module in RELEASE_FOR_READERS}
    assert (
        strangers(name, {"dashboard", "figures", "inbox", "periods", "places", "coalition", "errors", "home"}, readers)
        == set()
    )


@pytest.mark.parametrize("name", IN_THE_WEB_PROCESS)
def test_nothing_in_the_web_process_reaches_a_record_however_far_away(name):
    assert {
        found for found in reached(name) if room(found) in ROOMS_WITH_RECORDS or found == "release.publish"
    } == set()
    assert "duckdb" not in imports(name), "the release's reader is the only one that opens a file"


@pytest.mark.parametrize(
    "name", [f"{PACKAGE}.release.{module}" for module in sorted(RELEASE_FOR_READERS | {"writing", "calendar_file"})]
)
def test_what_reads_a_release_knows_nothing_of_records(name):
    assert strangers(name, {"release", "periods", "places", "coalition", "errors", "home"}) == set()
    assert {found for found in reached(name) if room(found) in ROOMS_WITH_RECORDS} == set()


@pytest.mark.parametrize("name", modules_of("records"))
def test_records_import_nothing_but_the_house_itself(name):
    assert strangers(name, {"records", "errors", "home", "periods", "places", "coalition"}) == set()


@pytest.mark.parametrize("name", modules_of("measures"))
def test_measures_import_records_evidence_and_what_counts(name):
    assert (
        strangers(name, {"measures", "engines", "records", "evidence", "errors", "periods", "places", "coalition"})
        == set()
    )


@pytest.mark.parametrize("name", modules_of("engines"))
def test_engines_know_neither_records_nor_measures(name):
    assert strangers(name, {"engines", "errors"}) == set()


def test_only_measures_and_what_publishes_import_engines():
    importers = {
        name.removeprefix(f"{PACKAGE}.") for name in FILES if "engines" in {room(found) for found in ours(name)}
    }
    outside = {name for name in importers if room(name) not in ("engines", "measures")}
    assert outside == {"release.counting", "release.cubes", "release.people_cubes", "release.publish"}


@pytest.mark.parametrize("name", modules_of("intake"))
def test_intake_imports_records_only(name):
    assert strangers(name, {"intake", "records", "errors", "home", "periods", "places", "coalition"}) == set()


@pytest.mark.parametrize("name", modules_of("inbox"))
def test_the_inbox_between_page_and_checker_knows_neither(name):
    assert strangers(name, {"inbox", "errors", "home"}) == set()


@pytest.mark.parametrize("name", modules_of("watch."))
def test_the_checker_imports_intake_and_what_publishes(name):
    assert strangers(name, {"watch", "inbox", "intake", "errors", "home"}, {"release.publish"}) == set()


@pytest.mark.parametrize("name", modules_of("demo"))
def test_the_made_up_coalition_knows_the_tables_and_nothing_else(name):
    assert (
        strangers(name, {"demo", "errors", "periods", "places", "coalition"}, {"records.tables", "records.columns"})
        == set()
    )


def test_publishing_imports_measures_evidence_and_records():
    allowed = {
        "release",
        "measures",
        "engines",
        "evidence",
        "records",
        "errors",
        "home",
        "places",
        "periods",
        "coalition",
    }
    for module in ("publish", "counting"):
        assert strangers(f"{PACKAGE}.release.{module}", allowed) == set()


def line_count(name):
    return len(FILES[name].read_text(encoding="utf-8").splitlines())


def test_no_module_and_no_page_is_so_long_that_a_word_is_missing():
    too_long = {
        str(FILES[name].relative_to(ROOT)): line_count(name)
        for name in FILES
        if line_count(name) > (LONGEST_PAGE if name in PAGES else LONGEST_MODULE)
    }
    assert set(too_long) == set(LONGER_FOR_A_REASON), f"Too long: {too_long}"


@pytest.mark.parametrize("name", IN_THE_WEB_PROCESS)
def test_the_web_process_writes_no_raw_html_and_sends_no_hidden_columns(name):
    for node in ast.walk(ast.parse(FILES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword):
            assert node.arg != "unsafe_allow_html", f"line {node.value.lineno}"
        if isinstance(node, ast.Attribute):
            # st.dataframe sends a whole table with its own download and search; a table shows what it shows.
            is_streamlit = isinstance(node.value, ast.Name) and node.value.id == "st"
            assert not (is_streamlit and node.attr in ("dataframe", "html", "data_editor")), f"line {node.lineno}"
