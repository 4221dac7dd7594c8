"""A slow and obvious twin of the counting, written from the definitions in words, beside the one that publishes.

Every cell is counted alone, by walking over all rows. No SQL, nothing shared but the names.
"""

import calendar
from collections import defaultdict
from datetime import date, timedelta

import duckdb
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cp4p_metrics.measures import MEASURES
from cp4p_metrics.measures.cells import compute_cells
from tests.tables import sketch_store

CITY_FIRST, CITY_THROUGH = date(2024, 1, 1), date(2025, 6, 15)  # the last month isn't whole
FIRST, THROUGH = date(2024, 2, 1), date(2025, 4, 30)  # what partners report on
DUE_THROUGH = THROUGH - timedelta(days=60)
PARTNERS = {"ucan": date(2024, 2, 1), "enlace": date(2024, 5, 1)}  # and their first months
AREAS = (29, 30, 49, 1)  # 1 is never served
DOMAINS = (
    "legal_and_restorative_justice",
    "employment",
    "education",
    "family_support",
    "mental_health",
    "substance_use",
    "housing",
    "other",
)
STATUSES = (
    "open",
    "accepted",
    "declined",
    "withdrawn",
    "connected",
    "completed",
    "closed_no_contact",
    "unknown",
)
OUTCOMES = (
    "resolved",
    "resolved_conditionally",
    "temporarily_resolved",
    "ongoing",
    "not_resolved",
    "unknown",
)
CONFLICTS = (
    "interpersonal",
    "group",
    "intra_group",
    "domestic",
    "school",
    "economic",
    "property",
    "social_media",
    "other",
)
LIKELIHOODS = ("very_unlikely", "unlikely", "likely", "very_likely", "unknown")
RISKS = ("highest", "high", "moderate", "low", "unknown")
PURPOSES = (
    "check_in",
    "conflict",
    "service_connection",
    "court_or_legal",
    "crisis_support",
    "pre_release",
    "other",
    "unknown",
)
METHODS = ("counted", "estimated", "unknown")
PROGRAMS = ("light_in_the_night", "other")


# Months and periods, spelled out


def month_of(day):
    return date(day.year, day.month, 1)


def next_month(month):
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def last_day(month):
    return date(month.year, month.month, calendar.monthrange(month.year, month.month)[1])


def months_from(first, last):
    found = [month_of(first)]
    while next_month(found[-1]) <= last:
        found.append(next_month(found[-1]))
    return found


def periods(kind, months):
    """First day → the months of the period that are among `months`, which are in order."""
    if kind == "last_12_months":
        windows = {months[i]: months[i : i + 12] for i in range(len(months) - 11)}
        # Where an assignment paused, twelve months may take longer than a year.
        return {start: window for start, window in windows.items() if len(months_from(start, window[-1])) == 12}
    found = defaultdict(list)
    for month in months:
        start = {
            "month": month,
            "quarter": date(month.year, {1: 1, 2: 1, 3: 1, 4: 4, 5: 4, 6: 4, 7: 7, 8: 7, 9: 7}.get(month.month, 10), 1),
            "year": date(month.year, 1, 1),
            "fiscal_year": date(month.year if month.month >= 7 else month.year - 1, 7, 1),
        }[kind]
        found[start].append(month)
    return dict(found)


KINDS = ("month", "quarter", "year", "fiscal_year", "last_12_months")
LONG_KINDS = ("quarter", "year", "fiscal_year", "last_12_months")  # those with breakdowns
AREA_LONG_KINDS = ("year", "fiscal_year")


# Rows, as Hypothesis draws them


def days(first=date(2024, 1, 15), last=date(2025, 5, 20)):
    edges = [
        date(2024, 6, 30),
        date(2024, 7, 1),
        date(2024, 12, 31),
        date(2025, 1, 1),
        DUE_THROUGH,
        DUE_THROUGH + timedelta(1),
        THROUGH,
    ]
    return st.dates(first, last) | st.sampled_from([day for day in edges if first <= day <= last])


def rows(**columns):
    return st.lists(st.fixed_dictionaries(columns), max_size=14)


