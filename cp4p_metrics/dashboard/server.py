"""What stands between Streamlit and the network: headers, compression, warm-up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import streamlit as st
from anyio import create_task_group, to_thread
from starlette.middleware import Middleware
from streamlit import net_util

from cp4p_metrics.dashboard import answers
from cp4p_metrics.dashboard.base_address import BaseAddressMiddleware
from cp4p_metrics.dashboard.compression import BrotliMiddleware
from cp4p_metrics.dashboard.security_headers import SecurityHeadersMiddleware
from cp4p_metrics.dashboard.warm_up import warm_up

# The outermost first: answers kept compressed get their headers for each request anew.
MIDDLEWARE = (
    Middleware(SecurityHeadersMiddleware),
    Middleware(BrotliMiddleware),
    Middleware(BaseAddressMiddleware),
)


def ask_nobody_for_our_address() -> None:
    """Stops Streamlit from asking a public web service which address this machine has.

    It does so to print an "External URL", and to judge a websocket's origin that it doesn't know.
    An installation under a name of its own sets `browser.serverAddress`.
    """
    net_util.get_external_ip = lambda: None


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Warms up before the first request is answered, and prepares answers while the first readers come."""
    await to_thread.run_sync(warm_up)
    async with create_task_group() as tasks:
        tasks.start_soon(partial(to_thread.run_sync, warm_up, (answers.prepare,), abandon_on_cancel=True))
        yield
        tasks.cancel_scope.cancel()
