"""What every measure's spec starts from."""

import pytest

from .sketch import Sketch


@pytest.fixture
def sketch() -> type[Sketch]:
    """Draw a store as text tables and look at its cells: `sketch(contacts=…).cell(measure, period_kind, start, …)`."""
    return Sketch
