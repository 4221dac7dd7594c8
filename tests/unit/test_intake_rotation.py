"""The participants' key can be changed: nobody is counted twice, and nothing is lost wherever it is cut off."""

import os
import random
import signal
import stat
import subprocess
import sys
import time

import pytest

from cp4p_metrics.errors import NoRecordsError, StoreError
from cp4p_metrics.home import Home
from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.key_files import next_key_file
from cp4p_metrics.intake.outdated import Purge
from cp4p_metrics.intake.pseudonyms import pseudonym
from cp4p_metrics.intake.purging import purge_records
from cp4p_metrics.intake.rotation import rotate_key
from cp4p_metrics.records.store import reading

HEADER = "contact_id,partner_id,area,participant_id,contact_date\n"
FIRST, SECOND = "5b" * 32, "c4" * 32


@pytest.fixture
def filed_home(home, monkeypatch):
    """An empty home folder whose key is in a file."""
    monkeypatch.delenv("CP4P_KEY")
    return home


def imported(home, tmp_path, count, start=0, person=0):
    """Contacts with people numbered from `person` on."""
    rows = "".join(f"C{start + number},ucan,25,P{person + number},2026-03-05\n" for number in range(count))
    path = tmp_path / f"contacts_{start}.csv"
    path.write_text(HEADER + rows)
    return import_files(home, [path])


def people(home):
    with reading(home) as store:
        return {row[0] for row in store.execute("SELECT participant_id FROM contacts").fetchall()}


def keys_in(home):
    return tuple(bytes.fromhex(line) for line in home.key.read_text().split())


def test_after_a_change_the_same_people_are_known_and_the_old_pseudonyms_are_nowhere(filed_home, tmp_path):
    imported(filed_home, tmp_path, 50)
    old_key, old_people = filed_home.key.read_text(), people(filed_home)
    said = rotate_key(filed_home).to_text()
    assert "50 rows have new pseudonyms" in said
    assert filed_home.key.read_text().startswith(old_key)
    assert len(keys_in(filed_home)) == 2
    assert stat.S_IMODE(filed_home.key.stat().st_mode) == 0o600
    assert not next_key_file(filed_home).exists()
    new_people = people(filed_home)
    assert new_people == {pseudonym(f"P{number}", keys_in(filed_home)) for number in range(50)}
    content = filed_home.store.read_bytes()
    assert not [each for each in old_people if each.encode() in content]
    imported(filed_home, tmp_path, 60, start=100)
    assert len(people(filed_home)) == 60
    assert people(filed_home) > new_people
    assert not [line for line in keys_in(filed_home) if line.hex() in said]


def test_a_second_change_makes_a_chain_of_three_and_earlier_versions_of_rows_follow(filed_home, tmp_path):
    imported(filed_home, tmp_path, 10)
    imported(filed_home, tmp_path, 10, person=100)
    rotate_key(filed_home)
    rotate_key(filed_home)
    expected = {pseudonym(f"P{100 + number}", keys_in(filed_home)) for number in range(10)}
    assert people(filed_home) == expected
    with reading(filed_home) as store:
        kept = {row[0] for row in store.execute("SELECT participant_id FROM store.main.replaced_contacts").fetchall()}
    assert kept == {pseudonym(f"P{number}", keys_in(filed_home)) for number in range(10)}


def test_a_store_from_a_backup_of_before_the_change_opens_with_the_new_key_file(filed_home, tmp_path):
    imported(filed_home, tmp_path, 10)
    backup, before = filed_home.store.read_bytes(), people(filed_home)
    rotate_key(filed_home)
    filed_home.store.write_bytes(backup)
    imported(filed_home, tmp_path, 10, start=50)
    assert people(filed_home) == before


def test_a_wrong_key_is_noticed_and_nothing_comes_in(home, tmp_path, monkeypatch):
    imported(home, tmp_path, 10)
    monkeypatch.setenv("CP4P_KEY", SECOND)
    with pytest.raises(StoreError, match="not the one that the store was made with") as raised:
        imported(home, tmp_path, 10, start=50)
    assert SECOND not in str(raised.value)
    monkeypatch.setenv("CP4P_KEY", FIRST)
    assert imported(home, tmp_path, 10, start=50).accepted_count == 10
    assert len(people(home)) == 10


