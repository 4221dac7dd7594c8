"""Every measure beside its twin, on generated records."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from cp4p_metrics.measures import MEASURES

from .comparison import KNOWN_TWINS, compare
from .generated import records

# Which tables are drawn for which measures: as few as they need, and each measure once.
TOGETHER = {
    "violence": (
        ("victimizations",),
        "gunshot_victimizations fatal_shootings nonfatal_shootings homicides victimizations shooting_incidents "
        "incidents rolling_12_months gunshot_victimization_rate safety_gap versus_prior_three_years "
        "change_from_baseline neighbors_versus_prior_three_years neighbors_change_from_baseline share_of_city "
        "unknown_share_of_public_records",
    ),
    "outreach": (
        ("contacts", "shifts", "coordination", "enrollments", "staffing"),
        "outreach_contacts people_engaged contact_purpose_mix participant_weeks contacts_per_participant_week "
        "outreach_hours canvassing_shifts safe_passage_coverage outreach_staff participants_per_worker "
        "police_coordination reentry_pre_release_contacts",
    ),
    "responses": (
        ("victimizations", "responses", "supports"),
        "responses rumor_control_responses response_time response_time_p90 responded_within_24_hours_share "
        "responded_within_72_hours_share shooting_response_coverage families_supported people_supported",
    ),
    "mediation": (
        ("mediations", "agreements"),
        "mediations gun_conflict_mediations resolved_share at_least_temporarily_resolved_share retaliation_share "
        "follow_up_done_share recurrence_within_90_days open_mediations open_mediations_age agreements_active "
        "agreements_holding",
    ),
    "participation": (
        ("enrollments", "risk_estimates", "needs"),
        "new_enrollments active_caseload people_served people_served_at_highest_risk people_at_highest_risk reach "
        "highest_risk_share assessed_within_30_days retention retention_competing_exits exit_reasons "
        "reentry_enrolled_within_30_days needs_identified",
    ),
    "services": (
        ("needs", "referrals", "goals"),
        "needs_named unmet_need goals_met_share referrals referral_status_mix referrals_connected "
        "referrals_completed connected_share completed_share days_to_connection",
    ),
    "events": (
        ("events",),
        "events_held attendance attendance_reported_share events_held_share events_canceled meals_served "
        "mean_attendance areas_reached events_by_activity programs_by_age_group activities_by_age_group "
        "upcoming_events",
    ),
    "trust": (
        ("contacts", "mediations", "responses", "enrollments", "referrals", "events"),
        "reporting_completeness days_late unknown_share",
    ),
    "progress": (
        ("contacts", "mediations", "shifts", "enrollments", "referrals", "events", "targets"),
        "contract_progress",
    ),
}
NAMES = {group: names.split() for group, (_, names) in TOGETHER.items()}


def test_every_measure_has_a_twin_and_every_twin_a_measure():
    assert sorted(name for names in NAMES.values() for name in names) == sorted(MEASURES)
    assert sorted(KNOWN_TWINS) == sorted(MEASURES)


def check(group: str, examples: int) -> None:
    tables, _ = TOGETHER[group]
    settled = settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],  # the message names the cells that differ
        suppress_health_check=[*HealthCheck],
    )

    @settled
    @given(records(*tables))
    def every_cell_agrees(drawn):
        compare(drawn, NAMES[group])

    every_cell_agrees()


# So that all of them take about two minutes.
EXAMPLES = {"violence": 3, "outreach": 3, "participation": 3, "progress": 3, "mediation": 4, "trust": 4}


@pytest.mark.parametrize("group", TOGETHER)
def test_every_cell_agrees_with_its_twin(group):
    check(group, examples=EXAMPLES.get(group, 5))


@pytest.mark.prove
@pytest.mark.parametrize("group", TOGETHER)
def test_many_more_cells_agree_with_their_twins(group):
    check(group, examples=60)
