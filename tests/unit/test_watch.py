"""`cp4p watch`: what directors drop is checked, answered and taken in, however it is cut off and whatever lies there."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cp4p_metrics.command_line import main
from cp4p_metrics.errors import InboxError
from cp4p_metrics.home import PROJECT, Home
from cp4p_metrics.inbox.answers import HEARTBEAT, State, answers_for, read_heartbeat
from cp4p_metrics.inbox.dropping import ask, drop_file
from cp4p_metrics.inbox.tickets import Ticket, Wish
from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.purging import Purge, purge_records
from cp4p_metrics.records.store import reading, writing
from cp4p_metrics.release.files import current_release
from cp4p_metrics.watch import drops, taking, watch, work
from cp4p_metrics.watch.drops import all_kept, content_path, keep, kept

HEADER = "contact_id,partner_id,area,participant_id,contact_date,purpose,minutes\n"
ONE = "C1,ucan,25,P1,2026-03-05,check_in,20\n"
TWO = "C2,ucan,25,P2,2026-03-06,conflict,30\n"


@pytest.fixture
def watched(home):
    """A home whose inbox is there and empty."""
    watch(home, once=True)
    return home


def drop(home, content=HEADER + ONE, *, name="contacts.csv", partner="ucan", is_demonstration=False):
    return drop_file(
        home, content.encode(), name=name, partner_id=partner, sender="page", is_demonstration=is_demonstration
    )


def checked(home, *dropped, **options):
    """A file that was dropped and looked at: its ticket and its answer."""
    ticket = drop(home, *dropped, **options)
    assert watch(home, once=True)
    return ticket, answer_to(home, ticket)


def answer_to(home, ticket):
    answers = answers_for(home, ticket.partner_id, is_demonstration=ticket.is_demonstration)
    return next(answer for answer in answers if answer.drop_id == ticket.drop_id)


def ask_for(home, wish, answer, **changes):
    """Ask as the page does, then let the checker work."""
    ticket = replace(drop_ticket(answer), wish=wish, file_hash=answer.file_hash, **changes)
    ask(home, ticket)
    watch(home, once=True)


def drop_ticket(answer):
    return Ticket(Wish.PREVIEW, answer.drop_id, answer.partner_id, "page", answer.label, answer.is_demonstration)


def stored(home, sql="SELECT contact_id FROM contacts ORDER BY 1"):
    if not home.store.exists():
        return []
    with reading(home) as store:
        return store.execute(sql).fetchall()


def raw_files(home):
    """Every file with what a director sent in it."""
    return [path for folder in (home.inbox, home.checking) for path in folder.glob("*.data*")]


def counts(answer):
    return (
        answer.read_count,
        answer.new_count,
        answer.changed_count,
        answer.unchanged_count,
        answer.set_aside_count,
    )


def test_a_file_is_previewed_then_taken_in_and_its_bytes_are_gone(watched):
    import_files_from(watched, HEADER + ONE)
    revised = ONE.replace(",20\n", ",45\n")
    _, answer = checked(watched, HEADER + revised + TWO + TWO.replace("C2", "C3").replace("2026-03-06", "soon"))
    assert (answer.state, counts(answer)) == (State.CHECKED, (3, 1, 1, 0, 1))
    [reason] = answer.files[0].reasons
    assert (reason.column_name, reason.row_count, reason.first_rows) == ("contact_date", 1, (3,))
    assert stored(watched) == [("C1",)], "nothing is taken in before someone says so"
    assert len(raw_files(watched)) == 1
    ask_for(watched, Wish.ACCEPT, answer)
    taken = answer_to(watched, answer)
    assert (taken.state, counts(taken)) == (State.TAKEN_IN, (3, 1, 1, 0, 1))
    assert stored(watched, "SELECT contact_id, minutes FROM contacts ORDER BY 1") == [("C1", 45), ("C2", 30)]
    assert raw_files(watched) == []
    assert list(all_kept(watched)) == []
    assert stored(watched, "SELECT accepted_by FROM batches ORDER BY accepted_at")[-1] == ("page of ucan",)
    assert stored(watched, "SELECT file_name FROM batch_files ORDER BY 1") == [("contacts.csv",), ("first.csv",)]


def import_files_from(home, content, **options):
    path = home.path / "first.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)
    report = import_files(home, [path], **options)
    path.unlink()
    return report


def test_a_forgotten_file_leaves_no_trace_of_what_was_in_it(watched):
    _, answer = checked(watched, HEADER + ONE.replace("P1", "Zebulon-7"))
    ask_for(watched, Wish.FORGET, answer)
    assert answer_to(watched, answer).state is State.FORGOTTEN
    assert raw_files(watched) == []
    assert stored(watched) == []
    for path in watched.path.rglob("*"):
        assert not path.is_file() or b"Zebulon" not in path.read_bytes(), path.name


def test_what_is_worth_a_look_is_answered_before_and_after_and_is_of_ones_own_rows_alone(watched):
    import_files_from(watched, HEADER + ONE.replace("ucan", "also").replace(",25,", ",9,"), is_demonstration=False)
    _, answer = checked(watched, HEADER + ONE.replace(",25,", ",9,"))
    [line] = answer.to_look_at
    assert line.endswith("1 contact in Edison Park, an area that it did not serve then.")
    assert "UCAN" in line
    ask_for(watched, Wish.ACCEPT, answer)
    assert answer_to(watched, drop_ticket(answer)).to_look_at == (line,)


def test_no_answer_holds_what_a_cell_holds(watched):
    _, answer = checked(watched, HEADER + TWO + "C9,nowhere,Atlantis,Zebulon,soon,quarrel,many\n")
    assert counts(answer) == (2, 1, 0, 0, 1)
    text = "".join(path.read_text() for path in watched.answers.iterdir())
    assert not any(value in text for value in ("C9", "nowhere", "Atlantis", "Zebulon", "soon", "quarrel", "many"))


def test_files_are_for_the_checker_alone_and_answers_for_the_page_too(watched):
    checked(watched)
    modes = {
        path.suffix: path.stat().st_mode & 0o777 for path in [*raw_files(watched), *watched.answers.glob("*.json")]
    }
    assert modes == {".data": 0o600, ".json": 0o640}
    assert watched.checking.stat().st_mode & 0o777 == 0o700


TWO_USERS = """
import os, sys
from pathlib import Path
from cp4p_metrics.home import Home
from cp4p_metrics.inbox.answers import answers_for
from cp4p_metrics.inbox.dropping import drop_file
from cp4p_metrics.watch import watch
import encodings.utf_8_sig, tempfile  # a Python that only root can read loads nothing later on
from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.purging import Purge, purge_records
with tempfile.TemporaryDirectory() as folder:
    file = Path(folder, "contacts.csv")
    file.write_text("contact_id,partner_id,area,participant_id,contact_date,purpose\\n")
    import_files(Home(Path(folder)), [file], preview=True, only_partner="ucan")
