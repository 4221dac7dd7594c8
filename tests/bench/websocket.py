"""A reader without a browser: changes a filter as a click does, and waits until the server says it is done."""

import hashlib
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

CHOOSERS = ("selectbox", "button_group", "text_input")


@dataclass(frozen=True)
class Run:
    """One run of a page: from the click until the server said that it was done."""

    milliseconds: float
    sent_bytes: int
    content: str  # a fingerprint of what was sent, so that a click that changes nothing is noticed


class Reader:
    """One session at the server."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._widgets: dict[str, tuple[str, str]] = {}

    def open(self, page: str, choices: Mapping[str, str] | None = None) -> Run:
        """Run a page with filters set, by their key and the words on the screen."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        for key, words in (choices or {}).items():
            kind, widget = self._widgets[key]
            state = asked.rerun_script.widget_states.widgets.add()
            state.id = widget
            if kind == "button_group":
                state.string_array_value.data.append(words)
            else:
                state.string_value = words
        began = time.perf_counter()
        self._socket.send(asked.SerializeToString())
        size, content = 0, hashlib.sha256()
        while True:
            data = self._socket.recv(timeout=60)
            size += len(data)
            answer = ForwardMsg()
            answer.ParseFromString(data)
            kind = answer.WhichOneof("type")
            if kind == "script_finished":
                return Run((time.perf_counter() - began) * 1000, size, content.hexdigest())
            if kind == "delta":
                self._remember(answer)
                content.update(answer.delta.SerializeToString(deterministic=True))

    def _remember(self, answer: ForwardMsg) -> None:
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        if kind in CHOOSERS:
            widget = getattr(element, kind).id
            self._widgets[widget.rpartition("-")[2]] = (kind, widget)


@contextmanager
def session(address: str) -> Iterator[Reader]:
    """A reader with a session of its own at the server."""
    host = address.removeprefix("http://")
    with connect(f"ws://{host}/_stcore/stream", subprotocols=["streamlit"], origin=address, max_size=None) as socket:
        yield Reader(socket)