partners, areas = st.sampled_from([*PARTNERS]), st.sampled_from(AREAS)
people = st.sampled_from(["p1", "p2", "p3", "p4"])
assigned = st.lists(
    st.fixed_dictionaries(
        {
            "partner_id": partners,
            "area_number": st.sampled_from([29, 30, 49]),
            "from_date": st.none() | days(last=date(2024, 9, 15)),
            "until_date": st.none() | days(first=date(2024, 9, 16)),
        }
    ),
    min_size=1, max_size=4,
)  # fmt: skip
victims = rows(
    occurred_date=days(CITY_FIRST, CITY_THROUGH),
    area_number=st.none() | areas,
    is_gunshot=st.sampled_from([True, True, False, None]),
    is_homicide=st.booleans(),
    case_number=st.sampled_from(["J1", "J2", "J3", "J4", "J5"]),
    source=st.sampled_from(["victims", "victims", "homicides"]),
).map(lambda drawn: [{**row, "is_gunshot": row["is_gunshot"] if row["source"] == "victims" else None} for row in drawn])
contacts = rows(
    partner_id=partners,
    area_number=areas,
    participant_id=people,
    contact_date=days(),
    purpose=st.sampled_from(PURPOSES),
)
mediations = rows(
    partner_id=partners, area_number=areas, started_date=days(), outcome=st.sampled_from(OUTCOMES),
    conflict_type=st.sampled_from(CONFLICTS), shooting_likelihood=st.sampled_from(LIKELIHOODS),
)  # fmt: skip
referrals = rows(
    partner_id=partners, area_number=areas, participant_id=people, domain=st.sampled_from(DOMAINS),
    status=st.sampled_from(STATUSES), referred_date=days(), connected_after=st.none() | st.integers(0, 120),
).map(
    lambda drawn: [
        {
            **{name: value for name, value in row.items() if name != "connected_after"},
            "connected_date": None if row["connected_after"] is None else row["referred_date"] + timedelta(row["connected_after"]),
        }
        for row in drawn
    ]
)  # fmt: skip
enrollments = rows(
    partner_id=partners, area_number=areas, participant_id=people, risk_level=st.sampled_from(RISKS), enrolled_date=days(),
    stayed=st.none() | st.integers(0, 300),
).map(
    lambda drawn: [
        {
            **{name: value for name, value in row.items() if name != "stayed"},
            "exited_date": None if row["stayed"] is None else row["enrolled_date"] + timedelta(row["stayed"]),
        }
        for row in drawn
    ]
)  # fmt: skip
events = rows(
    partner_id=partners, area_number=areas, event_date=days(), program=st.sampled_from(PROGRAMS),
    activity=st.just("movie"), status=st.sampled_from(["held", "held", "planned", "canceled_weather"]),
    attendance=st.none() | st.integers(0, 90), attendance_method=st.sampled_from(METHODS),
)  # fmt: skip
unsent = st.sets(st.tuples(partners, st.sampled_from(months_from(FIRST, THROUGH))), max_size=6)


def text_table(found):
    """Rows as a text table, the way specs draw them; None for a table without rows."""
    if not found:
        return None
    names = list(found[0])
    lines = [" | ".join(_written(row[name]) for name in names) for row in found]
    return "\n".join([" | ".join(names), "---", *lines])


def _written(value):
    return {None: "-", True: "yes", False: "no"}[value] if value is None or isinstance(value, bool) else str(value)


# The twin


