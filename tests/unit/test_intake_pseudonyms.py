"""Participants' ids never reach the disk; their pseudonyms need the coalition's key."""

import hashlib
import hmac
import stat
import threading
from contextlib import suppress

import pytest

from cp4p_metrics.errors import StoreError
from cp4p_metrics.intake import import_files
from cp4p_metrics.records.store import reading

HEADER = "contact_id,partner_id,area,participant_id,contact_date,purpose,minutes\n"


def imported(home, tmp_path, content, name="contacts.csv"):
    path = tmp_path / name
    path.write_text(HEADER + content)
    return import_files(home, [path])


def pseudonyms(home):
    with reading(home) as store:
        return [row[0] for row in store.execute("SELECT participant_id FROM contacts ORDER BY contact_id").fetchall()]


def test_a_pseudonym_is_the_keyed_hash_of_the_id_alone_so_people_are_counted_across_partners(home, tmp_path):
    imported(
        home,
        tmp_path,
        "C1,ucan,25,P-17,2026-03-05,,\nC2,also,25, P-17 ,2026-03-05,,\nC3,ucan,25,p-17,2026-03-05,,\n",
    )
    expected = hmac.new(bytes.fromhex("5b" * 32), b"P-17", hashlib.sha256).hexdigest()[:32]
    first, second, third = pseudonyms(home)
    assert first == second == expected
    assert third != expected


def test_no_id_and_no_key_is_anywhere_under_the_home_folder(home, tmp_path):
    rows = "".join(f"C{number},ucan,25,MARKED-{number % 50},2026-03-05,,\n" for number in range(5000))
    imported(home, tmp_path, rows)
    files = [path for path in home.path.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert b"MARKED" not in path.read_bytes()
        assert b"5b" * 32 not in path.read_bytes()


def test_what_does_not_fit_in_memory_is_written_to_the_scratch_folder_without_an_id(home, tmp_path, monkeypatch):
    monkeypatch.setattr("cp4p_metrics.records.store.MEMORY_LIMIT", "120MB")
    rows = "".join(
        f"C{number * 7919 % 1000003},ucan,25,MARKED-{number % 20_000},2026-03-05,,\n" for number in range(700_000)
    )
    written, is_over = [], threading.Event()

    def watch():
        while not is_over.is_set():
            for path in home.scratch.glob("*.tmp"):
                with suppress(FileNotFoundError):
                    written.append(b"MARKED" in path.read_bytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        report = imported(home, tmp_path, rows)
    finally:
        is_over.set()
        watcher.join()
    assert report.accepted_count == 700_000
    assert written
    assert not any(written)
    assert not list(home.scratch.iterdir())


def test_a_key_is_made_on_first_need_for_the_owner_alone_and_kept(home, tmp_path, monkeypatch):
    monkeypatch.delenv("CP4P_KEY")
    (tmp_path / "partners.csv").write_text("partner_id,partner_name\nucan,UCAN\n")
    import_files(home, [tmp_path / "partners.csv"])
    assert not home.key.exists()
    imported(home, tmp_path, "C1,ucan,25,P1,2026-03-05,,\n")
    assert stat.S_IMODE(home.key.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.key.parent.stat().st_mode) == 0o700
    made = home.key.read_bytes()
    imported(home, tmp_path, "C2,ucan,25,P1,2026-03-06,,\n", "later.csv")
    assert home.key.read_bytes() == made
    assert len(set(pseudonyms(home))) == 1


def test_a_lost_key_is_never_replaced_in_silence(home, tmp_path, monkeypatch):
    imported(home, tmp_path, "C1,ucan,25,P1,2026-03-05,,\n")
    monkeypatch.delenv("CP4P_KEY")
    with pytest.raises(StoreError, match="key is missing"):
        imported(home, tmp_path, "C2,ucan,25,P1,2026-03-06,,\n")
    assert not home.key.exists()


def test_a_short_key_and_one_that_others_can_read_are_refused_without_showing_them(home, tmp_path, monkeypatch):
    monkeypatch.setenv("CP4P_KEY", "tooshort")
    with pytest.raises(StoreError, match="shorter than 32 bytes") as raised:
        imported(home, tmp_path, "C1,ucan,25,P1,2026-03-05,,\n")
    assert "tooshort" not in str(raised.value)
    monkeypatch.delenv("CP4P_KEY")
    home.key.parent.mkdir(parents=True)
    home.key.write_text("5b" * 32)
    home.key.chmod(0o644)
    with pytest.raises(StoreError, match="mode 600"):
        imported(home, tmp_path, "C1,ucan,25,P1,2026-03-05,,\n")
