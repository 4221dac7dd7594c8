"""Headers that tell a browser what the dashboard may do: nothing from outside its own origin."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

from cp4p_metrics.dashboard.base_address import with_address

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What may stand in a policy as a host; anything else in a Host header would be an injection.
PLAIN_HOST = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?")
INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)

STREAMLIT_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"

FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # A link out of the dashboard doesn't say which view it came from.
    "Referrer-Policy": "same-origin",
    # For browsers that don't read frame-ancestors.
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def inline_script_hashes(page: bytes) -> list[str]:
    """CSP sources for the scripts written into an HTML page, so that no other inline script runs."""
    digests = (hashlib.sha256(script).digest() for script in INLINE_SCRIPT.findall(page))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def content_security_policy(host: str, script_hashes: list[str]) -> str:
    """The policy for pages served as `host` ("name:port"); each looser source says which part needs it."""
    # 'self' covers the websocket by CSP 3, but not in older Safari: name it, if the host is plain.
    websocket = f" ws://{host} wss://{host}" if PLAIN_HOST.fullmatch(host) else ""
    directives = {
        "default-src": "'none'",
        # Maps (deck.gl) compile WebAssembly; nothing needs 'unsafe-eval', vega included.
        "script-src": " ".join(["'self'", *script_hashes, "'wasm-unsafe-eval'"]),
        # Emotion, vega and plotly write style elements and attributes, of content known only when they run.
        "style-src": "'self' 'unsafe-inline'",
        # data: images in Streamlit's own bundles and from st.image.
        "img-src": "'self' data:",
        # Streamlit's style sheet carries one small font in itself.
        "font-src": "'self' data:",
        "connect-src": f"'self'{websocket}",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


class SecurityHeadersMiddleware:
    """Puts the headers on every answer, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._script_hashes = inline_script_hashes(with_address(STREAMLIT_PAGE.read_bytes()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")
        has_started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal has_started
            if message["type"] == "http.response.start":
                has_started = True
                headers = MutableHeaders(raw=message["headers"])
                headers["Content-Security-Policy"] = content_security_policy(host, self._script_hashes)
                for name, value in FIXED_HEADERS.items():
                    headers[name] = value
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            # Starlette answers a crash from outside this middleware: answer here, then let it be logged.
            if not has_started:
                answer = PlainTextResponse("The server made a mistake. Please try again.", status_code=500)
                await answer(scope, receive, send_with_headers)
            raise
