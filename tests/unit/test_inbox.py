"""The inbox from the page's side: a file goes in whole, under a name of ours, and nothing here reads it back."""

import ast
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from streamlit import config

from cp4p_metrics.errors import InboxError, RefusedFileError
from cp4p_metrics.home import PROJECT, Home
from cp4p_metrics.inbox import dropping
from cp4p_metrics.inbox.dropping import ask, drop_file
from cp4p_metrics.inbox.tickets import DROP_ID, LONGEST_LABEL, MEGABYTE, MOST_BYTES, Wish, cleaned_label, read_ticket

CONTENT = b"contact_id,partner_id\nC1,ucan\n"
WEB = sorted([*(PROJECT / "pages").glob("*.py"), *(PROJECT / "cp4p_metrics" / "dashboard").rglob("*.py")])


@pytest.fixture
def inbox(home):
    home.inbox.mkdir(parents=True)
    return home.inbox


def drop(home, name="contacts.csv", content=CONTENT):
    return drop_file(home, content, name=name, partner_id="ucan", sender="page", is_demonstration=True)


def test_a_dropped_file_lies_there_whole_with_its_ticket_beside_it(home, inbox):
    ticket = drop(home)
    names = sorted(path.name for path in inbox.iterdir())
    assert len(names) == 2
    assert f"{ticket.drop_id}.data" in names
    assert all(re.fullmatch(r"[0-9a-f]{32}\.(data|json)", name) for name in names)
    (inbox / f"{ticket.drop_id}.data").chmod(0o600)
    assert (inbox / f"{ticket.drop_id}.data").read_bytes() == CONTENT
    [written] = inbox.glob("*.json")
    written.chmod(0o600)
    assert read_ticket(written.read_bytes()) == ticket
    assert (ticket.wish, ticket.label, ticket.is_demonstration) == (Wish.PREVIEW, "contacts.csv", True)


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_who_dropped_a_file_may_not_read_it_whatever_the_mask(home, inbox, mask):
    before = os.umask(mask)
    try:
        drop(home)
    finally:
        os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in inbox.iterdir()} == {0o040}


DROP_AS_ANOTHER_USER = """
import os, sys
from pathlib import Path
from cp4p_metrics.home import Home
from cp4p_metrics.inbox.dropping import drop_file
home = Home(Path(sys.argv[1]))
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
ticket = drop_file(home, b"a,b", name="a.csv", partner_id="ucan", sender="page", is_demonstration=True)
for name, attempt in {
    "list": lambda: os.listdir(home.inbox),
    "read": lambda: open(home.inbox / f"{ticket.drop_id}.data", "rb"),
}.items():
    try:
        attempt()
        print(name)
    except PermissionError:
        pass
print("dropped")
"""


