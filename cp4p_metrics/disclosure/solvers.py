"""A new HiGHS solver, which keeps quiet."""

import os
import sys
from typing import Any

import highspy


def new_solver() -> Any:
    """A solver of linear programs. HiGHS writes its name to the standard output when the first one is made.

    What programs print is for people and for other programs, so the output is turned away meanwhile. Any: highspy's
    stubs lack some methods.
    """
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        solver = highspy.Highs()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
    solver.setOptionValue("output_flag", False)
    return solver