user, group, what, home = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], Home(Path(sys.argv[4]))
os.setgroups([65532]); os.setgid(group); os.setuid(user); os.umask(0o077)
if what == "drop":
    content = b"contact_id,partner_id,area,participant_id,contact_date,purpose\\nC1,ucan,25,P1,2026-03-05,check_in\\n"
    drop_file(home, content, name="a.csv", partner_id="ucan", sender="page", is_demonstration=False)
elif what == "watch":
    watch(home, once=True)
else:
    [answer] = answers_for(home, "ucan", is_demonstration=False)
    print(answer.state.value, answer.new_count)
    for folder in (home.inbox, home.checking, home.store.parent):
        try:
            print(folder.name, os.listdir(folder))
        except PermissionError:
            pass
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be two users")
def test_with_two_users_the_page_reads_answers_and_neither_the_inbox_nor_a_file():
    """The folders as docs/operating.md has an operator make them; 65532 is the page's group."""
    folder = Path(tempfile.mkdtemp())  # where another user may come, unlike pytest's own
    checker, page = ("65533", "65533"), ("65534", "65532")
    try:
        folder.chmod(0o755)
        home = Home(folder)
        for path, mode, group in (
            (home.inbox, 0o2730, 65532),
            (home.checking, 0o700, 0),
            (home.answers, 0o2750, 65532),
        ):
            path.mkdir()
            os.chown(path, 65533, group)
            path.chmod(mode)
        for path in (home.store.parent, home.key.parent, home.scratch):
            path.mkdir()
            os.chown(path, 65533, 65533)
            path.chmod(0o700)
        for who, what in ((page, "drop"), (checker, "watch"), (page, "read")):
            run = subprocess.run(
                [sys.executable, "-c", TWO_USERS, *who, what, str(folder)],
                cwd=PROJECT,
                capture_output=True,
                text=True,
                check=False,
                env={**os.environ, "CP4P_KEY": "5b" * 32},
            )
            assert run.returncode == 0, run.stderr
        assert run.stdout == "checked 1\n"
    finally:
        shutil.rmtree(folder)