class Twin:
    """Everything that was drawn, and how each number is found by walking over it."""

    def __init__(self, tables, unsent):
        self.tables, self.unsent = tables, unsent
        self.assigned = tables["partner_areas"]

    def serves(self, partner, area, day):
        return any(
            (partner in (None, row["partner_id"]))
            and row["area_number"] == area
            and (row["from_date"] is None or row["from_date"] <= day)
            and (row["until_date"] is None or day <= row["until_date"])
            for row in self.assigned
        )

    def serves_somewhere(self, place, month):
        return any(
            place in ("coalition", row["partner_id"])
            and (row["from_date"] is None or row["from_date"] <= last_day(month))
            and (row["until_date"] is None or month <= row["until_date"])
            for row in self.assigned
        )

    # Places

    def public_row_is_in(self, row, day, kind, place):
        area = row["area_number"]
        if kind == "city":
            return True
        if kind == "area":
            return area == int(place)
        if kind == "partner":
            return self.serves(place, area, day)
        return self.serves(None, area, CITY_THROUGH_MONTH_END if place == "served_now" else day)

    @staticmethod
    def program_row_is_in(row, kind, place):
        return {
            "coalition": True,
            "partner": row["partner_id"] == place,
            "area": str(row["area_number"]) == place,
        }[kind]

    # Whether a month is known

    def partner_month_is_known(self, partner, month):
        return (partner, month) not in self.unsent

    def program_month_is_known(self, kind, place, month):
        began = [partner for partner, first in PARTNERS.items() if month >= first]
        if kind == "partner":
            return self.partner_month_is_known(place, month)
        if kind == "area":
            days_of_month = [month + timedelta(n) for n in range(last_day(month).day)]
            began = [p for p in began if any(self.serves(p, int(place), day) for day in days_of_month)]
            if not began:
                return True  # nobody's submission is missing
        return any(self.partner_month_is_known(partner, month) for partner in began)

    # Numbers: numerator, denominator (None where the measure has none)

    def gunshot_victimizations(self, months, kind, place, _breakdown, _category):
        return sum(
            1
            for row in self.tables["victimizations"]
            if row["source"] == "victims"
            and row["is_gunshot"] is True
            and month_of(row["occurred_date"]) in months
            and self.public_row_is_in(row, row["occurred_date"], kind, place)
        ), None

    def homicides(self, months, kind, place, _breakdown, _category):
        in_victim_file = {row["case_number"] for row in self.tables["victimizations"] if row["source"] == "victims"}
        return sum(
            1
            for row in self.tables["victimizations"]
            if (row["source"] == "victims" or row["case_number"] not in in_victim_file)
            and row["is_homicide"]
            and month_of(row["occurred_date"]) in months
            and self.public_row_is_in(row, row["occurred_date"], kind, place)
        ), None

    def shooting_incidents(self, months, kind, place, _breakdown, _category):
        people_shot = [
            row for row in self.tables["victimizations"] if row["source"] == "victims" and row["is_gunshot"] is True
        ]
        count = 0
        for case in {row["case_number"] for row in people_shot}:
            of_case = [row for row in people_shot if row["case_number"] == case]
            day = min(row["occurred_date"] for row in of_case)
            # Where no person shot has an area, another row of the case may know it.
            others = [
                row
                for row in self.tables["victimizations"]
                if row["source"] == "victims" and row["case_number"] == case
            ]
            area = min((row["area_number"] for row in of_case if row["area_number"]), default=None) or min(
                (row["area_number"] for row in others if row["area_number"]), default=None
            )
            count += month_of(day) in months and self.public_row_is_in({"area_number": area}, day, kind, place)
        return count, None

    def _program_rows(self, table, date_column, months, kind, place, breakdown, category):
        return [
            row
            for row in self.tables[table]
            if month_of(row[date_column]) in months
            and self.program_row_is_in(row, kind, place)
            and (breakdown == "all" or row[breakdown] == category)
        ]

    def outreach_contacts(self, *where):
        return len(self._program_rows("contacts", "contact_date", *where)), None

    def mediations(self, *where):
        return len(self._program_rows("mediations", "started_date", *where)), None

    def resolved_share(self, *where):
        known = [
            row
            for row in self._program_rows("mediations", "started_date", *where)
            if row["outcome"] not in ("ongoing", "unknown")
        ]
        return sum(row["outcome"] == "resolved" for row in known), len(known)

    def referrals(self, *where):
        return len(self._program_rows("referrals", "referred_date", *where)), None

    def connected_share(self, *where):
        old_enough = [
            row
            for row in self._program_rows("referrals", "referred_date", *where)
            if (THROUGH - row["referred_date"]).days >= 60
        ]
        return sum(row["connected_date"] is not None and row["connected_date"] <= THROUGH for row in old_enough), len(
            old_enough
        )

    def active_caseload(self, months, kind, place, breakdown, category):
        day = last_day(months[-1])
        return len(
            {
                row["participant_id"]
                for row in self.tables["enrollments"]
                if row["enrolled_date"] <= day
                and (row["exited_date"] is None or row["exited_date"] > day)
                and self.program_row_is_in(row, kind, place)
                and (breakdown == "all" or row[breakdown] == category)
            }
        ), None

    def attendance(self, *where):
        held = [row for row in self._program_rows("events", "event_date", *where) if row["status"] == "held"]
        reported = [row["attendance"] for row in held if row["attendance"] is not None]
        return None if held and not reported else sum(reported), None


