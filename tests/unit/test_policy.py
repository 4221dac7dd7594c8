"""Who may see what: a file that can be tightened, and loosened only by someone who says so."""

import re

import pytest

from cp4p_metrics.measures import MEASURES
from cp4p_metrics.measures.base import ALL, PlaceKind
from cp4p_metrics.periods import PeriodKind
from cp4p_metrics.release.policy import SHIPPED, PolicyError, read_policy


def changed(tmp_path, pattern, words):
    """The shipped policy with one line written anew."""
    text, count = re.subn(pattern, words, SHIPPED.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert count
    own = tmp_path / "policy.toml"
    own.write_text(text, encoding="utf-8")
    return own


def test_the_shipped_policy_hides_1_to_10_and_guards_against_every_partner():
    policy = read_policy()
    assert (policy.partner.threshold, policy.partner.width) == (11, 1)
    assert (policy.funder.threshold, policy.funder.width) == (11, 5)
    assert policy.partner.guards_against_each_partner
    assert policy.override == ""


def test_every_name_in_the_policy_is_a_measure():
    lists = read_policy().measures
    named = set().union(*(names for key, names in lists.items() if key != "breakdowns_not_shared"))
    assert named <= set(MEASURES)
    assert lists["breakdowns_not_shared"] <= {name for measure in MEASURES.values() for name in measure.breakdowns}


def test_a_threshold_can_be_raised(tmp_path):
    assert read_policy(changed(tmp_path, r"^threshold = 11.*", "threshold = 20")).funder.threshold == 20


def test_a_lower_threshold_is_refused(tmp_path):
    own = changed(tmp_path, r"^threshold = 11.*", "threshold = 5")
    with pytest.raises(PolicyError, match=r"Below 11 it needs a section \[override\]"):
        read_policy(own)


def test_a_lower_threshold_passes_with_a_name_and_a_reason(tmp_path):
    own = changed(tmp_path, r"^threshold = 11.*", "threshold = 5")
    with own.open("a", encoding="utf-8") as file:
        file.write('\n[override]\nby = "The steering committee"\nreason = "a closed evaluation"\n')
    assert read_policy(own).override == "The steering committee: a closed evaluation"


def test_an_override_without_a_reason_is_refused(tmp_path):
    own = changed(tmp_path, r"^threshold = 11.*", "threshold = 5")
    with own.open("a", encoding="utf-8") as file:
        file.write('\n[override]\nby = "Somebody"\n')
    with pytest.raises(PolicyError, match="needs both 'by' and 'reason'"):
        read_policy(own)


def test_a_policy_that_shows_funders_more_than_partners_is_refused(tmp_path):
    own = changed(tmp_path, r'^area = \["quarter", "year", "fiscal_year"\]', 'area = ["fiscal_year"]')
    with pytest.raises(PolicyError, match="must be part of what partners see"):
        read_policy(own)


def test_a_file_that_is_no_policy_says_so(tmp_path):
    own = tmp_path / "policy.toml"
    own.write_text("threshold = ", encoding="utf-8")
    with pytest.raises(PolicyError, match="Compare it with the policy that is shipped"):
        read_policy(own)


def test_areas_have_totals_only_and_never_months():
    policy = read_policy()
    for measure in MEASURES.values():
        if not policy.is_about_people(measure):
            continue
        for breakdown in measure.own_breakdowns:
            kinds = policy.periods_of(measure, PlaceKind.AREA, breakdown, policy.partner)
            assert breakdown == ALL or not kinds
            assert PeriodKind.MONTH not in kinds


def test_distinct_people_are_never_shared_by_month():
    policy = read_policy()
    for measure in MEASURES.values():
        if measure.distinct and policy.is_about_people(measure):
            assert PeriodKind.MONTH not in policy.periods_of(measure, PlaceKind.COALITION, ALL, policy.partner)
