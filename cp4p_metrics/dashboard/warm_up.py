"""Work done before the first reader comes, so that no reader waits for it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from importlib import import_module

# What the pages import, slowest first; Streamlit itself loads these only when a page asks.
HEAVY_MODULES = (
    "pandas",
    "plotly.graph_objects",
    "pydeck",
    "pyarrow",
    "duckdb",
)

_seen_pages: set[str] = set()


def warm_up(steps: Sequence[Callable[[], object]] = ()) -> None:
    """Imports what the pages need, runs the steps, and takes all that out of the garbage collector's sight.

    Streamlit collects garbage after every run of a page, and looked through every loaded module
    each time; frozen, a rerun takes a tenth of that.
    """
    for module in HEAVY_MODULES:
        import_module(module)
    for step in steps:
        step()
    gc.collect()
    gc.freeze()


def keep_what_was_loaded(page: str) -> None:
    """After a page's first run in this process, takes what it loaded out of the collector's sight too.

    Plotly loads its parts when they are first drawn, after the warm-up; looking through them cost every later
    run 50 ms and more.
    """
    if page not in _seen_pages:
        _seen_pages.add(page)
        gc.collect()
        gc.freeze()
