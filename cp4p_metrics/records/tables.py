"""Every table of the record store: its columns, the values they may take, and what they mean.

The templates that partners fill in have these very columns, but for `area`, which may be a name.
"""

from dataclasses import dataclass

from cp4p_metrics.errors import UnknownNameError

from .columns import (
    PARTICIPANT,
    PARTNER,
    Column,
    Kind,
    area,
    boolean,
    code,
    day,
    decimal,
    integer,
    month,
    quarter,
    text,
)

DOMAINS = "legal_and_restorative_justice employment education family_support mental_health substance_use housing other"
AGE_BANDS = "under_18 18_24 25_34 35_44 45_and_over unknown"
RACES_AND_ETHNICITIES = "black hispanic white asian_or_pacific_islander american_indian other unknown"
SUBMISSION_PARTS = "outreach case_management events"
OFFENSES = (
    "homicide sexual_assault robbery battery assault burglary theft motor_vehicle_theft arson criminal_damage "
    "criminal_trespass weapons_violation concealed_carry_violation narcotics deceptive_practice sex_offense "
    "offense_involving_children kidnapping stalking intimidation human_trafficking prostitution gambling "
    "liquor_law_violation public_peace_violation interference_with_public_officer public_indecency obscenity other"
)
# What a contract can promise: counts and shares of partners' work. Records know nothing of measures, so a test keeps
# the list in step with theirs (can_be_promised in measures/progress.py).
MEASURES_WITH_TARGETS = (
    "outreach_contacts people_engaged outreach_hours canvassing_shifts safe_passage_coverage responses "
    "shooting_response_coverage responded_within_24_hours_share responded_within_72_hours_share "
    "rumor_control_responses families_supported people_supported mediations gun_conflict_mediations resolved_share "
    "at_least_temporarily_resolved_share agreements_active new_enrollments active_caseload people_served "
    "highest_risk_share assessed_within_30_days needs_named goals_met_share referrals referrals_connected "
    "referrals_completed connected_share completed_share reentry_pre_release_contacts reentry_enrolled_within_30_days "
    "events_held attendance attendance_reported_share events_held_share meals_served areas_reached "
    "reporting_completeness"
)


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its key, and the column that says when it happened.

    Partners number their own rows, so their id is part of the key; events alone have one key for all,
    because partners hold them together. `part` is the part of a partner's monthly submission that the
    table belongs to, or None.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    date: str | None
    columns: tuple[Column, ...]
    part: str | None = None

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def definition(self) -> str:
        """The SQL that makes it. Every row knows the batch that brought it."""
        lines = [f"{column.name} {column.kind.stored_as}" for column in self.columns]
        return f"CREATE TABLE {self.name} ({', '.join([*lines, 'batch_id VARCHAR NOT NULL'])})"

    @property
    def replaced_name(self) -> str:
        """The table beside it that keeps earlier versions of rows, each with the batch that replaced it."""
        return f"replaced_{self.name}"

    @property
    def replaced_definition(self) -> str:
        """The SQL that makes it. `became_key` is the key of the row that took the place, where that is another."""
        lines = [f"{column.name} {column.kind.stored_as}" for column in self.columns]
        lines += ["batch_id VARCHAR NOT NULL", "replaced_by VARCHAR NOT NULL", "became_key VARCHAR"]
        return f"CREATE TABLE {self.replaced_name} ({', '.join(lines)})"

    @property
    def has_participants(self) -> bool:
        return any(column.kind is Kind.PARTICIPANT for column in self.columns)


