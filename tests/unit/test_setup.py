"""What is installed: everything imported is pinned, every pin says why, nothing binds by its license."""

import ast
import os
import re
import subprocess
import sys
from importlib.metadata import metadata as metadata_of
from importlib.metadata import packages_distributions, requires, version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES_OF_PINS = ("requirements.txt", "requirements-dev.txt", "requirements-no-deps.txt", "requirements-spark.txt")
PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?P<rest>.*)")


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(file):
    """Name → version of each line of a requirement file."""
    found = {}
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "-c ")):
            pin = PIN.fullmatch(line)
            assert pin, f"{file}: '{line}' is not pinned with =="
            found[canonical(pin["name"])] = pin["version"]
    return found


def imported_modules(*folders):
    """Top-level names that the Python files under these folders import."""
    files = [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((alias.name.split(".")[0], file) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield node.module.split(".")[0], file


def unpinned(pinned, *folders):
    ours = {"cp4p_metrics", "tests", "tools", "conftest", *sys.stdlib_module_names}
    ours |= {file.stem for folder in folders for file in (ROOT / folder).rglob("*.py")}
    distributions = packages_distributions()
    return {
        f"{module} in {file.relative_to(ROOT)}"
        for module, file in imported_modules(*folders)
        if module not in ours and not {canonical(name) for name in distributions.get(module, [module])} & set(pinned)
    }


def test_everything_the_program_imports_is_pinned():
    assert unpinned(pins("requirements.txt") | pins("requirements-spark.txt"), "cp4p_metrics", "pages") == set()


def test_only_what_speaks_to_a_cluster_imports_what_is_installed_for_it_alone():
    optional = {"pyspark", "py4j", "sqlglot", "grpc"}
    importers = {file.name for module, file in imported_modules("cp4p_metrics", "pages") if module in optional}
    assert importers == {"portable.py", "reasons.py", "uses.py", "spark_sql.py", "spark_engine.py"}


def test_counting_on_duckdb_needs_none_of_it():
    forbid = "import sys; sys.modules.update(dict.fromkeys(('pyspark', 'py4j', 'sqlglot', 'grpc')));"
    run = subprocess.run(
        [sys.executable, "-c", f"{forbid} import cp4p_metrics.release.publish, cp4p_metrics.command_line"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr


def test_everything_the_tests_import_is_pinned():
    assert unpinned(every_pin(), "tests", "tools") == set()


@pytest.mark.parametrize("file", FILES_OF_PINS)
def test_every_pin_says_what_it_is_for(file):
    lines = [line for line in (ROOT / file).read_text(encoding="utf-8").splitlines() if "==" in line]
    assert [line for line in lines if not re.search(r"\S {2,}# \S", line)] == []


def installed_closure(names):
    """These distributions and all that they need here."""
    found, todo = set(), [canonical(name) for name in names]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            for requirement in requires(name) or []:
                needed, _, condition = requirement.partition(";")
                is_installed = canonical(needed_name := re.match(r"[\w.-]+", needed)[0]) in all_pins()
                if is_installed and "extra" not in condition:
                    todo.append(canonical(needed_name))
    return found


def every_pin():
    return {name: version for file in FILES_OF_PINS for name, version in pins(file).items()}


def all_pins():
    return every_pin() | pins("constraints.txt")


def test_what_is_pinned_twice_is_pinned_alike():
    dev, spark = pins("requirements-dev.txt"), pins("requirements-spark.txt")
    assert {name for name in dev.keys() & spark.keys() if dev[name] != spark[name]} == set()
    assert not spark.keys() & pins("requirements.txt").keys()


def test_what_is_installed_is_what_is_pinned():
    for name in installed_closure(pins("requirements.txt")):
        assert version(name) == all_pins()[name], name


def test_no_library_of_the_program_binds_it_by_its_license():
    for name in installed_closure(pins("requirements.txt")):
        about = metadata_of(name)
        words = [about.get("License-Expression") or "", *(about.get_all("Classifier") or [])]
        assert not [word for word in words if re.search(r"\b[AL]?GPL|GNU", word)], name


def test_every_target_of_the_makefile_says_what_it_does():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE)[1].split()
    assert [target for target in targets if not re.search(rf"^{target}:.*## \S", text, re.MULTILINE)] == []


@pytest.mark.parametrize("version", [None, "1.8.0_402", "11.0.22"])
def test_where_java_is_missing_or_old_the_spark_proof_says_that_it_was_skipped(tmp_path, version):
    if version:
        java = tmp_path / "bin" / "java"
        java.parent.mkdir()
        java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n")
        java.chmod(0o755)
    run = subprocess.run(
        ["sh", str(ROOT / "tools" / "test_spark.sh")], env={"PATH": os.defpath, "JAVA_HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    assert "SKIPPED" in run.stdout and "Java 17" in run.stdout
