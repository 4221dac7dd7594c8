"""The pieces of the page on which directors send files."""

from datetime import UTC, datetime

import streamlit as st

from cp4p_metrics.figures.words import code_words, whole
from cp4p_metrics.inbox.answers import Answer, State
from cp4p_metrics.inbox.templates import templates
from cp4p_metrics.inbox.tickets import MEGABYTE, MOST_BYTES, Wish

from . import cards, frame, sent_words
from .sending import Sending, can_be_taken_in

SECONDS_BETWEEN_LOOKS = 1.5
SECONDS_UNTIL_IT_RUNS = 5
LONG_SECONDS = 5
MOST_LATELY = 6
STEPS = (
    f"1. **Drop a file.** A spreadsheet, a CSV or a zip, up to {MOST_BYTES // MEGABYTE} MB.\n"
    "2. **See what would come in,** and what would not, and why. Nothing is kept yet.\n"
    "3. **Take it in, or forget it.** You decide."
)
NOT_RUNNING = "The checker is not running. Ask your operator to start `cp4p watch`."
NEVER = (
    "Leave out names, birth dates, phone numbers, addresses and stories. "
    "Participants’ ids become pseudonyms before anything is stored."
)


def uploader(sending: Sending, label: str) -> None:
    """Where a file is dropped. It goes to the inbox at once, and the page runs anew."""
    trouble = sending.trouble()
    if trouble:
        st.warning(trouble, icon=":material/help:")
    is_running = sending.heartbeat is not None
    if not is_running:
        await_checker(sending)
    uploaded = st.file_uploader(label, key=sending.uploader_key, disabled=not is_running)
    st.caption(NEVER)
    if uploaded is not None:
        sending.send(uploaded)
        st.rerun()


@st.fragment(run_every=SECONDS_UNTIL_IT_RUNS)
def await_checker(sending: Sending) -> None:
    """That the checker is not running, until it is: then the page runs anew."""
    if sending.heartbeat:
        st.rerun()
    st.warning(NOT_RUNNING, icon=":material/hourglass_disabled:")


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def follow(sending: Sending, drop_id: str) -> None:
    """How far the checker is, looked at again and again until it is done; then the page runs anew."""
    answer = sending.answer_about(drop_id)
    if answer is None or not sending.is_pending(answer):
        st.rerun()
    lines = [f"- {sent_words.plain(step)}" for step in answer.steps] or ["- Waiting for the checker"]
    # Not with `with`, at whose end Streamlit would mark it as done.
    box = st.status("In line" if answer.state is State.WAITING else "At work", expanded=True, state="running")
    box.markdown("\n".join(lines))
    seconds = int((datetime.now(UTC) - answer.answered_at).total_seconds())
    if seconds >= LONG_SECONDS:
        box.caption(f"{seconds} seconds at this step. You can leave the page open, or come back later.")
    if sending.heartbeat is None:
        st.warning(NOT_RUNNING, icon=":material/hourglass_disabled:")


def counts(answer: Answer) -> None:
    """What would come in and what would not, or did."""
    did = answer.state is State.TAKEN_IN
    shown = {
        "New": (answer.new_count, "Rows whose key was not there before."),
        "Changed": (answer.changed_count, "Rows with a known key and other content: they replace what was there."),
        "There already": (answer.unchanged_count, "Rows that are there just as they are in the file."),
        "Set aside": (answer.set_aside_count, f"Rows with a fault. They {'stayed' if did else 'would stay'} out."),
    }
    with st.grid(columns=len(shown), min_column_width=cards.CARD_WIDTH, gap="small", key="cards"):
        for label, (count, meaning) in shown.items():
            st.metric(label, whole(count), border=True, height="stretch", help=meaning)


def decide(sending: Sending, answer: Answer) -> None:
    """The two buttons under a checked file."""
    if answer.refusal:
        st.warning(sent_words.plain(answer.refusal), icon=":material/help:")
    with st.container(horizontal=True):
        if can_be_taken_in(answer):
            if st.button(_on_primary("Take it in"), key="take_in", type="primary", disabled=not sending.heartbeat):
                sending.ask(Wish.ACCEPT, answer)
                st.rerun()
            label = "Forget it"
        else:
            label = "Put it away"
        if st.button(label, icon=":material/delete:", disabled=not sending.heartbeat):
            sending.ask(Wish.FORGET, answer)
            st.rerun()


def _on_primary(label: str) -> str:
    """The label in a color that can be read on the primary one, which is light at night: Streamlit's is white."""
    return f':color[{label}]{{foreground="{frame.colors().background}"}}'


def reasons(answer: Answer) -> None:
    """Which rows stay out, why, and what to do."""
    table = sent_words.reasons_table(answer)
    if len(table):
        st.subheader("Set aside, and what to do", anchor=False)
        st.markdown("Mend these rows in your file and send it again. What came in before is not counted twice.")
        st.table(table, hide_index=True, border="horizontal", alt="Rows set aside, why, and what to do")
        st.caption("Row 1 is the first row below the header. A row can have more than one fault.")
        st.download_button(
            "Download every row and reason",
            sent_words.reasons_csv(answer),
            "set_aside.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    tables = sent_words.files_table(answer)
    if len(tables) > 1:
        cards.same_as_table(tables, "What became of each table of the file")
    if answer.to_look_at:
        st.subheader("Worth a look", anchor=False)
        st.markdown("No row stays out for these. They may wait for others that have not come in yet.")
        st.markdown("\n".join(f"- {sent_words.plain(line)}" for line in answer.to_look_at))
    for note in dict.fromkeys(note for file in answer.files for note in file.notes):
        st.caption(sent_words.plain(note))


def sent_lately(sending: Sending, current: Answer | None) -> None:
    """The files that were sent before, each to be opened again."""
    others = [each for each in sending.answers if current is None or each.drop_id != current.drop_id][:MOST_LATELY]
    if not others:
        return
    with st.expander("Sent before", icon=":material/history:", expanded=any(map(can_be_taken_in, others))):
        for answer in others:
            if answer.state in (State.FORGOTTEN, State.EXPIRED):
                st.markdown(sent_words.lately(answer))
            elif st.button(sent_words.lately(answer), key=f"look_{answer.drop_id}", type="tertiary"):
                sending.open(answer.drop_id)
                st.rerun()


def what_can_be_sent() -> None:
    """A template for each kind of record."""
    with st.expander("What you can send: a template for each kind of record", icon=":material/description:"):
        kinds = {template.name: template for template in templates()}
        chosen = kinds[
            st.selectbox("Kind of record", list(kinds), format_func=code_words, key="template", width=320)
            or next(iter(kinds))
        ]
        st.markdown(f"{chosen.meaning}. {', '.join(f'`{column}`' for column in chosen.columns)}")
        st.download_button(
            f"Download {chosen.file_name}",
            chosen.header,
            chosen.file_name,
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.caption(
            "It has a header and no row yet. Keep the header as it is, and your partner’s short key in each row. "
            "Targets, the list of submissions and all else go through your coalition’s operator."
        )