INCIDENTS = (
    Table(
        "victimizations",
        "One person harmed in one incident, as the City publishes it; no name, block or coordinate",
        ("victimization_id",),
        "occurred_date",
        (
            text("victimization_id", "The City's key of the row", required=True),
            text("case_number", "The police case; several people may be harmed in one incident", required=True),
            day("occurred_date", "Local day of the incident", required=True),
            area(required=False),
            boolean("is_gunshot", "Harmed by gunfire; blank where the source does not say"),
            boolean("is_homicide", "The person died by homicide"),
            code("sex", "As the City records it", "female male unknown"),
            code("race_ethnicity", "As the City records it", RACES_AND_ETHNICITIES),
            code("age_band", "Age at the time, in bands", AGE_BANDS),
            code("source", "The layout that the row came in", "victims homicides", required=True),
        ),
    ),
    Table(
        "responses",
        "One response to a shooting, a threat or a rumor",
        ("partner_id", "response_id"),
        "response_date",
        (
            text("response_id", "The partner's key", required=True),
            PARTNER,
            area(),
            day("notified_date", "Day on which the partner heard of it"),
            day("response_date", "Day of the response", required=True, not_before="notified_date"),
            code(
                "kind",
                "What was done",
                "on_scene hospital de_escalation rumor_control family_visit community_gathering other",
                required=True,
            ),
            integer(
                "hours_to_response",
                "Hours from notification to response; blank when not timed",
                maximum=10_000,
            ),
            text("case_number", "The police case responded to, where known"),
        ),
        part="outreach",
    ),
    Table(
        "mediations",
        "One conflict worked on, however many conversations it took",
        ("partner_id", "mediation_id"),
        "started_date",
        (
            text("mediation_id", "The partner's key", required=True),
            PARTNER,
            area(),
            day("started_date", "First day of work on the conflict", required=True),
            day("outcome_date", "Day on which the outcome was recorded", not_before="started_date"),
            code(
                "conflict_type",
                "Kind of conflict",
                "interpersonal group intra_group domestic school economic property social_media other",
                required=True,
            ),
            code(
                "catalyst",
                "What set it off",
                "disrespect social_media debt_or_property relationship territory prior_shooting other unknown",
            ),
            code(
                "learned_via",
                "How the team heard of it",
                "canvass participant family hospital school social_media police_notification other",
                required=True,
            ),
            code("people_band", "People involved", "1 2-3 4-9 10+", required=True),
            code(
                "shooting_likelihood",
                "How likely it was to end in a shooting",
                "very_unlikely unlikely likely very_likely unknown",
            ),
            code(
                "outcome",
                "Where it stands",
                "resolved resolved_conditionally temporarily_resolved ongoing not_resolved unknown",
            ),
            day("follow_up_7_date", "Follow-up by day 7, if done", not_before="started_date"),
            day("follow_up_30_date", "Follow-up by day 30, if done", not_before="follow_up_7_date"),
            day("reopened_date", "Day on which the conflict flared up again", not_before="started_date"),
            boolean("is_linked_to_earlier_incident", "Linked to an earlier incident (retaliation)"),
        ),
        part="outreach",
    ),
    Table(
        "agreements",
        "One non-aggression agreement between groups",
        ("partner_id", "agreement_id"),
        "agreed_date",
        (
            text("agreement_id", "The partner's key", required=True),
            PARTNER,
            area(),
            day("agreed_date", "Day of the agreement", required=True),
            day(
                "ended_date",
                "Day on which it stopped holding; blank while it holds",
                not_before="agreed_date",
            ),
            code("end_reason", "Why it ended", "broken expired replaced unknown"),
        ),
        part="outreach",
    ),
    Table(
        "contacts",
        "One recorded meeting with a participant; not a person",
        ("partner_id", "contact_id"),
        "contact_date",
        (
            text("contact_id", "The partner's key", required=True),
            PARTNER,
            area(),
            PARTICIPANT,
            day("contact_date", "Day of the meeting", required=True),
            code(
                "purpose",
                "What it was mainly about",
                "check_in conflict service_connection court_or_legal crisis_support pre_release other unknown",
            ),
            integer("minutes", "How long it took; blank when not recorded", maximum=1_440),
        ),
        part="outreach",
    ),
    Table(
        "shifts",
        "One planned or worked shift on the street",
        ("partner_id", "shift_id"),
        "shift_date",
        (
            text("shift_id", "The partner's key", required=True),
            PARTNER,
            area(),
            day("shift_date", "Day of the shift", required=True),
            code("kind", "What the shift was for", "canvassing safe_passage", required=True),
            boolean("is_covered", "The shift was worked"),
            decimal("hours", "Hours worked, all workers together"),
        ),
        part="outreach",
    ),
    Table(
        "coordination",
        "One meeting with the police, or one notification received; counts only, never about a person or a place",
        ("partner_id", "coordination_id"),
        "coordination_date",
        (
            text("coordination_id", "The partner's key", required=True),
            PARTNER,
            day("coordination_date", "Day", required=True),
            code("kind", "What it was", "meeting notification_received", required=True),
        ),
        part="outreach",
    ),
)

