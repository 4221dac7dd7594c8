"""Referrals and what becomes of them, from partners' own records."""

from .base import Measure, Shape
from .outreach import PARTNERS, RECORDED
from .participation import FAMILY, PARTNER_AND_COALITION, QUARTER_AND_LONGER

BY_REFERRAL_DATE = "Counted in the period of the referral, not of the service."
NO_DAY = "A service whose day is blank counts where the status is connected or completed."

REFERRALS = Measure(
    name="referrals",
    title="Referrals to services",
    unit="referrals",
    meaning="Referrals of participants to a service, by the day of the referral.",
    view="referrals",
    subject="case_management",
    numerator="count(*)",
    family=FAMILY,
    breakdowns=("domain", "status"),
    caveats=(RECORDED, "A referral is not yet a service: see the share connected."),
    source=PARTNERS,
)

REFERRAL_STATUS_MIX = Measure(
    name="referral_status_mix",
    title="Where referrals stand",
    unit="% of referrals",
    meaning="Referrals made in the period, by where they stand now.",
    view="referrals",
    subject="case_management",
    numerator="count(*)",
    shape=Shape.MIX,
    multiplier=100,
    family=FAMILY,
    always_by="status",
    periods=QUARTER_AND_LONGER,
    caveats=(
        BY_REFERRAL_DATE,
        "Recent referrals are still on their way: compare periods only once they are a few months old.",
    ),
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
    family=FAMILY,
    breakdowns=("domain",),
    caveats=(BY_REFERRAL_DATE, "The last two months still rise.", NO_DAY),
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
    family=FAMILY,
    breakdowns=("domain",),
    caveats=(BY_REFERRAL_DATE, "Recent periods still rise for many months.", NO_DAY),
    source=PARTNERS,
    is_our_definition=True,
)

CONNECTED_SHARE = Measure(
    name="connected_share",
    title="Referrals connected to a service",
    short_title="Referrals connected",
    unit="% of referrals at least 60 days old",
    meaning="Of the referrals made in the period, at least 60 days before the partner's records end, the share whose "
    "first service was received. Connected means received, not merely referred.",
    view="referrals",
    subject="case_management",
    numerator="sum(is_connected_and_due)",
    denominator="sum(is_due)",
    unknown="sum(is_due_and_unknown)",
    shape=Shape.SHARE,
    multiplier=100,
    family=FAMILY,
    breakdowns=("domain",),
    caveats=(
        "Referrals younger than 60 days are left out: they had no time yet.",
        "A referral of unknown status without a recorded service is not known, and is shown apart.",
        NO_DAY,
    ),
    source=PARTNERS,
)

DAYS_TO_CONNECTION = Measure(
    name="days_to_connection",
    title="Days from referral to first service",
    short_title="Days to a service",
    unit="days to the first service, median",
    meaning="The days by which half of the referrals made in the period had led to a first service. Referrals "
    "without one are followed to the day on which the partner's records end (Kaplan-Meier).",
    view="connections",
    subject="case_management",
    table="referrals",
    amount="days",
    event="is_connected",
    shape=Shape.QUANTILE,
    family=FAMILY,
    breakdowns=("domain",),
    periods=QUARTER_AND_LONGER,
    places=PARTNER_AND_COALITION,
    caveats=(
        BY_REFERRAL_DATE,
        "Declined, withdrawn and closed referrals count as not connected for as long as they are followed; without "
        "them the wait would look shorter than it is.",
        "There is no median where fewer than half led to a service yet.",
        "Referrals that do not say whether or when a service was received are shown apart.",
        "There is no number by area, and none by month: too few referrals stand behind it.",
    ),
    source=PARTNERS,
)

COMPLETED_SHARE = Measure(
    name="completed_share",
    title="Services completed",
    unit="% of services that were started and have ended",
    meaning="Of the referrals made in the period whose service was started and has ended, the share completed.",
    view="referrals",
    subject="case_management",
    numerator="sum(is_completed)",
    denominator="sum(has_known_outcome)",
    unknown="sum(has_unknown_outcome)",
    shape=Shape.SHARE,
    multiplier=100,
    family=FAMILY,
    breakdowns=("domain",),
    caveats=(
        BY_REFERRAL_DATE,
        "Services that go on have no outcome yet, and are left out: in recent periods the quick ones are over first.",
        "Started services of unknown status are shown apart.",
    ),
    source=PARTNERS,
)