def test_a_file_with_another_partner_s_row_is_refused_and_removed(watched):
    _, answer = checked(watched, HEADER + ONE + TWO.replace("ucan", "also"))
    assert answer.state is State.REFUSED
    assert "1 row of another partner (row 2)" in answer.refusal
    assert raw_files(watched) == []


@pytest.mark.parametrize("wanted", [Wish.ACCEPT, Wish.FORGET])
def test_another_partner_can_neither_take_in_nor_forget_a_file(watched, wanted):
    _, answer = checked(watched)
    ask_for(watched, wanted, answer, partner_id="also")
    assert answer_to(watched, answer).state is State.CHECKED
    assert len(raw_files(watched)) == 1
    assert stored(watched) == []


def test_an_event_of_another_partner_is_set_aside_not_overwritten(watched):
    header = "event_id,partner_id,area,event_date,program,activity,status\n"
    import_files_from(watched, header + "E1,ucan,25,2026-03-05,other,cookout,held\n")
    _, answer = checked(
        watched,
        header + "E1,also,25,2026-03-05,other,vigil,held\nE2,also,25,2026-03-05,other,arts,held\n",
        partner="also",
    )
    assert counts(answer) == (2, 1, 0, 0, 1)
    ask_for(watched, Wish.ACCEPT, answer)
    events = "SELECT event_id, partner_id, activity FROM events ORDER BY 1"
    assert stored(watched, events) == [("E1", "ucan", "cookout"), ("E2", "also", "arts")]


def test_other_bytes_than_were_seen_are_never_taken_in(watched):
    _, answer = checked(watched)
    content_path(watched, answer.drop_id).write_text(HEADER + TWO)
    ask_for(watched, Wish.ACCEPT, answer)
    assert answer_to(watched, answer).state is State.REFUSED
    assert stored(watched) == []
    assert raw_files(watched) == []


def test_the_same_file_twice_brings_nothing_the_second_time(watched):
    _, first = checked(watched)
    ask_for(watched, Wish.ACCEPT, first)
    _, second = checked(watched)
    assert (second.state, counts(second)) == (State.CHECKED, (1, 0, 0, 1, 0))
    assert not second.would_change_anything
    assert raw_files(watched) == [], "there is nothing to wait for"
    ask_for(watched, Wish.FORGET, second)
    assert answer_to(watched, second).state is State.FORGOTTEN


def test_a_wish_without_a_look_before_it_is_not_followed(watched):
    ticket = drop(watched)
    ask(watched, replace(ticket, wish=Wish.ACCEPT, file_hash="0" * 64))
    watch(watched, once=True)
    assert stored(watched) == []
    assert answer_to(watched, ticket).state is State.CHECKED


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_a_file_from_the_other_kind_of_page_is_refused(watched, is_demonstration):
    import_files_from(watched, HEADER + ONE, is_demonstration=is_demonstration)
    _, answer = checked(watched, HEADER + TWO, is_demonstration=not is_demonstration)
    assert answer.state is State.REFUSED
    assert "not of one kind" in answer.refusal
    assert stored(watched) == [("C1",)]


