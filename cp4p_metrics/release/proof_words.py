"""What a proof found, in words for people who run a coalition."""

from collections.abc import Iterable

from .protecting import Figures

READERS = {"partner": "partners' directors", "funder": "funders"}


def protection_lines(figures: Iterable[Figures]) -> list[str]:
    """One line an audience: how much is shown, how much hidden, and what was tried to work it out."""
    told = list(figures)
    lines = []
    for audience, readers in READERS.items():
        own = [each for each in told if each.audience == audience]
        if not own:
            continue
        cells, hidden = sum(each.cell_count for each in own), sum(each.hidden_count for each in own)
        failed = sum(each.recovered_by_public_count + each.recovered_by_partner_count for each in own)
        lines.append(
            f"For {readers}: {cells - hidden:,} counts shown, {hidden:,} hidden; {failed:,} of the hidden ones can be "
            f"worked out; each has another possible value at least {own[0].width} away."
        )
    return lines
