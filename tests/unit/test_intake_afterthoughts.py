"""What an import's report asks to look at, though nothing was set aside for it."""

import re
from datetime import UTC, datetime

import pytest

from cp4p_metrics.command_line import main
from cp4p_metrics.intake import import_files

NOW = datetime(2026, 6, 30, 18, tzinfo=UTC)
CONTACTS = "contact_id,partner_id,area,participant_id,contact_date,purpose,minutes\n"
REFERRALS = "referral_id,partner_id,area,participant_id,domain,referred_date,status\n"
REFERRAL = "R1,ucan,25,P1,housing,2026-03-05,open\n"
ENROLLMENTS = "enrollment_id,partner_id,area,participant_id,enrolled_date\n"
ENROLLMENT = "N1,ucan,25,P1,2026-03-05\n"
EVENT_PARTNERS = "event_id,partner_id\nE1,ucan\n"
EVENTS = "event_id,partner_id,area,event_date,program,activity,status\nE1,ucan,25,2026-03-05,other,cookout,held\n"
PARTNERS = "partner_id,partner_name\nucan,UCAN\nalso,ALSO\n"
PARTNER_AREAS = "partner_id,area,from_date,until_date\nucan,25,2026-01-01,\nalso,25,,\n"


def imported(home, tmp_path, **contents):
    paths = []
    for name, content in contents.items():
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(content)
    return import_files(home, paths, now=NOW)


def contacts(count, *, partner="ucan", purpose="check_in", first=0, faulty=0, day="2026-03-05"):
    return CONTACTS + "".join(
        f"C{n},{partner},25,P1,{day},{'chat' if n - first < faulty else purpose},20\n"
        for n in range(first, first + count)
    )


@pytest.fixture
def home_of_two(home, tmp_path):
    imported(home, tmp_path, partners=PARTNERS, partner_areas=PARTNER_AREAS)
    return home


def test_a_referral_may_come_before_its_enrollment_and_the_note_goes_once_that_has_come(home_of_two, tmp_path, capsys):
    report = imported(home_of_two, tmp_path, referrals=REFERRALS + REFERRAL)
    assert (report.accepted_count, report.set_aside_count) == (1, 0)
    line = "UCAN: 1 referral of participants whose enrollment with it has not come in."
    assert report.to_look_at == (line,)
    assert f"To look at; nothing was set aside for it:\n  {line}" in report.to_text()
    assert main(["status"]) == 0
    assert line in capsys.readouterr().out
    assert imported(home_of_two, tmp_path, enrollments=ENROLLMENTS + ENROLLMENT).to_look_at == ()
    assert main(["status"]) == 0
    assert "To look at" not in capsys.readouterr().out


@pytest.mark.parametrize("order", [1, -1])
def test_files_of_one_batch_fit_together_whatever_their_order(home_of_two, tmp_path, order):
    contents = {
        "referrals": REFERRALS + REFERRAL,
        "enrollments": ENROLLMENTS + ENROLLMENT,
        "event_partners": EVENT_PARTNERS,
        "events": EVENTS,
    }
    assert imported(home_of_two, tmp_path, **dict(list(contents.items())[::order])).to_look_at == ()


def test_a_partner_of_an_event_that_has_not_come_is_told_until_it_has(home_of_two, tmp_path):
    report = imported(home_of_two, tmp_path, event_partners=EVENT_PARTNERS)
    assert report.to_look_at == ("UCAN: named as a partner of 1 event that nobody has sent.",)
    assert imported(home_of_two, tmp_path, events=EVENTS).to_look_at == ()


def test_work_across_a_border_is_accepted_and_told_with_its_count(home_of_two, tmp_path):
    content = contacts(24).replace(",25,", ",29,") + contacts(3, first=100).removeprefix(CONTACTS)
    report = imported(home_of_two, tmp_path, contacts=content)
    assert (report.accepted_count, report.set_aside_count) == (27, 0)
    assert report.to_look_at == ("UCAN: 24 contacts in North Lawndale, an area that it did not serve then.",)


def test_work_before_the_first_day_of_service_is_told(home_of_two, tmp_path):
    report = imported(home_of_two, tmp_path, contacts=contacts(2, day="2025-12-31"))
    assert report.to_look_at == ("UCAN: 2 contacts in Austin, an area that it did not serve then.",)


def test_a_month_without_a_partners_rows_is_told(home_of_two, tmp_path):
    months = [f"2025-{month:02}-05" for month in range(1, 13)]
    every_month = CONTACTS + "".join(
        contacts(5, partner="also", first=10 * place, day=day).removeprefix(CONTACTS)
        for place, day in enumerate([*months, "2026-02-05"])
    )
    report = imported(home_of_two, tmp_path, contacts=every_month)
    assert report.to_look_at == ("ALSO: no contacts in Jan 2026, where each of the 12 months before had at least 5.",)
    assert imported(home_of_two, tmp_path, contacts=contacts(5)).to_look_at == (), "that is another partner's"


def test_an_answer_that_takes_over_is_told_against_what_the_same_partner_sent_before(home_of_two, tmp_path):
    imported(home_of_two, tmp_path, contacts=contacts(80) + contacts(60, partner="also").removeprefix(CONTACTS))
    report = imported(home_of_two, tmp_path, contacts=contacts(60, first=100, purpose="other"))
    assert report.to_look_at == ("UCAN: purpose is 'other' in 100% of its contacts, where it was 0% before.",)
    few = imported(home_of_two, tmp_path, contacts=contacts(49, first=300, partner="also", purpose="other"))
    assert few.to_look_at == ()


def test_an_answer_that_is_left_blank_is_told_as_unknown(home_of_two, tmp_path):
    imported(home_of_two, tmp_path, contacts=contacts(60))
    report = imported(home_of_two, tmp_path, contacts=contacts(60, first=100, purpose=""))
    assert report.to_look_at == ("UCAN: purpose is 'unknown' in 100% of its contacts, where it was 0% before.",)


def test_what_becomes_of_a_referral_is_written_later_and_is_not_judged(home_of_two, tmp_path):
    def referrals(first, status):
        rows = (f"R{n},ucan,25,P1,housing,2026-03-05,{status}\n" for n in range(first, first + 60))
        return REFERRALS + "".join(rows)

    imported(home_of_two, tmp_path, enrollments=ENROLLMENTS + ENROLLMENT, referrals=referrals(0, "connected"))
    assert imported(home_of_two, tmp_path, referrals=referrals(100, "open")).to_look_at == ()


def test_far_more_rows_set_aside_than_ever_are_told_with_both_shares(home_of_two, tmp_path):
    imported(home_of_two, tmp_path, contacts=contacts(100, faulty=2))
    report = imported(home_of_two, tmp_path, contacts=contacts(100, first=200, faulty=38))
    assert report.set_aside_count == 38
    assert report.to_look_at == (
        "38% of the 100 rows of contacts were set aside, where it was 2% of all that came before.",
    )
    assert imported(home_of_two, tmp_path, contacts=contacts(100, first=400, faulty=20)).to_look_at == ()


def test_a_report_without_anything_to_look_at_does_not_mention_it(home_of_two, tmp_path):
    report = imported(home_of_two, tmp_path, contacts=contacts(3))
    assert report.to_look_at == ()
    assert "look at" not in report.to_text()


def test_the_made_up_coalition_has_little_to_look_at_and_it_names_no_participant(home, demo_files):
    report = import_files(home, demo_files, is_demonstration=True)
    assert len(report.to_look_at) <= 8
    assert not re.search(r"[0-9a-f]{16}", "\n".join(report.to_look_at))
