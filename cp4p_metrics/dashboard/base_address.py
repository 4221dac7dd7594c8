"""Tells the browser where the app stands, so that a link straight to a page opens without detours.

Left to itself, Streamlit's page looks for its server below the page's own address first: a link to
`/communities` asks `/communities/_stcore/health`, is told that nothing is there, and only then asks the
right one. That costs a round trip and writes an error into the browser's console.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from streamlit import config

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

FIRST_SCRIPT = b"<script>"


def address_script(base_path: str) -> bytes:
    """The script that names the app's address; `base_path` is that of `server.baseUrlPath`."""
    path = "/".join(["", *base_path.strip("/").split("/")]).rstrip("/")
    return f"window.__streamlit={{BACKEND_BASE_URL:location.origin+{path + '/'!r}}}".encode()


def with_address(page: bytes) -> bytes:
    """The HTML page with that script before its first one."""
    script = address_script(config.get_option("server.baseUrlPath"))
    return page.replace(FIRST_SCRIPT, FIRST_SCRIPT + script + b"</script>" + FIRST_SCRIPT, 1)


def is_page(path: str) -> bool:
    """Whether the address is one that answers with the HTML page: no file, none of Streamlit's own."""
    return "." not in path.rpartition("/")[2] and "/_stcore/" not in path


class BaseAddressMiddleware:
    """Writes the address into Streamlit's HTML page; leaves everything else alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not is_page(scope["path"]):
            await self.app(scope, receive, send)
            return
        # Streamlit would hand over the page zipped; what stands outside of this compresses it anyway.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        scope = {**scope, "headers": plain}
        start: Message | None = None
        body = bytearray()

        async def send_with_address(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                if message["status"] == 200 and headers.get("content-type", "").startswith("text/html"):
                    start = message
                    return
                await send(message)
            elif start is None:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    page = with_address(bytes(body))
                    headers = MutableHeaders(raw=start["headers"])
                    headers["Content-Length"] = str(len(page))
                    del headers["etag"]  # it was that of the page without the script
                    await send(start)
                    await send({"type": "http.response.body", "body": page})

        await self.app(scope, receive, send_with_address)