CITY_THROUGH_MONTH_END = last_day(month_of(CITY_THROUGH))
PUBLIC = ("gunshot_victimizations", "homicides", "shooting_incidents")
BREAKDOWNS = {
    "gunshot_victimizations": {},
    "homicides": {},
    "shooting_incidents": {},
    "outreach_contacts": {"purpose": PURPOSES},
    "mediations": {"outcome": OUTCOMES, "conflict_type": CONFLICTS, "shooting_likelihood": LIKELIHOODS},
    "resolved_share": {"conflict_type": CONFLICTS, "shooting_likelihood": LIKELIHOODS},
    "referrals": {"domain": DOMAINS, "status": STATUSES},
    "connected_share": {"domain": DOMAINS},
    "active_caseload": {"risk_level": RISKS},
    "attendance": {"program": PROGRAMS, "attendance_method": METHODS},
}
SHARES = ("resolved_share", "connected_share")


def expected_cells(twin, measure):
    """Key → (numerator, denominator, value, status) of every cell that there should be, for the places looked at."""
    is_public = measure in PUBLIC
    serving = sorted({row["partner_id"] for row in twin.assigned})
    places = [("area", str(number)) for number in AREAS] + [("coalition", "coalition")]
    places += [("partner", partner) for partner in (serving if is_public else PARTNERS)]
    places += [("coalition", "served_now"), ("city", "city")] if is_public else []
    found = {}
    for place_kind, place in places:
        first = CITY_FIRST if is_public else PARTNERS.get(place, FIRST)
        months = months_from(first, CITY_THROUGH if is_public else THROUGH)
        if is_public and (place_kind == "partner" or place == "coalition"):
            months = [month for month in months if twin.serves_somewhere(place, month)]
        for kind in KINDS:
            # June isn't whole in the City's file: no window of twelve months ends with it.
            whole = months
            if is_public and kind == "last_12_months":
                whole = [month for month in months if month < month_of(CITY_THROUGH)]
            for start, inside in periods(kind, whole).items():
                if is_public:
                    is_known = True
                elif measure == "active_caseload":
                    is_known = twin.program_month_is_known(place_kind, place, inside[-1])
                else:
                    is_known = any(twin.program_month_is_known(place_kind, place, month) for month in inside)
                is_broken_down = kind in (AREA_LONG_KINDS if place_kind == "area" else LONG_KINDS)
                for breakdown, categories in {
                    "all": ("all",),
                    **(BREAKDOWNS[measure] if is_broken_down else {}),
                }.items():
                    for category in categories:
                        counted = getattr(twin, measure)(inside, place_kind, place, breakdown, category)
                        found[(kind, start, place_kind, place, breakdown, category)] = cell(measure, is_known, *counted)
    return found


def cell(measure, is_known, numerator, denominator):
    if numerator is None or (not is_known and (measure == "active_caseload" or not (numerator or denominator))):
        return None, None, None, "not_reported"
    if measure in SHARES:
        value = 100 * numerator / denominator if denominator else None
        return numerator, denominator, value, "unstable" if 0 < denominator < 20 else "shown"
    return numerator, None, float(numerator), "shown"


