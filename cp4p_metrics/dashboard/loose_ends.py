"""What was accepted and is worth a look, since it does not fit what else came in."""

import pandas as pd
import streamlit as st

from .answers import Answers

MOST_SHOWN = 12


def lines(found: pd.DataFrame, partner: str | None) -> list[str]:
    """Each thing to look at, of one partner where named; the first few, and how many more there are."""
    own = found if partner is None else found[found["partner_id"] == partner]
    words = [str(each) for each in own["words"]]
    if len(words) > MOST_SHOWN:
        return [*words[:MOST_SHOWN], f"… and {len(words) - MOST_SHOWN:,} more. Choose a partner to see its own."]
    return words


def show(answers: Answers, partner: str | None) -> None:
    """The things to look at in a closed box; nothing where there are none."""
    found = lines(answers.loose_ends(), partner)
    if not found:
        return
    with st.expander("Accepted, and worth a look", icon=":material/rule:"):
        st.markdown(
            "These rows count. They may wait for others that have not come in yet, or a date may be wrong; what is "
            "told here goes away by itself once the rest fits."
        )
        st.table(
            pd.DataFrame({"To look at": found}),
            hide_index=True,
            border="horizontal",
            alt="What does not fit what else came in",
        )