def test_files_dropped_on_a_made_up_coalition_count_as_demonstration(watched):
    import_files_from(watched, HEADER + ONE, is_demonstration=True)
    _, answer = checked(watched, HEADER + TWO, is_demonstration=True)
    ask_for(watched, Wish.ACCEPT, answer)
    assert stored(watched, "SELECT DISTINCT is_demonstration FROM batches") == [(True,)]
    assert stored(watched) == [("C1",), ("C2",)]


def hostile_inbox(home):
    """Whatever another process may have left in the inbox."""
    (home.inbox / "broken.json").write_text("{")
    (home.inbox / "deep.json").write_text("[" * 10_000)
    (home.inbox / "large.json").write_text('{"wish": "' + "x" * 100_000)
    (home.inbox / "link.json").symlink_to(home.path / "first.csv")
    (home.inbox / "folder.json").mkdir()
    os.mkfifo(home.inbox / "pipe.json")
    (home.inbox / "away.json").write_text(
        '{"wish": "preview", "drop_id": "../../records", "partner_id": "ucan", "sender": "", "label": ""}'
    )


def test_what_lies_in_the_inbox_and_is_no_ticket_is_removed_and_stops_nothing(watched):
    said = []
    hostile_inbox(watched)
    ticket = drop(watched)
    assert watch(watched, once=True, log=said.append)
    assert answer_to(watched, ticket).state is State.CHECKED
    assert list(watched.inbox.iterdir()) == []
    assert said.count("A ticket in the inbox could not be followed, and was removed.") == 7


@pytest.mark.parametrize("kind", ["link", "pipe", "missing"])
def test_a_dropped_file_that_is_no_file_is_refused(watched, kind):
    secret = watched.path / "secret.csv"
    secret.write_text(HEADER + ONE)
    ticket = drop(watched)
    path = watched.inbox / f"{ticket.drop_id}.data"
    path.unlink()
    if kind == "link":
        path.symlink_to(secret)
    elif kind == "pipe":
        os.mkfifo(path)
    watch(watched, once=True)
    assert answer_to(watched, ticket).state is State.REFUSED
    assert secret.exists()
    assert raw_files(watched) == []


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "%PDF-1.4", "\0" * 100, "PK\x03\x04broken", '"' * 5000, HEADER])
def test_a_file_that_can_t_be_read_is_answered_in_words(watched, content):
    ticket = drop(watched, content or " ")
    watch(watched, once=True)
    answer = answer_to(watched, ticket)
    assert answer.state is State.REFUSED or answer.read_count == 0
    assert "Traceback" not in (answer.refusal or "")
    assert raw_files(watched) == []


def test_a_file_at_which_the_program_fails_is_refused_and_the_next_one_checked(watched, monkeypatch):
    poisoned, sound = drop(watched, HEADER + TWO, name="poisoned.csv"), drop(watched)
    real = work.import_files

    def failing(home, paths, **options):
        if "poisoned.csv" in options["labels"].values():
            raise RuntimeError("words that may quote a cell")
        return real(home, paths, **options)

    monkeypatch.setattr(work, "import_files", failing)
    said = []
    watch(watched, once=True, log=said.append)
    refused = answer_to(watched, poisoned)
    assert refused.state is State.REFUSED
    assert "quote a cell" not in refused.refusal + "".join(said)
    assert answer_to(watched, sound).state is State.CHECKED


def test_a_file_at_which_the_checker_dies_again_and_again_is_refused(watched):
    ticket = drop(watched)
    taking.take_tickets(watched, datetime.now(UTC), lambda _line: None)
    keep(watched, replace(kept(watched, ticket.drop_id), tries=work.MOST_TRIES))
    watch(watched, once=True)
    assert "stopped 5 times" in answer_to(watched, ticket).refusal
    assert raw_files(watched) == []


