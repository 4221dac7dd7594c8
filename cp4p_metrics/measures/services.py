"""Case management and service uptake, from partners' own records."""

from .base import Measure, Shape
from .outreach import PARTNERS, RECORDED

BY_REFERRAL_DATE = "Counted in the period of the referral, not of the service."

NEW_ENROLLMENTS = Measure(
    name="new_enrollments",
    title="New enrollments",
    unit="enrollments",
    meaning="Participants who enrolled with a partner in the period. "
    "A participant who enrolls with two partners counts twice.",
    view="enrollments",
    subject="case_management",
    numerator="count(*)",
    family="Case management",
    breakdowns=("risk_level", "age_band", "gender", "race_ethnicity"),
    caveats=(RECORDED,),
    source=PARTNERS,
)

ACTIVE_CASELOAD = Measure(
    name="active_caseload",
    title="Participants on the caseload",
    short_title="Active caseload",
    unit="participants",
    meaning="Distinct participants enrolled on the last day of the period, counted once however many partners "
    "they are with. A day of enrollment counts, the day of exit does not.",
    view="caseload",
    subject="case_management",
    table="enrollments",
    distinct="participant_id",
    shape=Shape.STOCK,
    family="Case management",
    breakdowns=("risk_level",),
    caveats=("People are never added up: the coalition's number is smaller than the sum of its partners'.",),
    source=PARTNERS,
)

NEEDS_NAMED = Measure(
    name="needs_named",
    title="Needs named",
    unit="needs",
    meaning="Needs that participants and case managers wrote down in the period.",
    view="needs",
    subject="case_management",
    numerator="count(*)",
    family="Case management",
    breakdowns=("domain",),
    caveats=(RECORDED,),
    source=PARTNERS,
    is_our_definition=True,
)

REFERRALS = Measure(
    name="referrals",
    title="Referrals to services",
    unit="referrals",
    meaning="Referrals of participants to a service, by the day of the referral.",
    view="referrals",
    subject="case_management",
    numerator="count(*)",
    family="Case management",
    breakdowns=("domain", "status"),
    caveats=(RECORDED, "A referral is not yet a service: see the share connected."),
    source=PARTNERS,
)

REFERRALS_CONNECTED = Measure(
    name="referrals_connected",
    title="Referrals that led to a first service",
    unit="referrals",
    meaning="Of the referrals made in the period, those whose first service was received by now.",
    view="referrals",
    subject="case_management",
    numerator="sum(is_connected)",
    family="Case management",
    breakdowns=("domain",),
    caveats=(BY_REFERRAL_DATE, "The last two months still rise."),
    source=PARTNERS,
    is_our_definition=True,
)

REFERRALS_COMPLETED = Measure(
    name="referrals_completed",
    title="Referrals whose service was completed",
    unit="referrals",
    meaning="Of the referrals made in the period, those whose service was completed by now.",
    view="referrals",
    subject="case_management",
    numerator="sum(is_completed)",
    family="Case management",
    breakdowns=("domain",),
    caveats=(BY_REFERRAL_DATE, "Recent periods still rise for many months."),
    source=PARTNERS,
    is_our_definition=True,
)

CONNECTED_SHARE = Measure(
    name="connected_share",
    title="Referrals connected to a service",
    short_title="Referrals connected",
    unit="% of referrals at least 60 days old",
    meaning="Of the referrals made in the period at least 60 days ago, the share whose first service was received. "
    "Connected means received, not merely referred.",
    view="referrals",
    subject="case_management",
    numerator="sum(is_connected_and_due)",
    denominator="sum(is_due)",
    shape=Shape.SHARE,
    multiplier=100,
    family="Case management",
    breakdowns=("domain",),
    caveats=(
        "Referrals younger than 60 days are left out: they had no time yet.",
        "A referral whose status is unknown counts as not connected unless a first service is recorded.",
    ),
    source=PARTNERS,
)
