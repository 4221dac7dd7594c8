"""What the Trends page says: the headline, the lines below it, notes and tables."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from cp4p_metrics.coalition import coalition
from cp4p_metrics.figures import words
from cp4p_metrics.periods import Period
from cp4p_metrics.release.comparison import Comparison
from cp4p_metrics.release.facts import MeasureFacts

from .answers import Answers
from .series import Point, silent_months
from .trend_view import View, place_name

MOST_MONTHS_NAMED = 6


def headline(answers: Answers, compared: Comparison, place: str, points: Sequence[Point]) -> str:
    """'Conflicts mediated: 690 in the 12 months to October 2026, 45 more than the average of …'.

    No surer than the data: no comparison where reports are missing, where few events make the number
    unstable, or where the average lies within the number's own plausible range.
    """
    measure = compared.measure
    where = "" if place == "coalition" else f", {place_name(answers, measure, place)}"
    title = measure.title if measure.shape == "change" else measure.label
    said = words.value_words(measure.form, compared.value, compared.status)
    if not points:
        return f"{title}{where}: not known yet"
    sentence = f"{title}{where}: {said} {_lower(words.period_words(compared.period))}"
    last = next((point for point in points if point.period == compared.period), None)
    return sentence + (_ending(compared, last) if last and last.value is not None else "")


def _ending(compared: Comparison, last: Point) -> str:
    """How the headline goes on after the number."""
    shape = compared.measure.form
    if not last.is_complete:
        return ", with reports still missing"
    if shape == "change":
        return ", no clear change" if _holds(last, 0.0) else ""
    if compared.status == "unstable":
        return " (unstable: few events)"
    change = words.difference_words(shape, compared.difference)
    if change == "no change" or (change and _holds(last, compared.before_mean)):
        return ", about as in the three years before"
    return f", {change} {words.baseline_words(shape)}" if change else ""


def _holds(point: Point, value: float | None) -> bool:
    """Whether a value lies within the point's plausible range."""
    if value is None or point.lower is None or point.upper is None:
        return False
    return point.lower <= value <= point.upper


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def why_empty(answers: Answers, measure: MeasureFacts) -> str:
    """Why there is nothing to draw, and what to do."""
    first = answers.sources[measure.subject][0]
    begin = f"This release's records begin in {first:%B %Y}."
    if measure.shape == "change":
        return f"This measure needs four whole years of records. {begin} Import earlier files, then publish."
    return f"{begin} No whole period of this length is known here yet: choose a shorter one, or another place."


def lead(compared: Comparison, points: Sequence[Point]) -> str:
    """What is counted, how sure the last number is, and whether a comparison is possible."""
    measure = compared.measure
    said = measure.meaning
    if not points:
        return said
    last = next((point for point in points if point.period == compared.period), None)
    if last and last.lower is not None and last.upper is not None:
        sure = (
            words.change_range(last.lower, last.upper)
            if measure.shape == "change"
            else words.range_words(last.lower, last.upper)
        )
        said += f" Plausible range of the last number: **{sure}**."
    if compared.before_mean is not None and measure.shape != "change":
        mean = words.value_words(measure.form, compared.before_mean)
        said += f" The three years before: **{mean}**" + (" together." if measure.form == "share" else " on average.")
    elif measure.shape != "change":
        said += " The three years before are not all known, so there is no comparison yet."
    return said


def notes(answers: Answers, view: View, measure: MeasureFacts, place: str) -> list[str]:
    """What a reader must know to read the picture right."""
    said = list(view.notes)
    shape = "Paler bars are" if view.style.get("is_bars") else "Dotted parts are"
    if any(not point.is_complete and point.value is not None for point in view.points):
        said.append(f"{shape} not complete: under way, begun before the records, or lacking many reports.")
    months = silent_months(view.points)
    if months:
        named = ", ".join(f"{month:%B %Y}" for month in months[-MOST_MONTHS_NAMED:])
        more = f"{len(months)} months, the last of them " if len(months) > MOST_MONTHS_NAMED else ""
        said.append(
            f"Not reported: {more}{named}. A month not reported is a gap, never a zero; "
            "longer periods that contain one are too low."
        )
    if place == "coalition" and not measure.is_public:
        missing = _partner_months_missing(answers, measure, view.points[0].period.start if view.points else None)
        if missing:
            said.append(f"{missing} partner-months have not come in; their work is not in these numbers.")
    unstable = sum(point.status == "unstable" for point in view.points)
    if unstable and measure.shape == "change":
        said.append("Too few people were shot in the three years before some periods: no change is shown there.")
    elif unstable:
        said.append(f"Open circles are unstable: few events ({unstable} of {len(view.points)} periods).")
    return said


def _partner_months_missing(answers: Answers, measure: MeasureFacts, first: date | None) -> int:
    submissions = answers.submissions()
    if first is None or submissions.empty:
        return 0
    is_due = (submissions["part"] == measure.subject) & (submissions["month"] >= pd.Timestamp(first))
    return int((is_due & submissions["received_date"].isna()).sum())


def table(view: View, measure: MeasureFacts) -> pd.DataFrame:
    """The numbers of the picture, the latest first."""
    rows = []
    for point, mark in zip(reversed(view.points), reversed(view.marks), strict=True):
        row = {"Period": point.period.label, view.name: mark.text}
        if view.style.get("other_name"):
            row[str(view.style["other_name"])] = mark.other_text
        if any(other.lower is not None for other in view.points):
            sure = point.lower is not None and point.upper is not None
            row["Plausible range"] = _range(measure, point.lower, point.upper) if sure else ""
        row["Note"] = _note(point, measure)
        rows.append(row)
    found = pd.DataFrame(rows)
    return found if len(found) and found["Note"].any() else found.drop(columns="Note", errors="ignore")


def _range(measure: MeasureFacts, lower: float | None, upper: float | None) -> str:
    if lower is None or upper is None:
        return ""
    return words.change_range(lower, upper) if measure.shape == "change" else words.range_words(lower, upper)


def _note(point: Point, measure: MeasureFacts) -> str:
    said = []
    if not point.is_complete:
        said.append("not complete")
    if point.status == "unstable" and measure.shape != "change":
        said.append("unstable: few events")
    if point.silent and point.value is not None:
        said.append(f"without {', '.join(f'{month:%b %Y}' for month in point.silent)}: not reported")
    return "; ".join(said)


def each_headline(measure: MeasureFacts, period: Period, values: Sequence[float], each: str) -> str:
    """What all the small pictures show together; no place is named, for none is first or last."""
    what = "partner" if each == "partners" else coalition().area
    if not values:
        return f"{measure.label}, by {what}"
    low, high = (words.value_words(measure.form, value) for value in (min(values), max(values)))
    reach = low if low == high else f"from {low} to {high}"
    whats = "partners" if each == "partners" else coalition().areas
    many = f"{'for' if each == 'partners' else 'in'} each of {len(values)} {whats}"
    return f"{measure.label}: {reach} {many} {_lower(words.period_words(period))}"