def test_while_someone_else_writes_the_records_the_file_waits(watched):
    ticket = drop(watched)
    program = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with writing(watched):
        pass
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(watched.store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout.readline() == "open\n"
        for _ in range(work.MOST_TRIES + 1):
            assert not watch(watched, once=True)
        waiting = answer_to(watched, ticket)
        assert waiting.state.is_pending
        assert "in use" in waiting.steps[-1]
        holder.stdin.close()
    assert watch(watched, once=True)
    assert answer_to(watched, ticket).state is State.CHECKED


def test_two_at_once_are_refused(watched):
    running = start_watch(watched)
    with running:
        wait_until(lambda: read_heartbeat(watched))
        with pytest.raises(InboxError, match="Another 'cp4p watch'"):
            watch(watched, once=True)
        assert main(["watch", "--once"]) == 1
        running.terminate()


def test_a_heartbeat_says_that_it_runs_and_whether_it_publishes(watched):
    assert read_heartbeat(watched) is None
    running = start_watch(watched, "--publish")
    with running:
        wait_until(lambda: read_heartbeat(watched))
        beat = read_heartbeat(watched)
        now = datetime.now(UTC)
        assert beat.publishes
        assert beat.is_alive(now)
        assert not beat.is_alive(now + timedelta(minutes=1))
        running.kill()
    assert (watched.answers / HEARTBEAT).exists(), "whoever is killed can't take it away: it grows old"


def test_started_beside_another_program_it_ends_with_it(watched):
    program = (
        "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-m', 'cp4p_metrics.command_line', "
        "'watch', '--beside', '--every', '0.2']); print(p.pid, flush=True); time.sleep(600)"
    )
    starter = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=PROJECT)
    with starter:
        wait_until(lambda: read_heartbeat(watched))
        starter.kill()
    wait_until(lambda: read_heartbeat(watched) is None)


def start_watch(home, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "cp4p_metrics.command_line", "watch", "--every", "0.2", *words],
        cwd=PROJECT,
        env={**os.environ, "CP4P_HOME": str(home.path)},
        stderr=subprocess.DEVNULL,
    )


def wait_until(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)


def test_killed_at_any_moment_it_goes_on_and_takes_nothing_twice(watched):
    """A new checker after each kill. Every file ends up checked, accepted once, and gone."""
    chance = random.Random(4)
    files = [
        HEADER + "".join(f"K{file}-{row},ucan,25,P{row},2026-03-05,check_in,5\n" for row in range(3000))
        for file in range(2)
    ]
    for content in files:
        ticket = drop(watched, content)
        for state in (State.CHECKED, State.TAKEN_IN):
            with start_watch(watched) as running:
                time.sleep(chance.uniform(0.4, 1.6))
                running.send_signal(signal.SIGKILL)
            assert watch(watched, once=True)
            answer = answer_to(watched, ticket)
            assert (answer.state, counts(answer)) == (state, (3000, 3000, 0, 0, 0))
            ask(watched, replace(ticket, wish=Wish.ACCEPT, file_hash=answer.file_hash))
    assert stored(watched, "SELECT count(*), count(DISTINCT contact_id), count(DISTINCT batch_id) FROM contacts") == [
        (6000, 6000, 2)
    ]
    assert stored(watched, "SELECT count(*) FROM batches") == [(2,)]
    watch(watched, once=True)
    assert raw_files(watched) == []


