"""What a director sends and what became of it: dropped into the inbox, read from the answers, kept in the session."""

from datetime import UTC, datetime, timedelta
from typing import Any

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cp4p_metrics.errors import InboxError
from cp4p_metrics.home import current_home
from cp4p_metrics.inbox.answers import Answer, Heartbeat, State, answers_for, read_heartbeat
from cp4p_metrics.inbox.dropping import ask, drop_file
from cp4p_metrics.inbox.tickets import Ticket, Wish

from .sender import Sender

# So long what became of a file is still the news of the page; later it is one of the files sent lately.
STILL_NEWS = timedelta(hours=1)


class Sending:
    """The files of one sender, as this session knows them."""

    def __init__(self, sender: Sender) -> None:
        self.sender = sender
        self.home = current_home()
        self.session: dict[str, Any] = st.session_state.setdefault(
            "sending", {"turn": 0, "open": None, "sent": {}, "asked": {}, "trouble": None}
        )

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What was answered, the latest first; what was just sent and has no answer yet stands as waiting."""
        found = answers_for(self.home, self.sender.partner_id, is_demonstration=self.sender.is_demonstration)
        known = {answer.drop_id for answer in found}
        waiting = [
            answer
            for answer in self.session["sent"].values()
            if answer.drop_id not in known and answer.partner_id == self.sender.partner_id
        ]
        return (*reversed(waiting), *found)

    @property
    def current(self) -> Answer | None:
        """The file that the page is about: the one that was opened, else what needs the director, else the news."""
        answers = self.answers
        for answer in answers:
            if answer.drop_id == self.session["open"] and answer.state not in (State.FORGOTTEN, State.EXPIRED):
                return answer
        undecided = [answer for answer in answers if self.is_pending(answer) or can_be_taken_in(answer)]
        if undecided or self.session["open"]:  # what was opened here is forgotten: the page begins anew
            return next(iter(undecided), None)
        return next((answer for answer in answers if _is_news(answer)), None)

    @property
    def heartbeat(self) -> Heartbeat | None:
        """The checker's last sign of life; None where it is not running."""
        beat = read_heartbeat(self.home)
        return beat if beat and beat.is_alive(datetime.now(UTC)) else None

    @property
    def uploader_key(self) -> str:
        """A new one for each file, so that the uploader forgets the last."""
        return f"sent_file_{self.session['turn']}"

    def answer_about(self, drop_id: str) -> Answer | None:
        return next((answer for answer in self.answers if answer.drop_id == drop_id), None)

    def is_pending(self, answer: Answer) -> bool:
        """Whether the checker has something to do with it, or was just asked to."""
        return answer.state.is_pending or self.session["asked"].get(answer.drop_id) == answer.answered_at

    def send(self, uploaded: Any) -> None:
        """Drop the file into the inbox, and let go of it here."""
        content = uploaded.getvalue()
        self.session["turn"] += 1
        _release(uploaded)
        try:
            ticket = drop_file(
                self.home,
                content,
                name=uploaded.name,
                partner_id=self.sender.partner_id,
                sender=self.sender.who,
                is_demonstration=self.sender.is_demonstration,
            )
        except InboxError as error:
            self.session["trouble"] = str(error)
            return
        now = datetime.now(UTC)
        sent = Answer(ticket.drop_id, ticket.partner_id, ticket.label, State.WAITING, ticket.is_demonstration, now, now)
        self.session["sent"] = {ticket.drop_id: sent}
        self.session["open"] = ticket.drop_id

    def ask(self, wish: Wish, answer: Answer) -> None:
        """Ask that a checked file be taken in or forgotten."""
        sender = self.sender
        ticket = Ticket(
            wish,
            answer.drop_id,
            sender.partner_id,
            sender.who,
            answer.label,
            sender.is_demonstration,
            answer.file_hash,
        )
        try:
            ask(self.home, ticket)
        except InboxError as error:
            self.session["trouble"] = str(error)
            return
        self.session["asked"] = {answer.drop_id: answer.answered_at}

    def open(self, drop_id: str) -> None:
        """Let the page be about this file."""
        self.session["open"] = drop_id

    def trouble(self) -> str | None:
        """What went wrong on the way into the inbox; told once."""
        trouble, self.session["trouble"] = self.session["trouble"], None
        return trouble


def can_be_taken_in(answer: Answer) -> bool:
    """Whether the checker still has the file, and something in it is new."""
    return answer.state is State.CHECKED and answer.would_change_anything


def _is_news(answer: Answer) -> bool:
    told = answer.state in (State.CHECKED, State.TAKEN_IN, State.REFUSED)
    return told and datetime.now(UTC) - answer.answered_at < STILL_NEWS


def _release(uploaded: Any) -> None:
    """Take the file out of Streamlit's memory, as Streamlit itself does for what is sent in a chat."""
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(session_id=context.session_id, file_id=uploaded.file_id)
