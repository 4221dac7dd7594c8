"""Support for families after harm, from partners' own records."""

from dataclasses import replace

from cp4p_metrics.periods import PeriodKind

from .base import Measure
from .outreach import PARTNERS, RECORDED

FAMILIES_SUPPORTED = Measure(
    name="families_supported",
    title="Families supported after harm",
    short_title="Families supported",
    unit="families, once for each quarter and kind",
    meaning="Families whom partners supported after someone was harmed: families of those harmed and of those who "
    "harmed. A family counts once for each quarter and each kind of support.",
    view="supports",
    subject="case_management",
    numerator="sum(families_count)",
    unknown="sum(has_no_families_count)",
    family="Street outreach",
    breakdowns=("kind", "families_of"),
    periods=(PeriodKind.QUARTER, PeriodKind.YEAR, PeriodKind.FISCAL_YEAR),
    caveats=(
        RECORDED,
        "Not distinct families: one with two kinds of support, or in two quarters, counts twice.",
        "Records hold a quarter and an area and nothing finer; so does this number.",
        "Entries without a count are unknown and add nothing.",
    ),
    source=PARTNERS,
)

PEOPLE_SUPPORTED = replace(
    FAMILIES_SUPPORTED,
    name="people_supported",
    title="People supported after harm",
    short_title="People supported",
    unit="people, once for each quarter and kind",
    meaning="People in the families whom partners supported after someone was harmed. A person counts once for each "
    "quarter and each kind of support.",
    numerator="sum(people_count)",
    unknown="sum(has_no_people_count)",
    caveats=(
        RECORDED,
        "Not distinct people: someone with two kinds of support, or in two quarters, counts twice.",
        *FAMILIES_SUPPORTED.caveats[2:],
    ),
)
