"""Records as Hypothesis draws them: few rows, many edges."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from . import codes
from .facts import ALL_AREAS
from .periods import last_day, months_from

Row = dict[str, Any]
Rows = st.SearchStrategy[list[Row]]

CITY_FIRST, CITY_THROUGH = date(2021, 1, 1), date(2025, 6, 15)  # the last month isn't whole
FIRST, THROUGH = date(2024, 2, 1), date(2025, 4, 30)  # what partners are asked for
PARTNERS = {"ucan": FIRST, "enlace": date(2024, 5, 1)}  # and their first months on the list
AREAS = (29, 30, 49, 1)  # 1 is never served
PEOPLE = ("p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9")
CASES = ("J1", "J2", "J3", "J4", "J5", "J6", "J7", "J8", "J9")
EDGES = (
    date(2024, 2, 29),
    date(2024, 3, 31),
    date(2024, 6, 30),
    date(2024, 7, 1),
    date(2024, 8, 14),
    date(2024, 8, 15),
    date(2024, 12, 31),
    date(2025, 1, 1),
    date(2025, 2, 14),
    date(2025, 2, 15),
    THROUGH,
)
# Days on which a partner's time in an area begins or ends: many rows are of the day itself, or of its neighbor.
BEGINS, ENDS = (date(2024, 2, 29), date(2024, 7, 1), date(2024, 8, 15)), (date(2024, 12, 31), date(2025, 2, 14))
PROMISED = (
    "outreach_contacts",
    "people_engaged",
    "resolved_share",
    "outreach_hours",
    "active_caseload",
    "connected_share",
    "events_held",
    "attendance",
    "areas_reached",
    "reporting_completeness",
)


def days(first: date = FIRST, last: date = date(2025, 5, 20), marks: tuple[int, ...] = ()) -> st.SearchStrategy[date]:
    """Days, and often those on which something tips: whose so many days just passed, or not quite, by a month's end."""
    edges = [edge for edge in EDGES if first <= edge <= last]
    any_day = st.sampled_from(edges) | st.dates(first, last)
    ends = (THROUGH, date(2025, 3, 31))
    due = [end - timedelta(mark + late) for end in ends for mark in marks for late in (0, 0, 1)]
    return st.sampled_from(due) | any_day if due else any_day


def some(values: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


def rows(fewest: int = 12, **columns: st.SearchStrategy[Any]) -> Rows:
    """Enough that every edge comes up in few examples."""
    return st.lists(st.fixed_dictionaries(columns), min_size=fewest, max_size=2 * fewest)


def waits(*marks: int) -> st.SearchStrategy[int | None]:
    """How many days it took, if it ever came: often just the mark, a day less or a day more."""
    return st.none() | some((0, *(mark + step for mark in marks for step in (-1, 0, 0, 1)))) | st.integers(0, 400)


partners, areas, people = some((*PARTNERS,)), some(AREAS), some(PEOPLE)
where: dict[str, st.SearchStrategy[Any]] = {"partner_id": partners, "area_number": areas}


def after(day: date, wait: int | None, at_month_end: bool = False) -> date | None:
    """So many days later, or at the end of the month in which that lies."""
    if wait is None:
        return None
    return last_day(day + timedelta(wait)) if at_month_end else day + timedelta(wait)


def each(change: Callable[[Row], Row]) -> Callable[[list[Row]], list[Row]]:
    return lambda drawn: [change(row) for row in drawn]


def without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}


assigned = st.lists(
    st.fixed_dictionaries(
        {
            "partner_id": partners,
            "area_number": some((29, 30, 49)),
            "from_date": some((None, *BEGINS)) | days(date(2023, 11, 15), date(2024, 9, 15)),
            "until_date": some((None, *ENDS, *ENDS)) | days(date(2024, 9, 16)),
        }
    ),
    min_size=2,
    max_size=4,
    unique_by=lambda row: (row["partner_id"], row["area_number"], row["from_date"]),
)