CASES = (
    Table(
        "enrollments",
        "One participant's time with one partner",
        ("partner_id", "enrollment_id"),
        "enrolled_date",
        (
            text("enrollment_id", "The partner's key", required=True),
            PARTNER,
            area(),
            PARTICIPANT,
            day("enrolled_date", "First day", required=True),
            day("exited_date", "Day of leaving; blank while active", not_before="enrolled_date"),
            code(
                "exit_reason",
                "Why the participant left",
                "completed moved disengaged incarcerated deceased other unknown",
            ),
            day("assessed_date", "Day of the first assessment", not_before="enrolled_date"),
            code(
                "risk_level",
                "Assessed risk of being harmed or of harming",
                "highest high moderate low unknown",
            ),
            code("age_band", "Age at enrollment, in bands", AGE_BANDS),
            code("gender", "As the participant says", "woman man another_gender unknown"),
            code("race_ethnicity", "As the participant says", RACES_AND_ETHNICITIES),
            day("released_date", "Day of release, for a returning resident"),
        ),
        part="case_management",
    ),
    Table(
        "needs",
        "One need that a participant and a case manager named",
        ("partner_id", "need_id"),
        "identified_date",
        (
            text("need_id", "The partner's key", required=True),
            PARTNER,
            area(),
            PARTICIPANT,
            code("domain", "Kind of service needed", DOMAINS, required=True),
            day("identified_date", "Day on which it was named", required=True),
        ),
        part="case_management",
    ),
    Table(
        "referrals",
        "One referral of a participant to a service",
        ("partner_id", "referral_id"),
        "referred_date",
        (
            text("referral_id", "The partner's key", required=True),
            PARTNER,
            area(),
            PARTICIPANT,
            code("domain", "Kind of service", DOMAINS, required=True),
            day("referred_date", "Day of the referral", required=True),
            code(
                "status",
                "Where it stands",
                "open accepted declined withdrawn connected completed closed_no_contact unknown",
            ),
            day("connected_date", "Day of the first service received", not_before="referred_date"),
            day("completed_date", "Day on which the service was completed", not_before="connected_date"),
        ),
        part="case_management",
    ),
    Table(
        "goals",
        "One goal that a participant set",
        ("partner_id", "goal_id"),
        "set_date",
        (
            text("goal_id", "The partner's key", required=True),
            PARTNER,
            area(),
            PARTICIPANT,
            code("domain", "Kind of goal", DOMAINS, required=True),
            day("set_date", "Day on which it was set", required=True),
            day("met_date", "Day on which it was met", not_before="set_date"),
        ),
        part="case_management",
    ),
    Table(
        "supports",
        "Support given to families after harm; a quarter and an area, no more",
        ("partner_id", "support_id"),
        "quarter",
        (
            text("support_id", "The partner's key", required=True),
            PARTNER,
            area(),
            quarter("quarter", "Calendar quarter"),
            code(
                "kind",
                "What kind of support",
                "funeral relocation counseling court_support basic_needs other",
                required=True,
            ),
            code("families_of", "Whose family", "person_harmed person_who_harmed unknown"),
            integer("families_count", "Families supported", maximum=10_000),
            integer("people_count", "People supported", maximum=10_000),
        ),
        part="case_management",
    ),
)

EVENTS = (
    Table(
        "events",
        "One public event, planned or held",
        ("event_id",),
        "event_date",
        (
            text("event_id", "A key that no other partner uses", required=True),
            PARTNER,
            area(),
            day("event_date", "Day of the event", required=True),
            code("program", "Light in the Night or another", "light_in_the_night other", required=True),
            code(
                "activity",
                "Main activity",
                "basketball dance open_mic family_games arts movie cookout resource_fair vigil other",
                required=True,
            ),
            code("age_group", "For whom", "all_ages children youth adults seniors"),
            text("site", "Park or public place"),
            code(
                "status",
                "What became of it",
                "planned held canceled_weather canceled_safety canceled_other",
                required=True,
            ),
            integer("attendance", "People present; blank is not reported, never zero", maximum=100_000),
            code("attendance_method", "How attendance was found", "counted estimated unknown"),
            integer("meals_count", "Meals served", maximum=100_000),
        ),
        part="events",
    ),
    Table(
        "event_partners",
        "Partners that held an event together",
        ("event_id", "partner_id"),
        None,
        (text("event_id", "The event", required=True), PARTNER),
        part="events",
    ),
)

