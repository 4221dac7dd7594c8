"""A reader without a browser: asks for a run of a page and waits until the server says it is done."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect


@dataclass(frozen=True)
class Run:
    """One run of a page: from asking until the server said that it was done."""

    milliseconds: float
    sent_bytes: int


class Reader:
    """One session. Filters travel in the address, as a link carries them."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    def open(self, page: str, query: str = "") -> Run:
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        began = time.perf_counter()
        self._socket.send(asked.SerializeToString())
        size = 0
        while True:
            data = self._socket.recv(timeout=60)
            size += len(data)
            answer = ForwardMsg()
            answer.ParseFromString(data)
            if answer.WhichOneof("type") == "script_finished":
                return Run((time.perf_counter() - began) * 1000, size)


@contextmanager
def session(address: str) -> Iterator[Reader]:
    """A reader with a session of its own at the server."""
    host = address.removeprefix("http://")
    with connect(f"ws://{host}/_stcore/stream", subprotocols=["streamlit"], origin=address, max_size=None) as socket:
        yield Reader(socket)