def test_a_user_who_can_only_write_to_the_inbox_drops_files_and_can_neither_list_nor_read_them():
    folder = Path(tempfile.mkdtemp())  # where another user may come, unlike pytest's own
    try:
        folder.chmod(0o755)
        inbox = Home(folder).inbox
        inbox.mkdir()
        is_root = os.geteuid() == 0
        if is_root:
            os.chown(inbox, 0, 65534)
        inbox.chmod(0o730 if is_root else 0o300)
        run = subprocess.run(
            [sys.executable, "-c", DROP_AS_ANOTHER_USER, str(folder)],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
        inbox.chmod(0o700)
        assert run.stdout == "dropped\n", run.stderr
        assert len(list(inbox.iterdir())) == 2
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("file", WEB, ids=lambda file: file.stem)
def test_no_page_names_the_inbox_itself_or_the_checker_s_folder(file):
    """Only `dropping` knows where the inbox is; the pages call it and never touch the folder."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            is_home = isinstance(node.value, ast.Call | ast.Name) and "home" in ast.unparse(node.value)
            assert not (is_home and node.attr in ("inbox", "checking", "store", "key")), f"line {node.lineno}"


def test_what_drops_files_opens_them_to_write_only():
    """Every call in the module is on this list: none of them reads, lists or opens what lies in the inbox."""
    tree = ast.parse(Path(dropping.__file__).read_text(encoding="utf-8"))
    called = {ast.unparse(node.func).split(".")[-1] for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert called <= {
        *("InboxError", "Ticket", "_put", "ask", "cleaned_label", "encode", "len", "memoryview", "new_id", "to_json"),
        *("close", "fchmod", "fsync", "open", "rename", "strerror", "suppress", "type", "unlink", "write"),
    }
    [opened] = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.open"]
    assert ast.unparse(opened.args[1]) == "os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW"


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("contacts.csv", "contacts.csv"),
        ("../../records/store.duckdb", "store.duckdb"),
        ("C:\\Users\\ana\\May.xlsx", "May.xlsx"),
        ("/etc/passwd", "passwd"),
        ("a\nb\x1b[31m\0.csv", "a b [31m .csv"),
        ("\u202egpj.csv", "gpj.csv"),
        ("../..", ".."),
        ("", "a file without a name"),
        ("x" * 100_000, "x" * LONGEST_LABEL),
    ],
)
def test_a_file_s_own_name_is_a_label_and_never_a_path(home, inbox, name, label):
    assert drop(home, name=name).label == label == cleaned_label(name)
    assert {path.parent for path in home.path.rglob("*") if path.is_file()} == {inbox}
    assert all(DROP_ID.fullmatch(path.stem) for path in inbox.iterdir())


def test_an_empty_file_and_one_beyond_the_limit_are_refused_in_words(home, inbox, monkeypatch):
    with pytest.raises(InboxError, match="empty"):
        drop(home, content=b"")
    monkeypatch.setattr(dropping, "MOST_BYTES", 10)
    with pytest.raises(InboxError, match="larger than"):
        drop(home)
    assert list(inbox.iterdir()) == []


def test_the_browser_may_send_as_much_as_the_inbox_takes():
    assert config.get_option("server.maxUploadSize") == MOST_BYTES // MEGABYTE


def test_without_an_inbox_the_director_is_told_whom_to_ask(home):
    with pytest.raises(InboxError, match="start 'cp4p watch'"):
        drop(home)


def test_a_full_disk_leaves_nothing_behind_and_is_told_in_words(home, inbox):
    program = (
        "import resource, sys, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from cp4p_metrics.home import current_home; from cp4p_metrics.errors import InboxError\n"
        "from cp4p_metrics.inbox.dropping import drop_file\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "try:\n    drop_file(current_home(), b'x' * 9000, name='a', partner_id='u', sender='p', is_demonstration=True)\n"
        "except InboxError as error:\n    print(error)"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert run.stdout.startswith("The file could not be put into the inbox"), run.stdout
    assert list(inbox.iterdir()) == []


@pytest.mark.parametrize(
    "change",
    [
        {"drop_id": "../../../etc/passwd"},
        {"drop_id": "A" * 32},
        {"drop_id": 7},
        {"wish": "publish"},
        {"partner_id": ""},
        {"partner_id": None},
        {"partner_id": "u" * 500},
        {"is_demonstration": "yes"},
        {"file_hash": "0"},
        {"label": 5},
        {"unknown": 1},
    ],
)
def test_a_ticket_that_this_program_does_not_write_is_refused(home, inbox, change):
    sound = json.loads(drop(home).to_json())
    with pytest.raises(RefusedFileError):
        read_ticket(json.dumps({**sound, **change}))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7", "[" * 100_000, b"\xff\xfe", "{}"])
def test_what_is_no_ticket_at_all_is_refused(text):
    with pytest.raises(RefusedFileError):
        read_ticket(text)


def test_a_wish_about_a_file_is_a_ticket_of_its_own(home, inbox):
    ticket = drop(home)
    ask(home, ticket)
    assert len(list(inbox.glob("*.json"))) == 2
