"""Street outreach: meetings, people met, time on the street, responses, and those who work there."""

from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd

from . import codes
from .cells import PARTNER_AND_COALITION, PROGRAM, Cells, derived, happened, made, twin
from .numbers import NOT_REPORTED, Cell, Number, added_up, count, quantile, share
from .periods import FISCAL_YEAR, QUARTER, QUARTER_AND_LONGER, YEAR, periods
from .records import Records, is_no, is_yes, where
from .violence import cases

Of = Callable[[str], Cells]
contacts = happened("contacts", "contact_date")
responses = happened("responses", "response_date")
shifts = happened("shifts", "shift_date")
supports = happened("supports", "quarter")


def mix(rows: pd.DataFrame, breakdown: str) -> dict[str, Number]:
    """Each category in percent of all rows."""
    counts = rows[breakdown].value_counts()
    return {str(category): share(number, len(rows)) for category, number in counts.items()} | {
        "nothing": share(0, len(rows))
    }


def nothing_of_a_mix(_: pd.DataFrame) -> Number:
    return share(0, 0)


@twin("outreach_contacts", "outreach", contacts, by={"purpose": codes.PURPOSES})
def outreach_contacts(rows: pd.DataFrame) -> Number:
    return count(len(rows))


@twin("people_engaged", "outreach", contacts, by={"purpose": codes.PURPOSES})
def people_engaged(rows: pd.DataFrame) -> Number:
    return count(len(set(rows["participant_id"])))


twin(
    "contact_purpose_mix",
    "outreach",
    contacts,
    periods=QUARTER_AND_LONGER,
    by={"purpose": codes.PURPOSES},
    has_total=False,
    split=mix,
)(nothing_of_a_mix)


@twin("reentry_pre_release_contacts", "outreach", contacts)
def reentry_pre_release_contacts(rows: pd.DataFrame) -> Number:
    return count((rows["purpose"] == "pre_release").sum(), unknown=int((rows["purpose"] == "unknown").sum()))


def days_on_the_caseload(records: Records, start: date, end: date) -> pd.DataFrame:
    """Enrollments, with the days of the period on which each was open and its partner's records were known."""
    rows = records.happened("enrollments", "enrolled_date")
    days = []
    for enrolled, exited, through in zip(rows["enrolled_date"], rows["exited_date"], rows["through"], strict=True):
        listed = [pd.Timestamp(start + timedelta(step)) for step in range((end - start).days + 1)]
        days.append(sum(enrolled <= day <= through and (pd.isna(exited) or day < exited) for day in listed))
    return rows.assign(days=days)


@twin("participant_weeks", "case_management", days_on_the_caseload)
def participant_weeks(rows: pd.DataFrame) -> Number:
    return count(rows["days"].sum(), per=7)


def divided(above: Cells, below: Cells, places: tuple[str, ...], times: int = 1) -> Cells:
    """One by the other wherever both can be; known where both are."""
    cells: Cells = {}
    for key in above.keys() & below.keys():
        if key[2] not in places or key[4] != "all":
            continue
        one, other = above[key], below[key]
        if one.value is None or other.value is None:
            cells[key] = NOT_REPORTED
            continue
        value = times * one.value / other.value if other.value else None
        cells[key] = Cell(one.numerator, other.numerator, one.unknown, value, "shown")
    return cells


@derived("contacts_per_participant_week")
def contacts_per_participant_week(records: Records, of: Of) -> Cells:
    """Nothing can be divided where the contacts of a period are known for other months than its enrollments."""
    cells = divided(of("outreach_contacts"), of("participant_weeks"), PROGRAM)
    for key in cells:
        kind, start, *place = key[:4]
        one, other = (
            {month for month in periods(kind, tuple(months))[start] if months[month]}
            for months in (records.known.months[part][tuple(place)] for part in ("outreach", "case_management"))
        )
        if one != other:
            cells[key] = NOT_REPORTED
    return cells


@twin("outreach_hours", "outreach", shifts, by={"kind": codes.SHIFT_KINDS})
def outreach_hours(rows: pd.DataFrame) -> Number:
    """A shift that was not worked has no hours; one that says both 'not worked' and hours contradicts itself."""
    hours = rows["hours"].astype(float).copy()
    hours[is_no(rows["is_covered"]) & hours.isna()] = 0
    hours[is_no(rows["is_covered"]) & (hours > 0)] = float("nan")
    return added_up(100 * hours, unknown=int(hours.isna().sum()), per=100)


@twin("canvassing_shifts", "outreach", shifts)
def canvassing_shifts(rows: pd.DataFrame) -> Number:
    rows = rows[rows["kind"] == "canvassing"]
    return count(is_yes(rows["is_covered"]).sum(), unknown=int(rows["is_covered"].isna().sum()))


