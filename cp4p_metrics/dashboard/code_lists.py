"""In which order the categories of a breakdown are shown, and which of them stand apart.

A category stands apart where it says nothing about the others: not yet known, not recorded, or a
catch-all. It is shown beside the shares, never folded into one of them.
"""

# The coalition's own five services come first and always show, also when zero.
COALITION_DOMAINS = (
    "legal_and_restorative_justice",
    "employment",
    "family_support",
    "mental_health",
    "substance_use",
)
DOMAINS = (*COALITION_DOMAINS, "education", "housing", "other")

ORDER: dict[str, tuple[str, ...]] = {
    "outcome": (
        "resolved",
        "resolved_conditionally",
        "temporarily_resolved",
        "ongoing",
        "not_resolved",
        "unknown",
    ),
    "conflict_type": (
        "interpersonal",
        "group",
        "intra_group",
        "domestic",
        "school",
        "economic",
        "property",
        "social_media",
        "other",
    ),
    "shooting_likelihood": ("very_unlikely", "unlikely", "likely", "very_likely", "unknown"),
    "kind": (
        "on_scene",
        "hospital",
        "de_escalation",
        "rumor_control",
        "family_visit",
        "community_gathering",
        "other",
    ),
    "purpose": (
        "check_in",
        "conflict",
        "service_connection",
        "court_or_legal",
        "crisis_support",
        "pre_release",
        "other",
        "unknown",
    ),
    "domain": DOMAINS,
    "status": (
        "open",
        "accepted",
        "declined",
        "withdrawn",
        "connected",
        "completed",
        "closed_no_contact",
        "unknown",
    ),
    "risk_level": ("highest", "high", "moderate", "low", "unknown"),
    "age_band": ("under_18", "18_24", "25_34", "35_44", "45_and_over", "unknown"),
}

APART: dict[str, tuple[str, ...]] = {
    "outcome": ("ongoing", "unknown"),
    "shooting_likelihood": ("unknown",),
    "purpose": ("other", "unknown"),
    "status": ("unknown",),
    "risk_level": ("unknown",),
    "age_band": ("unknown",),
}