# Which parts of which months did not come in; the very first did, so that each part is spoken about. Often the list
# runs ahead of what anybody sent.
months_asked_for = months_from(FIRST, THROUGH)
missing = st.sets(
    st.tuples(partners, some(codes.PARTS), some((months_asked_for[-1], months_asked_for[-2], *months_asked_for[1:]))),
    max_size=8,
)
delays = st.lists(st.integers(-12, 40), min_size=4, max_size=4)


def submissions_of(unsent: set[tuple[str, str, date]], late: list[int], ahead: bool) -> list[Row]:
    listed = []
    for partner, first in PARTNERS.items():
        for month in months_from(first, date(2025, 6, 30) if ahead else THROUGH):
            for part in codes.PARTS:
                due = last_day(month) + timedelta(10)
                has_come = (partner, part, month) not in unsent and month <= THROUGH
                received = due + timedelta(late[(month.month + len(part)) % 4]) if has_come else None
                listed.append(
                    {
                        "partner_id": partner,
                        "month": month,
                        "part": part,
                        "due_date": due,
                        "received_date": received,
                    }
                )
    return listed


submissions = st.builds(submissions_of, missing, delays, st.booleans())


def _victims(drawn: list[Row]) -> list[Row]:
    found = []
    for row in drawn:
        is_older = row["source"] == "homicides"
        one = without(row, "times") | ({"is_gunshot": None, "is_homicide": True} if is_older else {})
        found += [one] * row["times"]
    return found


victimizations = rows(
    20,
    occurred_date=some((*BEGINS, *ENDS, *(day + timedelta(1) for day in ENDS)))
    | some((date(2022, 12, 31), date(2025, 5, 31), CITY_THROUGH, *EDGES))
    | days(date(2024, 1, 15))
    | st.dates(CITY_FIRST, CITY_THROUGH),
    area_number=some((29, 30, 49, *AREAS, None)) | some(ALL_AREAS),
    is_gunshot=some((True, True, True, False, None)),
    is_homicide=some((True, False, False, None)),
    sex=some(codes.SEXES),
    race_ethnicity=some(codes.RACES_AND_ETHNICITIES),
    age_band=some(codes.AGE_BANDS),
    case_number=some(CASES),
    source=some(("victims", "victims", "victims", "homicides")),
    times=some((1, 1, 2, 9, 20)),  # a change needs twenty
).map(_victims)
covered = some(
    (
        [(CITY_FIRST, CITY_THROUGH)],
        [(CITY_FIRST, date(2022, 12, 31)), (date(2023, 1, 1), CITY_THROUGH)],  # two files that touch
        [(CITY_FIRST, date(2021, 4, 9)), (date(2021, 7, 1), CITY_THROUGH)],  # and two that don't
    )
)

