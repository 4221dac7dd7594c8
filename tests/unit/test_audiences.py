"""One file per audience: what it may see, nothing of the rest, and a proof that it can't be worked out."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from cp4p_metrics.demo import write_coalition
from cp4p_metrics.demo.settings import Settings
from cp4p_metrics.errors import CannotAnswerError, NotPublishedError
from cp4p_metrics.home import Home
from cp4p_metrics.intake import import_files
from cp4p_metrics.measures import MEASURES
from cp4p_metrics.release.audience_cells import RESTS_ON
from cp4p_metrics.release.audit import audit, audit_text
from cp4p_metrics.release.cube_cells import KEY
from cp4p_metrics.release.files import current_release, served_audiences
from cp4p_metrics.release.policy import read_policy
from cp4p_metrics.release.publish import publish
from cp4p_metrics.release.reader import Release, open_release

NUMBERS = ["numerator", "denominator", "unknown", "value"]


@pytest.fixture(scope="module")
def published_demo(tmp_path_factory):
    """Two years and a half of a made-up coalition, published for every audience."""
    settings = Settings(through=date(2019, 12, 31), scale=0.5, first_victim_year=2019)
    files = write_coalition(tmp_path_factory.mktemp("shared_demo"), settings, lambda words: None)
    home = Home(tmp_path_factory.mktemp("shared_home"))
    import_files(home, files, is_demonstration=True, tell=lambda words: None)
    publish(home, share=True)
    return home


@pytest.fixture(scope="module")
def releases(published_demo):
    """Every audience's release, by its name."""
    return {name: Release(current_release(published_demo, name)) for name in served_audiences(published_demo)}


@pytest.fixture(scope="module")
def tables(releases):
    return {name: release.cells().set_index(list(KEY)) for name, release in releases.items()}


def about_people():
    policy = read_policy()
    return {name for name, measure in MEASURES.items() if policy.is_about_people(measure)}


def shared(table, name):
    """What is not the partner's own."""
    place = table.index.get_level_values("place_kind") + ":" + table.index.get_level_values("place")
    return table[place != name]


def counts(table):
    """Protected counts and shares: what is made of others is left out, and so is what isn't about people."""
    names = table.index.get_level_values("measure")
    plain = {n for n in about_people() if MEASURES[n].shape.value in ("count", "share", "distinct", "stock")}
    return table[names.isin(plain - set(RESTS_ON))]


def test_there_is_a_file_for_leadership_for_funders_and_for_every_partner(releases):
    partners = {f"partner:{name}" for name in releases["leadership"].partners}
    assert {"leadership", "funder"} <= set(releases)
    assert set(releases) - {"leadership", "funder"} <= partners
    assert len({release.file.version for release in releases.values()}) == 1


def test_a_hidden_cell_carries_no_number(tables):
    for name, table in tables.items():
        hidden = table[table["status"] == "hidden"]
        assert hidden[NUMBERS].isna().all().all(), name
        assert bool(len(hidden)) == (name != "leadership")


def test_no_shared_count_of_people_is_from_1_to_10(tables):
    for name, table in tables.items():
        if name != "leadership":
            told = counts(shared(table, name))
            told = told[told["status"] != "hidden"]
            assert not told["numerator"].between(1, 10).any(), name


def test_the_other_side_of_a_share_is_no_few_people_either(tables):
    for name, table in tables.items():
        if name != "leadership":
            told = counts(shared(table, name)).dropna(subset=["numerator", "denominator"])
            told = told[told["denominator"] > 0]
            rest = told["denominator"] - told["numerator"]
            assert not rest.between(0, 10).any(), name
            assert not (told["numerator"] == 0).any(), name


def test_what_is_left_after_a_partner_takes_its_own_away_is_no_few_people(tables):
    exact = tables["leadership"]
    for name, table in tables.items():
        if not name.startswith("partner:"):
            continue
        told = counts(shared(table, name)).dropna(subset=["numerator"]).reset_index()
        told = told[told["place_kind"] == "coalition"]
        own = exact.reset_index()
        own = own[(own["place_kind"] == "partner") & (own["place"] == name.removeprefix("partner:"))]
        on = ["measure", "period_kind", "period_start", "breakdown", "category"]
        beside = told.merge(own, on=on, suffixes=("", "_own"))
        beside = beside[beside["measure"].map(lambda m: MEASURES[m].view not in ("shooting_responses", "releases"))]
        rest = beside["numerator"] - beside["numerator_own"]
        assert not rest.between(1, 10).any(), (name, beside[rest.between(1, 10)][on].to_string())


def test_shown_numbers_are_the_exact_ones(tables):
    exact = tables["leadership"]
    for name, table in tables.items():
        told = table[table["numerator"].notna()]
        both = exact.loc[told.index]
        assert (told["numerator"].to_numpy() == both["numerator"].to_numpy()).all(), name
        assert np.allclose(told["value"].astype(float), both["value"].astype(float), equal_nan=True), name


