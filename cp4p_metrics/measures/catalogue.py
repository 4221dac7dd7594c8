"""The catalogue of the field, line by line, and the measure that answers each."""

# What a line counts, and the names that answer it; a "by" says in which breakdown.
CATALOGUE: dict[str, tuple[tuple[str, str], ...]] = {
    "Community violence": (
        ("People harmed by gunfire, fatal and non-fatal", "gunshot_victimizations"),
        ("The two parts", "fatal_shootings, nonfatal_shootings"),
        ("Homicides by any means", "homicides"),
        ("Distinct police cases in which someone was shot", "shooting_incidents"),
        ("People shot per 100,000 residents", "gunshot_victimization_rate"),
        ("Change from a named baseline", "change_from_baseline"),
        ("Twelve months against the three windows before", "versus_prior_three_years"),
        ("The last twelve complete months", "rolling_12_months"),
        ("The rate in the highest-rate areas against the lowest", "safety_gap"),
        ("An area's share of the city", "share_of_city"),
        ("The same change in adjacent areas", "neighbors_versus_prior_three_years, neighbors_change_from_baseline"),
    ),
    "Street outreach": (
        ("Contact records, not people", "outreach_contacts"),
        ("Distinct participants with a contact", "people_engaged"),
        ("Contacts by purpose", "contact_purpose_mix"),
        ("Contacts in a week of being active", "contacts_per_participant_week"),
        ("Hours, shifts, shifts covered", "outreach_hours, canvassing_shifts, safe_passage_coverage"),
        ("Shootings that were responded to", "shooting_response_coverage"),
        (
            "Time to a response: median, nine in ten, within 24 and 72 hours",
            "response_time, response_time_p90, responded_within_24_hours_share, responded_within_72_hours_share",
        ),
        ("Active participants for each filled position", "participants_per_worker"),
        ("Families and people supported after harm, by kind", "families_supported, people_supported"),
        ("Responses to rumors", "rumor_control_responses"),
        ("Meetings with the police and notifications received", "police_coordination"),
    ),
    "Mediation": (
        ("Conflicts worked on", "mediations"),
        ("Those likely to involve a shooting", "gun_conflict_mediations"),
        ("Resolved", "resolved_share"),
        ("Resolved at least for a time", "at_least_temporarily_resolved_share"),
        ("Open on the date, and for how long", "open_mediations, open_mediations_age"),
        ("Follow-ups done by day 7 and 30", "follow_up_done_share"),
        ("Flared up again within 90 days", "recurrence_within_90_days"),
        ("Linked to an earlier incident", "retaliation_share"),
        ("Agreements in force, and holding at 90 and 180 days", "agreements_active, agreements_holding"),
    ),
    "Case management": (
        (
            "Enrolled in the period, open on the date, open on any day",
            "new_enrollments, active_caseload, people_served",
        ),
        ("Reached of those estimated to be at highest risk", "reach"),
        ("At highest risk, of those assessed", "highest_risk_share"),
        ("Assessed by day 30", "assessed_within_30_days"),
        ("Participants with a need, by domain", "needs_identified"),
        ("Referrals, and where they stand", "referrals, referral_status_mix"),
        ("Referrals connected, of those at least 60 days old", "connected_share"),
        ("Median days to a first service", "days_to_connection"),
        ("Needs without a first service, by area and domain", "unmet_need"),
        ("Services completed, of those started", "completed_share"),
        ("Still active at 30, 90, 180 and 365 days", "retention, retention_competing_exits"),
        ("Why participants left", "exit_reasons"),
        ("Goals met", "goals_met_share"),
        (
            "Contacts before release, and enrolled within 30 days of it",
            "reentry_pre_release_contacts, reentry_enrolled_within_30_days",
        ),
    ),
    "Events": (
        ("Events held, and of those planned", "events_held, events_held_share"),
        ("Canceled for weather or safety", "events_canceled"),
        ("Kinds and activities by age group", "programs_by_age_group, activities_by_age_group"),
        ("Meals served", "meals_served"),
        (
            "Attendance, its method, and its mean over events that reported it",
            "attendance, attendance_reported_share, mean_attendance",
        ),
        ("Areas reached", "areas_reached"),
        ("Events by activity", "events_by_activity"),
        ("Events to come, with a calendar", "upcoming_events"),
    ),
    "Trust in the numbers": (
        ("Partner-months received, of those due", "reporting_completeness"),
        ("Days late", "days_late"),
        ("Rows that don't say, by key field", "unknown_share, unknown_share_of_public_records"),
        ("Done of what a contract promises", "contract_progress"),
    ),
}


def names_of(line: str) -> tuple[str, ...]:
    """The measures that a line of the catalogue names."""
    return tuple(line.split(", "))