contacts = rows(
    **where,
    participant_id=people,
    contact_date=days(),
    purpose=some(codes.PURPOSES),
    minutes=st.none() | st.integers(0, 90),
)
responses = rows(
    **where,
    response_date=days(),
    kind=some(codes.RESPONSE_KINDS),
    hours_to_response=st.none() | some((0, 23, 24, 25, 71, 72, 73)) | st.integers(0, 200),
    case_number=st.none() | some(CASES),
)
shifts = rows(
    **where,
    shift_date=days(),
    kind=some(codes.SHIFT_KINDS),
    is_covered=some((True, True, False, None)),
    hours=some((None, "0", "0.25", "3.1", "7.55", "12")),
)
coordination = rows(6, partner_id=partners, coordination_date=days(), kind=some(codes.COORDINATION_KINDS))
mediations = rows(
    16,
    **where,
    started_date=days(marks=(7, 30, 90)),
    outcome=some(codes.OUTCOMES),
    conflict_type=some(codes.CONFLICTS),
    catalyst=some(codes.CATALYSTS),
    learned_via=some(codes.LEARNED_VIA),
    people_band=some(codes.PEOPLE_BANDS),
    shooting_likelihood=some(codes.LIKELIHOODS),
    is_linked_to_earlier_incident=some((True, False, None)),
    to_outcome=waits(30),
    at_month_end=some((True, False, False)),
    to_follow_up_7=st.none() | some((0, 6, 7, 8)),
    to_follow_up_30=st.none() | some((9, 29, 30, 31)),
    to_reopening=waits(90),
).map(
    each(
        lambda row: (
            without(row, "to_outcome", "at_month_end", "to_follow_up_7", "to_follow_up_30", "to_reopening")
            | {
                "outcome_date": after(row["started_date"], row["to_outcome"], row["at_month_end"]),
                "follow_up_7_date": after(row["started_date"], row["to_follow_up_7"]),
                "follow_up_30_date": after(row["started_date"], row["to_follow_up_30"]),
                # Mostly counted from the outcome, so that day 90 after it comes.
                "reopened_date": after(row["started_date"], (row["to_outcome"] or 0) + (row["to_reopening"] or 0))
                if row["to_reopening"] is not None
                else None,
            }
        )
    )
)
agreements = rows(
    **where,
    agreed_date=days(marks=(90, 180)),
    end_reason=some(codes.END_REASONS),
    held=waits(90, 180),
    at_month_end=some((True, False, False)),
).map(
    each(
        lambda row: (
            without(row, "held", "at_month_end")
            | {"ended_date": after(row["agreed_date"], row["held"], row["at_month_end"])}
        )
    )
)
enrollments = rows(
    14,
    **where,
    participant_id=people,
    enrolled_date=days(marks=(30, 90, 180, 365)),
    exit_reason=some(codes.EXIT_REASONS),
    risk_level=some((*codes.RISKS, "highest", "unknown")),
    age_band=some(codes.AGE_BANDS),
    gender=some(codes.GENDERS),
    race_ethnicity=some(codes.RACES_AND_ETHNICITIES),
    stayed=waits(30, 90, 180, 365),
    at_month_end=some((True, False, False)),
    to_assessment=waits(30),
    released_date=st.none() | some((date(2024, 4, 30), date(2024, 9, 1), date(2025, 3, 31), date(2025, 4, 1))),
).map(
    each(
        lambda row: (
            without(row, "stayed", "at_month_end", "to_assessment")
            | {
                "exited_date": after(row["enrolled_date"], row["stayed"], row["at_month_end"]),
                "assessed_date": after(row["enrolled_date"], row["to_assessment"]),
            }
        )
    )
)
domains = some(("housing", "employment", "housing", "employment", *codes.DOMAINS))
needs = rows(**where, participant_id=people, domain=domains, identified_date=days())
referrals = rows(
    14,
    **where,
    participant_id=people,
    domain=domains,
    referred_date=days(marks=(60,)),
    status=some(codes.STATUSES),
    to_connection=waits(60),
    to_completion=waits(30),
).map(
    each(
        lambda row: (
            without(row, "to_connection", "to_completion")
            | {
                "connected_date": after(row["referred_date"], row["to_connection"]),
                "completed_date": after(row["referred_date"], (row["to_connection"] or 0) + row["to_completion"])
                if row["to_completion"] is not None
                else None,
            }
        )
    )
)
goals = rows(**where, participant_id=people, domain=domains, set_date=days(), taken=waits(90)).map(
    each(lambda row: without(row, "taken") | {"met_date": after(row["set_date"], row["taken"])})
)
supports = rows(
    **where,
    quarter=some((date(2024, 1, 1), date(2024, 4, 1), date(2024, 10, 1), date(2025, 1, 1), date(2025, 4, 1))),
    kind=some(codes.SUPPORT_KINDS),
    families_of=some(codes.FAMILIES_OF),
    families_count=st.none() | st.integers(0, 9),
    people_count=st.none() | st.integers(0, 40),
)
events = rows(
    16,
    **where,
    event_date=days(last=date(2025, 7, 20)),
    program=some(codes.PROGRAMS),
    activity=some(codes.ACTIVITIES),
    age_group=st.none() | some(codes.AGE_GROUPS[:-1]),
    status=some(("held", "held", "held", *codes.EVENT_STATUSES)),
    attendance=st.none() | st.integers(0, 90),
    attendance_method=some(codes.METHODS),
    meals_count=st.none() | st.integers(0, 40),
).map(
    # What was held or canceled lies in the past.
    each(
        lambda row: (
            row | {"event_date": min(row["event_date"], date(2025, 5, 20))} if row["status"] != "planned" else row
        )
    )
)
staffing = st.lists(
    st.fixed_dictionaries(
        {
            "partner_id": partners,
            "month": some((*months_from(date(2024, 1, 1), date(2025, 5, 31)), THROUGH.replace(day=1))),
            "role": some(("outreach", "outreach", *codes.ROLES)),
            "filled_fte": some((None, "0", "0.5", "2.25", "7.5", "75")),
        }
    ),
    max_size=16,
    unique_by=lambda row: (row["partner_id"], row["month"], row["role"]),
)
risk_estimates = st.lists(
    st.fixed_dictionaries(
        {
            "area_number": areas,
            "year": some((2019, 2023, 2024, 2025)),
            "people_count": st.none() | st.integers(0, 60),
            "source_name": st.just("A study"),
        }
    ),
    max_size=8,
    unique_by=lambda row: (row["area_number"], row["year"]),
)
targets = st.lists(
    st.fixed_dictionaries(
        {
            "partner_id": partners,
            "fiscal_year": some((2024, 2025, 2025, 2026)),
            "measure": some(PROMISED),
            "target": some((None, 0, 1, 7, 12, 50, 400)),
        }
    ),
    min_size=6,
    max_size=16,
    unique_by=lambda row: (row["partner_id"], row["fiscal_year"], row["measure"]),
)

