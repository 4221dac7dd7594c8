"""The code lists of the records, spelled out once more."""

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
STATUSES = ("open", "accepted", "declined", "withdrawn", "connected", "completed", "closed_no_contact", "unknown")
OUTCOMES = ("resolved", "resolved_conditionally", "temporarily_resolved", "ongoing", "not_resolved", "unknown")
AT_LEAST_TEMPORARILY_RESOLVED = OUTCOMES[:3]
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
CATALYSTS = (
    "disrespect",
    "social_media",
    "debt_or_property",
    "relationship",
    "territory",
    "prior_shooting",
    "other",
    "unknown",
)
LEARNED_VIA = ("canvass", "participant", "family", "hospital", "school", "social_media", "police_notification", "other")
PEOPLE_BANDS = ("1", "2-3", "4-9", "10+")
LIKELIHOODS = ("very_unlikely", "unlikely", "likely", "very_likely", "unknown")
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
RESPONSE_KINDS = (
    "on_scene",
    "hospital",
    "de_escalation",
    "rumor_control",
    "family_visit",
    "community_gathering",
    "other",
)
SHIFT_KINDS = ("canvassing", "safe_passage")
COORDINATION_KINDS = ("meeting", "notification_received")
END_REASONS = ("broken", "expired", "replaced", "unknown")
RISKS = ("highest", "high", "moderate", "low", "unknown")
AGE_BANDS = ("under_18", "18_24", "25_34", "35_44", "45_and_over", "unknown")
GENDERS = ("woman", "man", "another_gender", "unknown")
RACES_AND_ETHNICITIES = (
    "black",
    "hispanic",
    "white",
    "asian_or_pacific_islander",
    "american_indian",
    "other",
    "unknown",
)
EXIT_REASONS = ("completed", "moved", "disengaged", "incarcerated", "deceased", "other", "unknown")
SUPPORT_KINDS = ("funeral", "relocation", "counseling", "court_support", "basic_needs", "other")
FAMILIES_OF = ("person_harmed", "person_who_harmed", "unknown")
PROGRAMS = ("light_in_the_night", "other")
ACTIVITIES = (
    "basketball",
    "dance",
    "open_mic",
    "family_games",
    "arts",
    "movie",
    "cookout",
    "resource_fair",
    "vigil",
    "other",
)
AGE_GROUPS = ("all_ages", "children", "youth", "adults", "seniors", "unknown")
EVENT_STATUSES = ("planned", "held", "canceled_weather", "canceled_safety", "canceled_other")
METHODS = ("counted", "estimated", "unknown")
ROLES = ("outreach", "case_management", "victim_support")
PARTS = ("outreach", "case_management", "events")
SEXES = ("female", "male", "unknown")