@twin("safe_passage_coverage", "outreach", shifts)
def safe_passage_coverage(rows: pd.DataFrame) -> Number:
    rows = rows[rows["kind"] == "safe_passage"]
    told = rows[rows["is_covered"].notna()]
    return share(is_yes(told["is_covered"]).sum(), len(told), unknown=len(rows) - len(told))


def positions(records: Records, _: date, end: date) -> pd.DataFrame:
    """Outreach positions of the period's last month."""
    rows = records.happened("staffing", "month")
    return rows[(rows["role"] == "outreach") & (rows["month"] == pd.Timestamp(end.year, end.month, 1))]


@twin("outreach_staff", "staffing", positions, places=PARTNER_AND_COALITION, at_end=True)
def outreach_staff(rows: pd.DataFrame) -> Number:
    return added_up(100 * rows["filled_fte"], unknown=int(rows["filled_fte"].isna().sum()), per=100)


@derived("participants_per_worker")
def participants_per_worker(_: Records, of: Of) -> Cells:
    return divided(of("active_caseload"), of("outreach_staff"), PARTNER_AND_COALITION)


# Responses


@twin("responses", "outreach", responses, by={"kind": codes.RESPONSE_KINDS})
def all_responses(rows: pd.DataFrame) -> Number:
    return count(len(rows))


@twin("rumor_control_responses", "outreach", responses)
def rumor_control_responses(rows: pd.DataFrame) -> Number:
    return count((rows["kind"] == "rumor_control").sum())


@twin("response_time", "outreach", responses, by={"kind": codes.RESPONSE_KINDS})
def response_time(rows: pd.DataFrame) -> Number:
    return quantile(rows["hours_to_response"], 0.5)


@twin("response_time_p90", "outreach", responses, by={"kind": codes.RESPONSE_KINDS})
def response_time_p90(rows: pd.DataFrame) -> Number:
    return quantile(rows["hours_to_response"], 0.9)


def within(rows: pd.DataFrame, hours: int) -> Number:
    told = rows["hours_to_response"].dropna()
    return share((told <= hours).sum(), len(told), unknown=len(rows) - len(told))


@twin("responded_within_24_hours_share", "outreach", responses, by={"kind": codes.RESPONSE_KINDS})
def responded_within_24_hours_share(rows: pd.DataFrame) -> Number:
    return within(rows, 24)


@twin("responded_within_72_hours_share", "outreach", responses, by={"kind": codes.RESPONSE_KINDS})
def responded_within_72_hours_share(rows: pd.DataFrame) -> Number:
    return within(rows, 72)


def shootings_served(records: Records) -> pd.DataFrame:
    """Shootings in areas that some partner served on that day; whether anybody responded."""
    rows, known = cases(records), records.known
    responded = set(records.table("responses")["case_number"].dropna())
    rows = rows[where(rows, lambda row: row.has_gunshot and known.serves(None, row.area_number, row.date.date()))]
    return rows.assign(partner_id=None, has_response=rows["case_number"].isin(responded))


def shootings_of_partners(records: Records) -> pd.DataFrame:
    """The same for each partner that served the area on that day; whether that very partner responded."""
    rows, answers, known = cases(records), records.table("responses"), records.known
    shot = rows[rows["has_gunshot"]]
    found = []
    for partner in sorted(records.known.serving_partners):
        responded = set(answers["case_number"][answers["partner_id"] == partner].dropna())
        own = shot[where(shot, lambda row, who=partner: known.serves(who, row.area_number, row.date.date()))]
        found.append(own.assign(partner_id=partner, has_response=own["case_number"].isin(responded)))
    return pd.concat(found)


@twin(
    "shooting_response_coverage",
    "shooting_responses",
    made(shootings_served),
    select_of_partners=made(shootings_of_partners),
)
def shooting_response_coverage(rows: pd.DataFrame) -> Number:
    return share(rows["has_response"].astype(bool).sum(), len(rows))


@twin(
    "police_coordination",
    "outreach",
    happened("coordination", "coordination_date"),
    places=("coalition",),
    periods=QUARTER_AND_LONGER,
    by={"kind": codes.COORDINATION_KINDS},
    has_total=False,
)
def police_coordination(rows: pd.DataFrame) -> Number:
    return count(len(rows))


# Support for families

SUPPORTED = {
    "periods": (QUARTER, YEAR, FISCAL_YEAR),
    "by": {"kind": codes.SUPPORT_KINDS, "families_of": codes.FAMILIES_OF},
}


@twin("families_supported", "case_management", supports, **SUPPORTED)
def families_supported(rows: pd.DataFrame) -> Number:
    return added_up(rows["families_count"], unknown=int(rows["families_count"].isna().sum()))


@twin("people_supported", "case_management", supports, **SUPPORTED)
def people_supported(rows: pd.DataFrame) -> Number:
    return added_up(rows["people_count"], unknown=int(rows["people_count"].isna().sum()))