TABLES: dict[str, Rows] = {
    "partner_areas": assigned,
    "submissions": submissions,
    "victimizations": victimizations,
    "contacts": contacts,
    "responses": responses,
    "shifts": shifts,
    "coordination": coordination,
    "mediations": mediations,
    "agreements": agreements,
    "enrollments": enrollments,
    "needs": needs,
    "referrals": referrals,
    "goals": goals,
    "supports": supports,
    "events": events,
    "staffing": staffing,
    "risk_estimates": risk_estimates,
    "targets": targets,
}


class Drawn(dict[str, list[Row]]):
    """The rows of every table, which a failing test tells by their number alone: there are too many to read."""

    def __repr__(self) -> str:
        return ", ".join(f"{len(rows)} {name}" for name, rows in self.items())


def records(*names: str) -> st.SearchStrategy[Drawn]:
    """The named tables, now and then one of them empty, with the assignments and the list of submissions."""
    wanted = ("partner_areas", "submissions", *names)
    drawn: dict[str, st.SearchStrategy[Any]] = {name: TABLES[name] for name in wanted}
    if "victimizations" in names:
        drawn["coverage"] = covered
    empty = some((*[None] * 4 * len(names), *(names if len(names) > 1 else ())))
    return st.builds(_together, st.fixed_dictionaries(drawn), empty)


def _around(assignments: list[Row]) -> list[Row]:
    """People shot on each assignment's first and last day, the day before and the day after, in its very area."""
    found = []
    for number, row in enumerate(assignments):
        ends = [(row["from_date"], -1), (row["until_date"], 1)]
        around = [each for end, step in ends if end is not None for each in (end, end + timedelta(step))]
        found += [
            {
                "occurred_date": each,
                "area_number": row["area_number"],
                "is_gunshot": True,
                "is_homicide": False,
                "sex": "unknown",
                "race_ethnicity": "unknown",
                "age_band": "unknown",
                "case_number": f"K{number}{place}",
                "source": "victims",
            }
            for place, each in enumerate(around)
        ]
    return found


def _together(drawn: dict[str, Any], empty: str | None) -> Drawn:
    """The City's files hold what they cover and nothing else."""
    spans = drawn.pop("coverage", [])
    if empty:
        drawn[empty] = []
    if spans:
        drawn["coverage"] = [
            {"subject": subject, "first_date": first, "through_date": through}
            for subject in ("gunshots", "homicides")
            for first, through in spans
        ]
        drawn["victimizations"] = [
            row
            for row in (*drawn["victimizations"], *_around(drawn["partner_areas"]))
            if any(first <= row["occurred_date"] <= through for first, through in spans)
        ]
    return Drawn(drawn)
