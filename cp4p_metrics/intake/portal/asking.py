"""Asks a data portal one question at a time, and asks again when it is busy or the connection breaks.

The portal speaks SODA, the Socrata Open Data API: https://dev.socrata.com/docs/queries/
"""

import http.client
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from cp4p_metrics.errors import PortalError

TOKEN_VARIABLE = "CP4P_APP_TOKEN"
MOST_TRIES = 6
FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 300.0
ANSWER_WITHIN_SECONDS = 60.0
LARGEST_ANSWER_BYTES = 64 << 20
ASK_AGAIN = {408, 429, 500, 502, 503, 504}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
Row = dict[str, Any]


class _UnusableAnswerError(Exception):
    """An answer for which the same question may do better a little later, and how long the portal says to wait."""

    def __init__(self, what: str, wait_seconds: float | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.wait_seconds = wait_seconds


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The token goes to the portal that was named, and to no other address."""

    def redirect_request(self, *_arguments: object) -> None:
        return None


class Portal:
    """A data portal at an address. The app token is read from the environment and never shown."""

    def __init__(
        self,
        address: str,
        *,
        wait: Callable[[float], None] = time.sleep,
        tell: Callable[[str], None] = lambda _line: None,
    ) -> None:
        parts = urlsplit(address)
        is_loopback = parts.hostname in LOOPBACK
        if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback)):
            raise PortalError(
                "The portal's address must begin with 'https://', as in 'https://data.cityofchicago.org'. "
                "Check CP4P_PORTAL or --portal."
            )
        if parts.username or parts.password or parts.query or parts.fragment:
            raise PortalError("The portal's address may hold a host and a path only. Check CP4P_PORTAL or --portal.")
        self.address = address.rstrip("/")
        self.host = parts.hostname
        self._wait = wait
        self._tell = tell
        without_proxy = [urllib.request.ProxyHandler({})] if is_loopback else []
        self._opener = urllib.request.build_opener(_NoRedirect, *without_proxy)

    def rows(self, dataset_id: str, question: dict[str, str]) -> list[Row]:
        """The portal's answer to a SODA question; raises PortalError when it stays unusable."""
        address = f"{self.address}/resource/{dataset_id}.json?{urlencode(question)}"
        wait_seconds = FIRST_WAIT_SECONDS
        for tries_left in range(MOST_TRIES - 1, -1, -1):
            try:
                return self._answer(address)
            except _UnusableAnswerError as unusable:
                if not tries_left:
                    raise PortalError(
                        f"{self.host} {unusable.what}, {MOST_TRIES} times in a row. What was read is kept: run the "
                        "same command later, and it goes on from there."
                    ) from None
                pause = min(unusable.wait_seconds or wait_seconds, LONGEST_WAIT_SECONDS)
                self._tell(f"{self.host} {unusable.what}; asking again in {pause:.0f} s")
                self._wait(pause)
                wait_seconds *= 2
        raise AssertionError("unreachable")

    def _answer(self, address: str) -> list[Row]:
        headers = {"Accept": "application/json", "User-Agent": "cp4p-metrics (cp4p pull)"}
        if token := os.environ.get(TOKEN_VARIABLE, "").strip():
            if not token.isascii() or not token.isprintable():
                raise PortalError(f"{TOKEN_VARIABLE} holds characters that no token has. Copy it again.")
            headers["X-App-Token"] = token
        request = urllib.request.Request(address, headers=headers)
        try:
            with self._opener.open(request, timeout=ANSWER_WITHIN_SECONDS) as answer:
                body = answer.read(LARGEST_ANSWER_BYTES + 1)
                # `read` with a size gives what came when the connection broke, and doesn't say so.
                if answer.length:
                    raise _UnusableAnswerError("broke off in mid-answer")
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in ASK_AGAIN:
                raise _UnusableAnswerError(
                    f"answered {error.code}", _seconds_to_wait(error.headers.get("Retry-After"))
                ) from None
            raise PortalError(_why_it_refused(self.host, error.code)) from None
        except (OSError, http.client.HTTPException):
            raise _UnusableAnswerError("did not answer, or broke off") from None
        if len(body) > LARGEST_ANSWER_BYTES:
            raise PortalError(f"{self.host} sent far more than was asked for. Check the portal's address.")
        return _read_rows(body)


def _read_rows(body: bytes) -> list[Row]:
    try:
        rows = json.loads(body)
    except ValueError:
        raise _UnusableAnswerError("sent an answer that can't be read") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _UnusableAnswerError("sent an answer that holds no rows")
    return rows


def _seconds_to_wait(written: str | None) -> float | None:
    """What Retry-After says, in seconds; it may be a number or a date."""
    if not written:
        return None
    if written.strip().isdigit():
        return float(written)
    try:
        return max(parsedate_to_datetime(written).timestamp() - time.time(), 0.0) or None
    except ValueError:
        return None


def _why_it_refused(host: str, status: int) -> str:
    if status in (401, 403):
        return f"{host} refused the question ({status}). Check {TOKEN_VARIABLE}, or unset it: it is not needed."
    if status in (400, 404):
        return f"{host} has no such dataset or columns ({status}). Its layout may have changed; nothing was changed."
    return f"{host} answered {status}. Check the portal's address; nothing was changed."