def test_the_bounds_of_hidden_counts_hold(tables):
    exact = tables["leadership"]
    for name, table in tables.items():
        if name == "leadership":
            continue
        hidden = table[(table["status"] == "hidden") & table["lower"].notna()]
        truth = exact.loc[hidden.index]["numerator"].astype(float)
        assert len(hidden)
        assert (hidden["lower"] <= truth).all(), name
        assert (hidden["upper"].isna() | (hidden["upper"] >= truth)).all(), name
        assert (hidden["upper"].isna() | (hidden["upper"] > hidden["lower"])).all(), name


def test_what_funders_see_is_part_of_what_partners_see(tables):
    partner = next(name for name in tables if name.startswith("partner:"))
    seen = counts(shared(tables[partner], partner))
    seen = set(seen.index[seen["status"].isin(["shown", "unstable"])])
    funders = counts(tables["funder"])
    own = funders[(funders["status"] == "shown")]
    own = own[own.index.map(lambda key: f"{key[3]}:{key[4]}" != partner)]
    assert not set(own.index) - seen


def test_all_partners_share_the_same(tables):
    names = [name for name in tables if name.startswith("partner:")]
    first = shared(tables[names[0]], names[0])
    for name in names[1:]:
        other = shared(tables[name], name)
        both = first.index.intersection(other.index)
        pd.testing.assert_frame_equal(first.loc[both].sort_index(), other.loc[both].sort_index())


def test_a_partner_sees_its_own_figures_whole(tables):
    for name, table in tables.items():
        if name.startswith("partner:"):
            place = table.index.get_level_values("place_kind") + ":" + table.index.get_level_values("place")
            exact = tables["leadership"]
            at = exact.index.get_level_values("place_kind") + ":" + exact.index.get_level_values("place")
            pd.testing.assert_frame_equal(table[place == name].sort_index(), exact[at == name].sort_index())


def test_other_audiences_hear_nothing_of_others_submissions_or_attendance(releases):
    for name, release in releases.items():
        own = name.partition(":")[2]
        if name == "leadership":
            continue
        assert set(release.submissions()["partner_id"]) <= {own}
        assert set(release.unknowns()["partner_id"].dropna()) <= {own}
        assert release.batches().empty
        calendar = release.calendar()
        others = calendar[calendar["partner_id"] != own]
        assert others[["attendance", "attendance_method", "meals_count"]].isna().all().all()


def test_funders_may_not_ask_for_an_areas_month(releases):
    with pytest.raises(CannotAnswerError, match="is shared for the community area by year or fiscal_year"):
        releases["funder"].ask("outreach_contacts", by="month", place="areas")
    with pytest.raises(CannotAnswerError, match=r"not shared by (community )?area"):
        releases["funder"].ask("active_caseload", by="year", place="areas")


def test_a_range_is_answered_from_what_is_shared(releases):
    whole = releases["leadership"].ask("outreach_contacts", place="coalition", start=None, end=None)
    told = releases["funder"].ask("outreach_contacts", place="coalition")
    assert told["status"].iloc[0] in ("shown", "hidden")
    if told["status"].iloc[0] == "shown":
        assert int(told["numerator"].iloc[0]) <= int(whole["numerator"].iloc[0])


def test_a_partner_asks_all_of_itself_and_less_of_others(releases):
    name = next(name for name in releases if name.startswith("partner:"))
    own = name.partition(":")[2]
    other = next(partner for partner in releases[name].partners if partner != own)
    assert len(releases[name].ask("mediations", by="month", place=f"partner:{own}"))
    with pytest.raises(CannotAnswerError, match="is shared for the partner by year or fiscal_year"):
        releases[name].ask("mediations", by="month", place=f"partner:{other}")


def test_an_audience_without_a_file_is_told_so(published_demo, monkeypatch):
    monkeypatch.setenv("CP4P_HOME", str(published_demo.path))
    with pytest.raises(NotPublishedError, match="No release for partner:nobody"):
        open_release("partner:nobody")


def test_the_audit_of_the_served_files_is_clean(published_demo):
    found = audit(published_demo)
    assert found.is_clean, audit_text(found)
    assert found.file_count > 2
    assert sum(finding.hidden_count for finding in found.findings) > 0
    assert "Nothing hidden can be worked out." in audit_text(found)


def test_the_proof_stands_in_the_release(releases):
    for name, release in releases.items():
        told = release.audit()
        assert len(told)
        assert set(told["audience"]) == ({"partner", "funder"} if name == "leadership" else {name.partition(":")[0]})
        wrong = ["faulty_witness_count", "uncertified_count", "uncertified_pair_count", "recovered_by_public_count"]
        assert not told[[*wrong, "recovered_by_partner_count"]].to_numpy().any()


def test_only_leadership_hears_how_many_cells_were_hidden_for_their_own_sake(releases):
    for name, release in releases.items():
        told = release.audit()
        assert told["primary_count"].notna().any() == (name == "leadership")
        assert (len(told) == 1) == (name != "leadership")