def check(tables, unsent, measures):
    """Compare every cell of the measures, at all 77 areas and everywhere else."""
    # A month that was not sent has no rows, and a partner has none before it began.
    dates = {
        "contacts": "contact_date",
        "mediations": "started_date",
        "referrals": "referred_date",
        "enrollments": "enrolled_date",
        "events": "event_date",
    }
    for table, column in dates.items():
        tables[table] = [
            row
            for row in tables.get(table, [])
            if row[column] >= PARTNERS[row["partner_id"]] and (row["partner_id"], month_of(row[column])) not in unsent
        ]
    submissions = [
        {
            "partner_id": partner, "month": month, "part": part, "due_date": date(2030, 1, 1),
            "received_date": None if (partner, month) in unsent else date(2030, 1, 1),
        }
        for partner, first in PARTNERS.items() for month in months_from(first, THROUGH)
        for part in ("outreach", "case_management", "events")
    ]  # fmt: skip
    # A received month without any row is a zero; the table of one row makes sure that each part is spoken about.
    responses = [{"partner_id": "ucan", "area_number": 1, "response_date": FIRST, "kind": "other"}]
    needs = [
        {
            "partner_id": "ucan",
            "area_number": 1,
            "participant_id": "p9",
            "domain": "other",
            "identified_date": FIRST,
        }
    ]
    planned = {
        "partner_id": "ucan",
        "area_number": 1,
        "event_date": FIRST,
        "program": "other",
        "activity": "vigil",
        "status": "canceled_other",
        "attendance": None,
        "attendance_method": "unknown",
    }
    coverage = [
        {"subject": s, "first_date": CITY_FIRST, "through_date": CITY_THROUGH} for s in ("gunshots", "homicides")
    ]
    tables["events"] = [*tables["events"], planned]
    tables.setdefault("victimizations", [])
    drawn = {
        **tables,
        "submissions": submissions,
        "responses": responses,
        "needs": needs,
        "coverage": coverage,
    }
    connection = sketch_store(duckdb.connect(), **{name: text_table(found) for name, found in drawn.items() if found})
    compute_cells(connection, [MEASURES[name] for name in measures])
    twin = Twin(tables, unsent)
    for measure in measures:
        published = {
            row[:6]: row[6:]
            for row in connection.execute(
                "SELECT period_kind, period_start, place_kind, place, breakdown, category, numerator, denominator, value, status "
                "FROM memory.cells WHERE measure = $1",
                [measure],
            ).fetchall()
        }
        elsewhere = {key: cell for key, cell in published.items() if key[2] == "area" and int(key[3]) not in AREAS}
        assert {found[0] for found in elsewhere.values()} == {0}, "nothing was drawn there"
        assert len({key[3] for key in elsewhere}) == 77 - len(AREAS)
        looked_at = {key: found for key, found in published.items() if key not in elsewhere}
        expected = expected_cells(twin, measure)
        wrong = {
            key: (looked_at.get(key), expected.get(key))
            for key in looked_at.keys() | expected.keys()
            if looked_at.get(key) != expected.get(key)
        }
        assert not wrong, f"{measure}: {len(wrong)} cells differ, (published, twin): {dict(list(wrong.items())[:3])}"
    connection.close()


slow = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=[
        Phase.explicit,
        Phase.generate,
    ],  # the message names the cells that differ; shrinking would take minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@slow
@given(assigned, victims)
def test_public_counts_agree_with_their_twin(assignments, drawn):
    check({"partner_areas": assignments, "victimizations": drawn}, set(), PUBLIC)


@slow
@given(assigned, unsent, contacts, mediations)
def test_outreach_agrees_with_its_twin(assignments, unsent, met, mediated):
    tables = {"partner_areas": assignments, "contacts": met, "mediations": mediated}
    check(tables, unsent, ("outreach_contacts", "mediations", "resolved_share"))


@slow
@given(assigned, unsent, referrals, enrollments)
def test_case_management_agrees_with_its_twin(assignments, unsent, referred, enrolled):
    tables = {"partner_areas": assignments, "referrals": referred, "enrollments": enrolled}
    check(tables, unsent, ("referrals", "connected_share", "active_caseload"))


@slow
@given(assigned, unsent, events)
def test_attendance_agrees_with_its_twin(assignments, unsent, drawn):
    check({"partner_areas": assignments, "events": drawn}, unsent, ("attendance",))
