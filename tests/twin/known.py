"""What the records speak about, spelled out once more: which months are known, at which place, of which subject."""

from datetime import date, timedelta
from typing import Any

from .facts import ALL_AREAS
from .generated import Row
from .periods import last_day, month_of, months_from

# Which tables belong to which part of a partner's month, and the column that says when it happened.
PARTS = {
    "outreach": {
        "contacts": "contact_date",
        "responses": "response_date",
        "shifts": "shift_date",
        "coordination": "coordination_date",
        "mediations": "started_date",
        "agreements": "agreed_date",
    },
    "case_management": {
        "enrollments": "enrolled_date",
        "needs": "identified_date",
        "referrals": "referred_date",
        "goals": "set_date",
        "supports": "quarter",
    },
    "events": {"events": "event_date"},
}
Place = tuple[str, str]
Months = dict[date, bool]
COALITION: Place = ("coalition", "coalition")
SERVED_NOW: Place = ("coalition", "served_now")
CITY: Place = ("city", "city")


class Known:
    """`months[subject][place]` are the months of which a place can have a number, and whether they are known.

    `whole[subject]` has those that are known to their last day.
    """

    def __init__(self, records: dict[str, list[Row]]) -> None:
        self.records = records
        self.assigned = [
            (row["partner_id"], row["area_number"], row["from_date"] or date.min, row["until_date"] or date.max)
            for row in records["partner_areas"]
        ]
        self.months: dict[str, dict[Place, Months]] = {}
        self.whole: dict[str, set[date]] = {}
        self._months_of: dict[str, list[date]] = {}
        self._know_the_city()
        self.rows_of_part = {part: self._rows_of(part) for part in PARTS}
        self.listed = {part: self._listed_months(part) for part in PARTS}
        for part in PARTS:
            self._know_part(part)
        self._know_submissions()
        # The day through which anything of partners is reported.
        self.through = max(last_day(self.months_of(subject)[-1]) for subject in (*PARTS, "submissions"))
        self.earliest = min(month for subject in self.months for month in self.months_of(subject))
        self.followed = {part: self._followed(part) for part in PARTS}
        covered = [row["through_date"] for row in records.get("coverage", [])]
        today = max([self.through, *covered])
        self.served_now = {area for _, area, first, last in self.assigned if first <= today <= last}
        self._know_any_part()
        self._know_both_sides_of_a_shooting()
        self._know_staffing()
        self._know_estimates()
        self._know_planned_events()

    def months_of(self, subject: str) -> list[date]:
        """All months that are spoken about at some place, in order."""
        if subject not in self._months_of:
            found = {month for months in self.months.get(subject, {}).values() for month in months}
            self._months_of[subject] = sorted(found)
        return self._months_of[subject]

    def serves(self, partner: str | None, area: Any, day: date) -> bool:
        """Whether that partner (None: any) serves the area on that day."""
        return any(
            partner in (None, who) and area == where and first <= day <= last
            for who, where, first, last in self.assigned
        )

    def serves_in(self, partner: str | None, area: int | None, month: date) -> bool:
        """Whether it serves that area (None: any) on some day of the month."""
        return any(
            partner in (None, who) and area in (None, where) and first <= last_day(month) and month <= last
            for who, where, first, last in self.assigned
        )

    @property
    def serving_partners(self) -> set[str]:
        return {who for who, *_ in self.assigned}

    # The City's files

    def _know_the_city(self) -> None:
        for subject in ("gunshots", "homicides"):
            spans = [row for row in self.records.get("coverage", []) if row["subject"] == subject]
            if not spans:
                continue
            days = {
                row["first_date"] + timedelta(step)
                for row in spans
                for step in range((row["through_date"] - row["first_date"]).days + 1)
            }
            months: Months = {}
            self.whole[subject] = set()
            for month in months_from(min(days), max(days)):
                held = [month + timedelta(step) in days for step in range(last_day(month).day)]
                months[month] = any(held)
                if all(held):
                    self.whole[subject].add(month)
            places: dict[Place, Months] = {("area", str(area)): months for area in ALL_AREAS}
            places[CITY] = places[SERVED_NOW] = months
            # A partner and the coalition have a number while they serve some area.
            for partner in (None, *self.serving_partners):
                place = COALITION if partner is None else ("partner", partner)
                served = {month: is_known for month, is_known in months.items() if self.serves_in(partner, None, month)}
                if served:
                    places[place] = served
            self.months[subject] = places

    # Partners' months

    def _rows_of(self, part: str) -> list[tuple[str, date, bool]]:
        """Partner, day, and whether it happened: an event that is only planned did not."""
        return [
            (row["partner_id"], row[column], row.get("status") != "planned" or table != "events")
            for table, column in PARTS[part].items()
            for row in self.records.get(table, [])
        ]

    def _submissions(self, part: str) -> list[Row]:
        return [row for row in self.records["submissions"] if row["part"] == part]

    def _listed_months(self, part: str) -> list[date]:
        """The list may run ahead: a month counts once somebody sent it, or once rows of it or of a later one came."""
        latest = max((day for _, day, happened in self.rows_of_part[part] if happened), default=date.min)
        return [
            row["month"]
            for row in self._submissions(part)
            if row["received_date"] is not None or row["month"] <= latest
        ]

    def _know_part(self, part: str) -> None:
        happened = [day for _, day, has_happened in self.rows_of_part[part] if has_happened]
        first, last = month_of(min(self.listed[part] + happened)), max(self.listed[part])
        received = {
            (row["partner_id"], row["month"]) for row in self._submissions(part) if row["received_date"] is not None
        }
        of_partners: dict[str, Months] = {}
        for partner in {who for who, *_ in self.rows_of_part[part]} | {
            row["partner_id"] for row in self._submissions(part)
        }:
            asked = [row["month"] for row in self._submissions(part) if row["partner_id"] == partner]
            began = min([*asked, *(day for who, day, _ in self.rows_of_part[part] if who == partner)])
            # Months before the first on the list were not asked for: their rows are all there is.
            of_partners[partner] = {
                month: (partner, month) in received or (bool(asked) and month < min(asked))
                for month in months_from(began, last)
            }
        self._know_places(part, of_partners, months_from(first, last))

    def _know_places(self, subject: str, of_partners: dict[str, Months], months: list[date]) -> None:
        """The coalition's month is known once one partner's is; an area's once one is of those that serve it then.

        Where no partner's submission could be missing, nothing is missing.
        """
        places: dict[Place, Months] = {("partner", partner): own for partner, own in of_partners.items() if own}
        places[COALITION] = {}
        for month in months:
            of_month = [own[month] for own in of_partners.values() if month in own]
            places[COALITION][month] = any(of_month) or not of_month
        for area in ALL_AREAS:
            places["area", str(area)] = {}
            for month in months:
                of_month = [
                    own[month]
                    for partner, own in of_partners.items()
                    if month in own and self.serves_in(partner, area, month)
                ]
                places["area", str(area)][month] = any(of_month) or not of_month
        self.months[subject] = places

    def _know_submissions(self) -> None:
        """The list itself is always known, from a partner's first month or row of any part on."""
        months = months_from(min(min(m) for m in self.listed.values()), max(max(m) for m in self.listed.values()))
        began: dict[str, date] = {}
        for row in self.records["submissions"]:
            began[row["partner_id"]] = min(row["month"], began.get(row["partner_id"], date.max))
        for part in PARTS:
            for partner, day, _ in self.rows_of_part[part]:
                began[partner] = min(day, began.get(partner, date.max))
        places: dict[Place, Months] = {
            ("partner", partner): dict.fromkeys(months_from(day, months[-1]), True) for partner, day in began.items()
        }
        places[COALITION] = dict.fromkeys(months, True)
        self.months["submissions"] = places

    def _followed(self, part: str) -> dict[str, date | None]:
        """Until when each partner's records are known: the last day of the last month that is."""
        return {
            place: max((last_day(month) for month, is_known in months.items() if is_known), default=None)
            for (kind, place), months in self.months[part].items()
            if kind == "partner"
        }

    # What rests on two sources, or on a list of its own

    def _know_any_part(self) -> None:
        places: dict[Place, Months] = {}
        for part in PARTS:
            for place, months in self.months[part].items():
                known = places.setdefault(place, {})
                for month, is_known in months.items():
                    known[month] = is_known or known.get(month, False)
        self.months["records"] = places

    def _know_both_sides_of_a_shooting(self) -> None:
        if "gunshots" not in self.months:
            return
        city, outreach = self.months["gunshots"], self.months["outreach"]
        places = {
            place: {
                month: city[place][month] and is_known for month, is_known in months.items() if month in city[place]
            }
            for place, months in outreach.items()
            if place in city
        }
        self.months["shooting_responses"] = {place: months for place, months in places.items() if months}

    def _know_staffing(self) -> None:
        """A partner's month is known where the list has a number for it, from the first such month on.

        A list that begins before all records makes no month of its own.
        """
        rows = [row for row in self.records.get("staffing", []) if self.earliest <= row["month"] <= self.through]
        told = {(row["partner_id"], row["month"]) for row in rows if row["filled_fte"] is not None}
        if not told:
            return
        last = max(row["month"] for row in rows)
        places: dict[Place, Months] = {}
        for partner in {who for who, _ in told}:
            first = min(month for who, month in told if who == partner)
            places["partner", partner] = {month: (partner, month) in told for month in months_from(first, last)}
        places[COALITION] = {
            month: any(of_month == month for _, of_month in told)
            for month in months_from(min(month for _, month in told), last)
        }
        self.months["staffing"] = places

    def _know_estimates(self) -> None:
        """Of an area: once there is an estimate for that year or one before. Of others: where each area has one."""
        first_year = {}
        for row in self.records.get("risk_estimates", []):
            if row["people_count"] is not None:
                area = row["area_number"]
                first_year[area] = min(row["year"], first_year.get(area, 9999))
        if not first_year or min(first_year.values()) > self.through.year:
            return
        months = months_from(max(date(min(first_year.values()), 1, 1), self.earliest), self.through)

        def is_estimated(area: int, month: date) -> bool:
            return first_year.get(area, 9999) <= month.year

        places: dict[Place, Months] = {
            ("area", str(area)): {month: is_estimated(area, month) for month in months} for area in ALL_AREAS
        }
        for partner in (None, *self.serving_partners):
            own: Months = {}
            for month in months:
                served = [area for area in ALL_AREAS if self.serves(partner, area, last_day(month))]
                if served:
                    own[month] = all(is_estimated(area, month) for area in served)
            if own:
                places[COALITION if partner is None else ("partner", partner)] = own
        self.months["risk_estimates"] = places

    def _know_planned_events(self) -> None:
        """A list that speaks for every place at once, from the day after what is reported on."""
        ahead = [
            row["event_date"]
            for row in self.records.get("events", [])
            if row["status"] == "planned" and row["event_date"] > self.through
        ]
        if not ahead:
            return
        months = dict.fromkeys(months_from(self.through + timedelta(1), max(ahead)), True)
        places: dict[Place, Months] = {("area", str(area)): months for area in ALL_AREAS}
        places |= {("partner", partner): months for partner in self.serving_partners}
        self.months["planned_events"] = places | {COALITION: months}