def test_with_the_key_in_the_environment_the_operator_sets_the_chain(home, tmp_path, monkeypatch):
    imported(home, tmp_path, 10)
    with pytest.raises(StoreError, match="must come from CP4P_NEXT_KEY"):
        rotate_key(home)
    monkeypatch.setenv("CP4P_NEXT_KEY", SECOND)
    said = rotate_key(home).to_text()
    assert "Set CP4P_KEY to what it was, a comma" in said
    assert SECOND not in said and FIRST not in said
    assert not home.key.exists() and not next_key_file(home).exists()
    with pytest.raises(StoreError, match="a comma and the new key"):
        imported(home, tmp_path, 10, start=50)
    monkeypatch.setenv("CP4P_KEY", f"{FIRST},{SECOND}")
    imported(home, tmp_path, 10, start=50)
    assert people(home) == {pseudonym(f"P{number}", (b"\x5b" * 32, b"\xc4" * 32)) for number in range(10)}


def test_a_text_with_a_comma_is_still_one_key_and_is_told_how_to_become_a_chain(home, tmp_path, monkeypatch):
    text = "a long sentence, which has a comma in it"
    monkeypatch.setenv("CP4P_KEY", text)
    imported(home, tmp_path, 3)
    assert people(home) == {pseudonym(f"P{number}", (text.encode(),)) for number in range(3)}
    monkeypatch.setenv("CP4P_NEXT_KEY", SECOND)
    with pytest.raises(StoreError, match="must be hexadecimal"):
        rotate_key(home)
    monkeypatch.setenv("CP4P_KEY", text.encode().hex())
    rotate_key(home)


def test_without_participants_there_is_nothing_to_change(filed_home, tmp_path):
    with pytest.raises(NoRecordsError):
        rotate_key(filed_home)
    (tmp_path / "partners.csv").write_text("partner_id,partner_name\nucan,UCAN\n")
    import_files(filed_home, [tmp_path / "partners.csv"])
    with pytest.raises(NoRecordsError, match="no participants"):
        rotate_key(filed_home)


def test_a_purge_keeps_the_fingerprint(home, tmp_path, monkeypatch):
    imported(home, tmp_path, 10)
    purge_records(home, Purge("also", None))
    monkeypatch.setenv("CP4P_KEY", SECOND)
    with pytest.raises(StoreError, match="not the one"):
        imported(home, tmp_path, 10, start=50)


class CutOffError(BaseException):
    """Stands for a machine that stops."""


@pytest.mark.parametrize("stop_at", ["the store", "the key file"])
def test_a_change_that_is_cut_off_between_its_two_acts_is_finished_or_undone_by_the_next_import(
    filed_home, tmp_path, monkeypatch, stop_at
):
    imported(filed_home, tmp_path, 20)
    before = people(filed_home)
    with monkeypatch.context() as patch:
        if stop_at == "the key file":
            patch.setattr(type(filed_home.key), "replace", _stopping(type(filed_home.key).replace, filed_home.key))
        else:
            patch.setattr("cp4p_metrics.intake.rebuilding.os.replace", _stopping(os.replace, filed_home.store))
        with pytest.raises(CutOffError):
            rotate_key(filed_home)
    assert len(keys_in(filed_home)) == 1
    assert next_key_file(filed_home).exists()
    imported(filed_home, tmp_path, 20, start=50)
    assert len(people(filed_home)) == 20
    assert (people(filed_home) == before) == (stop_at == "the store")
    assert len(keys_in(filed_home)) == (1 if stop_at == "the store" else 2)


def _stopping(replace, path):
    """As `replace`, but the machine stops where something is about to take the place of `path`."""

    def stopping(source, target):
        if target == path:
            raise CutOffError
        return replace(source, target)

    return stopping


def test_a_change_killed_at_any_moment_loses_nobody_and_counts_nobody_twice(filed_home, tmp_path):
    imported(filed_home, tmp_path, 20_000)
    command = [sys.executable, "-m", "cp4p_metrics.command_line", "rotate-key"]
    environment = {name: value for name, value in os.environ.items() if name != "CP4P_KEY"}
    environment["CP4P_HOME"] = str(filed_home.path)
    began = time.monotonic()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    whole = time.monotonic() - began
    draw = random.Random(3)
    for attempt in range(6):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * draw.uniform(0.35, 1.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
        imported(filed_home, tmp_path, 50, start=100_000 + 100 * attempt, person=draw.randrange(19_000))
        assert len(people(filed_home)) == 20_000
    assert people(filed_home) == {pseudonym(f"P{number}", keys_in(Home(filed_home.path))) for number in range(20_000)}