# Public records that no measure counts yet: an outcome that outreach should not move, and names for sites.
BACKGROUND = (
    Table(
        "crimes",
        "One crime as the City publishes it, homicides among them; no block, coordinate or kind of place",
        ("crime_id",),
        "occurred_date",
        (
            text("crime_id", "The City's key of the row", required=True),
            text("case_number", "The police case"),
            day("occurred_date", "Local day of the incident", required=True),
            area(required=False),
            code("offense", "The City's primary type", OFFENSES, required=True),
            boolean("is_domestic", "Domestic, as the law of Illinois defines it"),
            boolean("is_arrest", "An arrest was made"),
            text("fbi_code", "The class of the offense in the FBI's uniform reports"),
        ),
    ),
    Table(
        "parks",
        "One park of the Chicago Park District; no boundary",
        ("park_number",),
        None,
        (
            integer("park_number", "The Park District's number", minimum=1),
            text("park_name", "Name, as the Park District writes it", required=True),
            text("park_class", "Class, as the Park District writes it"),
            decimal("acres", "Size in acres"),
        ),
    ),
)

COALITION = (
    Table(
        "partners",
        "The organizations of the coalition",
        ("partner_id",),
        None,
        (
            text("partner_id", "Short key", required=True),
            text("partner_name", "Name as the organization writes it", required=True),
        ),
    ),
    Table(
        "partner_areas",
        "Which partner serves which area, from when until when; a partner has several areas, an area several partners",
        ("partner_id", "area_number", "from_date"),
        None,
        (
            PARTNER,
            area(),
            day("from_date", "First day of service; blank when not known, then taken as always"),
            day("until_date", "Last day of service; blank while it goes on", not_before="from_date"),
        ),
    ),
    Table(
        "staffing",
        "Filled and budgeted positions of a partner in a month",
        ("partner_id", "month", "role"),
        "month",
        (
            PARTNER,
            month("month", "Calendar month"),
            code("role", "What the position does", "outreach case_management victim_support", required=True),
            decimal("filled_fte", "Filled full-time equivalents"),
            decimal("budgeted_fte", "Budgeted full-time equivalents"),
        ),
    ),
    Table(
        "targets",
        "What a partner's contract promises for a fiscal year",
        ("partner_id", "fiscal_year", "measure"),
        None,
        (
            PARTNER,
            integer("fiscal_year", "The year in which the fiscal year ends", minimum=2000, maximum=2100),
            code("measure", "Name of the measure, as in docs/measures.md", MEASURES_WITH_TARGETS, required=True),
            integer("target", "Number promised"),
        ),
    ),
    Table(
        "risk_estimates",
        "How many people at highest risk a named study estimates for an area in a year",
        ("area_number", "year"),
        None,
        (
            area(),
            integer("year", "Calendar year that the estimate is for", minimum=2000, maximum=2100),
            integer("people_count", "People at highest risk of being harmed or of harming, estimated"),
            text("source_name", "The study, as readers will see it; an organization or a title", required=True),
        ),
    ),
    Table(
        "submissions",
        "Whether a partner's month came in: without it, no number is known, not even zero",
        ("partner_id", "month", "part"),
        "month",
        (
            PARTNER,
            month("month", "Calendar month reported on"),
            code("part", "Which records", SUBMISSION_PARTS, required=True),
            day("due_date", "Day on which it was due", required=True, not_before="month"),
            day("received_date", "Day on which it came in; blank while missing", not_before="month"),
        ),
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in (*COALITION, *INCIDENTS, *CASES, *EVENTS, *BACKGROUND)}
# What public portals fill, and partners do not: these have no template.
PUBLIC_TABLES = ("victimizations", *(table.name for table in BACKGROUND))


def get_table(name: str) -> Table:
    """The table of that name; raises UnknownNameError."""
    try:
        return TABLES[name]
    except KeyError:
        raise UnknownNameError("table", name, TABLES) from None