@pytest.mark.parametrize("moment", range(1, 14))
def test_cut_off_between_any_two_steps_it_ends_the_same_way(watched, monkeypatch, moment):
    """The nth time that a file is written, renamed or removed for good, the power goes."""

    class PowerCut(BaseException):
        pass

    passed = 0

    def cut(real):
        def doing(*arguments, **options):
            nonlocal passed
            passed += 1
            if passed == moment:
                raise PowerCut
            return real(*arguments, **options)

        return doing

    ticket = drop(watched)
    with monkeypatch.context() as patched:
        for module, name in ((drops, "write_whole"), (taking, "_copy"), (taking, "_remove"), (work, "discard")):
            patched.setattr(module, name, cut(getattr(module, name)))
        for state in (State.CHECKED, State.TAKEN_IN):
            while True:
                try:
                    watch(watched, once=True)
                    break
                except PowerCut:
                    continue
            answer = answer_to(watched, ticket)
            assert (answer.state, counts(answer)) == (state, (1, 1, 0, 0, 0))
            if state is State.CHECKED:
                ask(watched, replace(ticket, wish=Wish.ACCEPT, file_hash=answer.file_hash))
    assert passed >= moment, "there were fewer moments than this test thinks"
    assert stored(watched) == [("C1",)]
    assert raw_files(watched) == []
    assert list(all_kept(watched)) == []


def test_a_file_that_nobody_takes_in_is_removed_after_a_week_and_its_answer_after_a_month(watched):
    _, answer = checked(watched)
    now = datetime.now(UTC)
    work.expire(watched, now + timedelta(days=6))
    assert len(raw_files(watched)) == 1
    work.expire(watched, now + timedelta(days=8))
    assert raw_files(watched) == []
    assert answer_to(watched, answer).state is State.EXPIRED
    work.expire(watched, now + timedelta(days=40))
    assert list(watched.answers.glob("*.json")) == []


def test_a_purge_takes_away_what_was_sent_and_not_taken_in(watched):
    import_files_from(watched, HEADER + TWO)
    checked(watched, HEADER + ONE.replace("P1", "Zebulon-7"), name="Zebulon.csv")
    drop(watched, HEADER + ONE.replace("P1", "Zebulon-8"))
    purge_records(watched, Purge(partner_id="also"))
    assert raw_files(watched) == []
    for path in watched.path.rglob("*"):
        assert not path.is_file() or b"Zebulon" not in path.read_bytes(), path.name
    assert watch(watched, once=True), "the checker goes on"


def test_what_has_no_ticket_is_removed_after_a_day(watched):
    for name in ("a.data", "b.data.part", "c.json.part", "notes.txt"):
        (watched.inbox / name).write_text("x")
    watch(watched, once=True)
    assert len(list(watched.inbox.iterdir())) == 4
    taking.take_tickets(watched, datetime.now(UTC) + timedelta(days=2), lambda _line: None)
    assert list(watched.inbox.iterdir()) == []


def test_one_partner_cannot_fill_the_disk(watched, monkeypatch):
    monkeypatch.setattr(taking, "MOST_WAITING_FILES", 2)
    answers = [checked(watched, HEADER + ONE.replace("C1", f"C{number}"))[1] for number in range(3)]
    assert [answer.state for answer in answers] == [State.CHECKED, State.CHECKED, State.REFUSED]
    assert len(raw_files(watched)) == 2
    _, other = checked(watched, HEADER + ONE.replace("ucan", "also"), partner="also")
    assert other.state is State.CHECKED


def test_it_publishes_what_it_took_in_when_asked_to(watched):
    _, answer = checked(watched)
    ask(watched, replace(drop_ticket(answer), wish=Wish.ACCEPT, file_hash=answer.file_hash))
    said = []
    watch(watched, once=True, publishes=True, log=said.append)
    assert said[-1].startswith("Published version")
    version = current_release(watched, "leadership").version
    watch(watched, once=True, publishes=True)
    assert current_release(watched, "leadership").version == version, "nothing new came in"


def test_the_log_tells_counts_and_neither_names_of_files_nor_cells(watched):
    drop(watched, HEADER + TWO + ONE.replace("2026-03-05", "soon"), name="Ana Maria.csv")
    said = []
    watch(watched, once=True, log=said.append)
    assert said == ["A file of ucan was checked: 2 read, 1 would come in, 0 unchanged, 1 set aside."]


def test_one_round_is_a_command(watched, capsys):
    drop(watched)
    assert main(["watch", "--once"]) == 0
    assert "1 would come in" in capsys.readouterr().err
