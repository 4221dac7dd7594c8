"""The made-up coalition: the same bytes, the right layouts, coherent rows, counted faults, and a known effect."""

import argparse
import csv
import dataclasses
import hashlib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from cp4p_metrics import places
from cp4p_metrics.demo import DemoSettingsError, Settings, add_arguments, settings_from, write_coalition
from cp4p_metrics.demo.coalition import make_coalition
from cp4p_metrics.demo.contacts import PARTNER_WITH_OTHER
from cp4p_metrics.demo.defects import CONFLICTING, FAULTS, FUTURE, REPEATED, UNLISTED, WRONG_ORDER
from cp4p_metrics.demo.draws import month_numbers
from cp4p_metrics.demo.estimates import risk_estimates
from cp4p_metrics.demo.roster import ASSIGNMENTS, PARTNERS
from cp4p_metrics.demo.victims import expected_counts, make_victims, victim_months
from cp4p_metrics.records.columns import Kind
from cp4p_metrics.records.tables import PUBLIC_TABLES, TABLES

THROUGH = date(2026, 10, 31)
SMALL = Settings(through=date(2020, 8, 20), scale=0.02, first_victim_year=2019)
FAULTY = Settings(
    through=date(2019, 9, 30),
    first_victim_year=2019,
    scale=0.5,
    unlisted_share=0.02,
    impossible_date_share=0.02,
    future_date_share=0.02,
    repeat_share=0.02,
    conflict_share=0.02,
)
CLEAN = Settings(
    through=THROUGH,
    first_victim_year=2024,
    scale=0.2,
    unlisted_share=0,
    impossible_date_share=0,
    future_date_share=0,
    repeat_share=0,
    conflict_share=0,
)

PORTAL_HEADER = (
    "case_number,date,block,victimization_primary,incident_primary,gunshot_injury_i,cpd_id,zip_code,ward,"
    "community_area,street_outreach_organization,area,district,beat,age,sex,race,victimization_fbi_cd,incident_fbi_cd,"
    "victimization_fbi_descr,incident_fbi_descr,victimization_iucr_cd,incident_iucr_cd,victimization_iucr_secondary,"
    "incident_iucr_secondary,month,day_of_week,hour,location_description,state_house_district,state_senate_district,"
    "updated,latitude,longitude,location,homicide_victim_first_name,homicide_victim_mi,homicide_victim_last_name,"
    "fatal,alderperson,media_covered,matched_bb_url"
)

Rows = list[dict[str, str]]
Written = dict[str, Rows]


def read(paths: list[Path]) -> Written:
    """Rows by table; the victims of all years together."""
    written: Written = {}
    for path in paths:
        name = "victims" if path.stem.startswith("victims_") else path.stem
        with path.open(encoding="utf-8", newline="") as file:
            written.setdefault(name, []).extend(csv.DictReader(file))
    return written


def silence(line: str) -> None:
    """Hears a line of progress and says nothing."""


def digests(paths: list[Path]) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


@pytest.fixture(scope="module")
def clean_paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_coalition(tmp_path_factory.mktemp("clean"), CLEAN, silence)


@pytest.fixture(scope="module")
def clean(clean_paths: list[Path]) -> Written:
    return read(clean_paths)


@pytest.fixture(scope="module")
def faulty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faulty")
    write_coalition(folder, FAULTY, silence)
    return folder


@pytest.fixture(scope="module")
def faulty(faulty_folder: Path) -> Written:
    return read(sorted(faulty_folder.glob("*.csv")))


def test_the_same_settings_give_the_same_bytes(tmp_path: Path) -> None:
    first = write_coalition(tmp_path / "first", SMALL, silence)
    again = write_coalition(tmp_path / "again", SMALL, silence)
    readme = [path[0].parent / "README.md" for path in (first, again)]
    assert digests([*first, readme[0]]) == digests([*again, readme[1]])


def test_another_seed_gives_other_victims(tmp_path: Path) -> None:
    first = write_coalition(tmp_path / "first", SMALL, silence)
    other = write_coalition(tmp_path / "other", Settings(SMALL.through, 1, SMALL.scale, 2019), silence)
    assert digests(first)["victims_2019.csv"] != digests(other)["victims_2019.csv"]


def test_the_scale_leaves_victims_as_they_are(tmp_path: Path) -> None:
    first = write_coalition(tmp_path / "first", SMALL, silence)
    other = write_coalition(tmp_path / "other", Settings(SMALL.through, SMALL.seed, 0.001, 2019), silence)
    assert digests(first)["victims_2020.csv"] == digests(other)["victims_2020.csv"]


def test_files_come_in_the_order_of_import(clean_paths: list[Path]) -> None:
    names = [path.name for path in clean_paths]
    assert names[:7] == [
        "partners.csv", "partner_areas.csv", "staffing.csv", "targets.csv", "risk_estimates.csv", "submissions.csv",
        "victims_2024.csv",
    ]  # fmt: skip
    assert {Path(name).stem for name in names if "victims_" not in name} == set(TABLES) - set(PUBLIC_TABLES)


def test_victims_have_the_42_columns_of_the_portal(clean_paths: list[Path]) -> None:
    for path in clean_paths:
        if path.stem.startswith("victims_"):
            header = path.read_text(encoding="utf-8").splitlines()[0]
            assert header == PORTAL_HEADER
            assert len(header.split(",")) == 42


def test_victims_are_written_as_the_portal_writes_them(clean: Written) -> None:
    names = {area.name.upper().replace("'", "") for area in places.areas()}
    for row in clean["victims"]:
        assert row["community_area"] in names
        assert row["case_number"].startswith("DEMO")
        kind = "HOM" if row["fatal"] == "True" else "SHOOT"
        assert row["cpd_id"].startswith(f"{kind}-{row['case_number']}-#")
        assert row["sex"] in {"M", "F", "UNKNOWN"}
        assert row["race"] in {"BLK", "WWH", "WHI", "WBH", "API", "I", "UNKNOWN"}
        assert row["gunshot_injury_i"] == "YES" or row["fatal"] == "True"
        assert not row["homicide_victim_first_name"] + row["homicide_victim_mi"] + row["homicide_victim_last_name"]
        assert row["street_outreach_organization"]
    assert len({row["cpd_id"] for row in clean["victims"]}) == len(clean["victims"])


def test_some_incidents_harm_several_people_and_some_without_a_gun(clean: Written) -> None:
    cases = Counter(row["case_number"] for row in clean["victims"])
    assert 0.08 < sum(1 for count in cases.values() if count > 1) / len(cases) < 0.25
    without_gun = sum(row["gunshot_injury_i"] == "NO" for row in clean["victims"]) / len(clean["victims"])
    assert 0.02 < without_gun < 0.04
    assert any(row["victimization_primary"] != row["incident_primary"] for row in clean["victims"])


def test_headers_are_those_of_the_templates(clean_paths: list[Path]) -> None:
    for path in clean_paths:
        if path.stem in TABLES:
            expected = ["area" if name == "area_number" else name for name in TABLES[path.stem].column_names]
            assert path.read_text(encoding="utf-8").splitlines()[0].split(",") == expected


def test_every_value_is_one_that_its_column_takes(clean: Written) -> None:
    partner_ids = {row["partner_id"] for row in clean["partners"]}
    for name, rows in clean.items():
        for column in TABLES[name].columns if name in TABLES else ():
            values = {row["area" if column.kind is Kind.AREA else column.name] for row in rows}
            if column.is_required:
                assert "" not in values, (name, column.name)
            values.discard("")
            if column.kind is Kind.CODE:
                assert values <= set(column.codes), (name, column.name)
            elif column.kind is Kind.AREA:
                assert {places.resolve_area(value) for value in values} <= set(range(1, 78))
            elif column.kind is Kind.PARTNER:
                assert values <= partner_ids
            elif column.kind is Kind.DATE:
                assert all(date.fromisoformat(value) for value in values)
            elif column.kind is Kind.INTEGER:
                assert all((column.minimum or 0) <= int(value) <= (column.maximum or 0) for value in values)
            elif column.kind is Kind.BOOLEAN:
                assert values <= {"yes", "no"}


def test_keys_are_unique_without_faults(clean: Written) -> None:
    for name, rows in clean.items():
        if name in TABLES:
            key = ["area" if column == "area_number" else column for column in TABLES[name].key]
            assert len({tuple(row[column] for column in key) for row in rows}) == len(rows), name


def test_dates_come_in_order_and_none_after_the_last_day_but_plans(clean: Written) -> None:
    for name, rows in clean.items():
        for column in TABLES[name].columns if name in TABLES else ():
            if column.kind is not Kind.DATE or column.name == "due_date":
                continue
            for row in rows:
                if not row[column.name]:
                    continue
                if row.get("status") != "planned":
                    assert row[column.name] <= THROUGH.isoformat(), (name, row)
                if column.not_before and row[column.not_before]:
                    assert row[column.name] >= row[column.not_before], (name, row)


def test_planned_events_lie_in_the_coming_weeks(clean: Written) -> None:
    for row in clean["events"]:
        is_planned = row["status"] == "planned"
        assert is_planned == (row["event_date"] > THROUGH.isoformat())
        assert row["event_date"] <= (THROUGH + timedelta(days=60)).isoformat()
        assert is_planned is False or row["attendance"] == ""


def test_light_in_the_night_is_on_summer_evenings_from_thursday_to_saturday(clean: Written) -> None:
    nights = [
        date.fromisoformat(row["event_date"]) for row in clean["events"] if row["program"] == "light_in_the_night"
    ]
    assert nights
    assert all(night.month in (7, 8, 9) and night.weekday() in (3, 4, 5) for night in nights)


def test_every_program_row_is_by_a_partner_that_served_the_area_then(clean: Written) -> None:
    served = [
        (row["partner_id"], places.resolve_area(row["area"]), row["from_date"], row["until_date"] or "9")
        for row in clean["partner_areas"]
    ]
    spans = {(partner, area): (begin, end) for partner, area, begin, end in served}
    for name in (
        "responses",
        "mediations",
        "agreements",
        "contacts",
        "shifts",
        "enrollments",
        "needs",
        "referrals",
    ):
        for row in clean[name]:
            begin, end = spans[row["partner_id"], places.resolve_area(row["area"])]
            day = row[TABLES[name].date or ""]
            # A shooting on the last day may be answered on the day after.
            slack = timedelta(days=60 if name == "responses" else 0)
            assert begin <= day <= (end if end == "9" else (date.fromisoformat(end) + slack).isoformat()), (
                name,
                row,
            )


def test_contacts_needs_and_referrals_lie_within_an_enrollment(clean: Written) -> None:
    stays: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in clean["enrollments"]:
        stay = (row["enrolled_date"], row["exited_date"] or THROUGH.isoformat())
        stays.setdefault((row["partner_id"], row["participant_id"]), []).append(stay)
    for name in ("contacts", "needs", "referrals", "goals"):
        for row in clean[name]:
            day = row[TABLES[name].date or ""]
            found = stays[row["partner_id"], row["participant_id"]]
            assert any(begin <= day <= end for begin, end in found), (name, row)


def test_some_participants_are_with_two_partners(clean: Written) -> None:
    partners: dict[str, set[str]] = {}
    for row in clean["enrollments"]:
        partners.setdefault(row["participant_id"], set()).add(row["partner_id"])
    assert 0.02 < sum(len(found) > 1 for found in partners.values()) / len(partners) < 0.12


def test_a_part_that_never_came_in_has_no_rows(clean: Written) -> None:
    missing = {
        (row["partner_id"], row["month"], row["part"]) for row in clean["submissions"] if not row["received_date"]
    }
    assert any(month == "2026-10" for _, month, _ in missing)
    for name, rows in clean.items():
        part = TABLES[name].part if name in TABLES else None
        column = TABLES[name].date if name in TABLES else None
        if part and column and name != "supports":
            found = {(row["partner_id"], row[column][:7], part) for row in rows}
            assert not found & missing, name


def test_responses_name_cases_of_shootings_in_their_area(clean: Written) -> None:
    areas = {row["case_number"]: places.resolve_area(row["community_area"]) for row in clean["victims"]}
    named = [row for row in clean["responses"] if row["case_number"]]
    assert len(named) > 0.6 * len(clean["responses"])
    assert all(areas[row["case_number"]] == places.resolve_area(row["area"]) for row in named)


def test_one_partner_calls_most_of_its_contacts_other(clean: Written) -> None:
    partner_id = PARTNERS[PARTNER_WITH_OTHER][0]
    purposes = [row["purpose"] for row in clean["contacts"] if row["partner_id"] == partner_id]
    assert 0.65 < purposes.count("other") / len(purposes) < 0.8


def test_outcomes_are_like_those_that_the_field_reports(clean: Written) -> None:
    outcomes = Counter(row["outcome"] for row in clean["mediations"])
    known = sum(outcomes.values()) - outcomes["unknown"] - outcomes["ongoing"]
    calm = outcomes["resolved"] + outcomes["resolved_conditionally"] + outcomes["temporarily_resolved"]
    assert 0.58 < outcomes["resolved"] / known < 0.72
    assert 0.83 < calm / known < 0.92
    old = [row for row in clean["referrals"] if row["referred_date"] < "2026-05-01"]
    for domain in ("employment", "housing", "family_support"):
        rows = [row for row in old if row["domain"] == domain]
        assert 0.38 < sum(bool(row["connected_date"]) for row in rows) / len(rows) < 0.82
    ended = Counter(row["status"] for row in old if row["connected_date"])
    stopped = ended["withdrawn"] + ended["closed_no_contact"]
    assert 0.55 < ended["completed"] / (ended["completed"] + stopped) < 0.8
    assert ended["connected"] and ended["unknown"], "some go on, and of some nobody knows"


def test_estimates_of_people_at_highest_risk_say_that_they_are_made_up(clean: Written) -> None:
    rows = clean["risk_estimates"]
    assert {row["source_name"] for row in rows} == {"Made-up study for the demonstration"}
    assert {row["year"] for row in rows} == {"2017", "2021", "2025"}
    assert {places.resolve_area(row["area"]) for row in rows if row["year"] == "2025"} == set(range(1, 78))
    latest = {places.resolve_area(row["area"]): int(row["people_count"]) for row in rows if row["year"] == "2025"}
    assert 8_000 < sum(latest.values()) < 10_500
    at_risk: dict[int, set[str]] = {}
    for row in clean["enrollments"]:
        if row["risk_level"] == "highest" and (row["exited_date"] or "9") > "2026-01-01":
            at_risk.setdefault(places.resolve_area(row["area"]), set()).add(row["participant_id"])
    assert all(len(people) < latest[area] for area, people in at_risk.items()), "more served than there are"


def test_estimates_grow_with_a_scale_above_one() -> None:
    small, large = (
        sum(next(risk_estimates(dataclasses.replace(CLEAN, scale=scale)))[2]["people_count"].to_pylist())
        for scale in (1.0, 4.0)
    )
    assert large == pytest.approx(4 * small, rel=0.01)


def test_local_names_are_written_by_three_partners(clean: Written) -> None:
    local = {"Little Village", "Pilsen", "Back of the Yards", "Lawndale"}
    writers = {row["partner_id"] for row in clean["contacts"] if row["area"] in local}
    assert len(writers) == 3


def test_faults_are_in_the_rows_as_the_readme_counts_them(faulty: Written, faulty_folder: Path) -> None:
    last_day = FAULTY.through.isoformat()
    lines = (faulty_folder / "README.md").read_text(encoding="utf-8").splitlines()
    cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("|")]
    counted = {
        (cell[0], cell[1]): int(cell[2].replace(",", "")) for cell in cells if len(cell) == 3 and cell[0] in TABLES
    }
    for name, faults in FAULTS.items():
        rows = faulty[name]
        if faults.unlisted:
            column, value = faults.unlisted
            assert sum(row[column] == value for row in rows) == counted.get((name, UNLISTED), 0), name
        if faults.order:
            earlier, later = faults.order
            # A row whose start was moved into the future ends before it starts as well; it is counted as that.
            wrong = [row for row in rows if row[later] and row[earlier] and row[later] < row[earlier] <= last_day]
            assert len(wrong) == counted.get((name, WRONG_ORDER), 0), name
        if faults.future:
            future = sum(row[faults.future] > last_day for row in rows)
            assert future == counted.get((name, FUTURE), 0), name
        repeats = sum(count - 1 for count in Counter(tuple(row.values()) for row in rows).values())
        assert repeats == counted.get((name, REPEATED), 0), name
        extra = len(rows) - len({row[faults.key] for row in rows})
        assert extra == repeats + counted.get((name, CONFLICTING), 0), name
    missing = sum(row["received_date"] == "" for row in faulty["submissions"])
    assert counted["submissions", "never came in: no rows of that part and month"] == missing


def test_the_readme_says_that_it_is_made_up_and_what_is_true_of_it(faulty_folder: Path) -> None:
    text = (faulty_folder / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# A made-up coalition")
    assert "The rate ratio is 0.80" in text
    assert "| Lakeside Peace Project | South Shore (43) | 2018-07-01 |  |" in text
    assert "| `--scale` | 0.5 |" in text


def test_no_made_up_partner_has_the_name_of_a_listed_one() -> None:
    def words(text: str) -> str:
        return "".join(mark for mark in text.casefold() if mark.isalnum())

    listed = {words(text) for pair in places.partner_areas() for text in (pair.partner_id, pair.partner_name)}
    for partner_id, name in PARTNERS:
        for made_up in (words(partner_id), words(name)):
            assert not any(made_up in real or real in made_up for real in listed), name


def test_17_partners_serve_the_28_listed_areas_in_33_pairs() -> None:
    pairs = {(partner, area) for partner, area, _, _ in ASSIGNMENTS}
    assert len(PARTNERS) == len({partner for partner, _ in pairs}) == 17
    assert len(pairs) == len(ASSIGNMENTS) == 33
    assert {area for _, area in pairs} == {pair.area_number for pair in places.listed_partner_areas()}
    early = [(partner, area) for partner, area, begin, _ in ASSIGNMENTS if begin < "2018-01-01"]
    assert (len({partner for partner, _ in early}), len({area for _, area in early})) == (8, 9)


def test_an_area_that_is_served_once_stays_served() -> None:
    settings = Settings(through=THROUGH)
    served = make_coalition(settings).is_served(victim_months(settings)).astype(int)
    assert (np.diff(served, axis=1) >= 0).all()


@pytest.mark.parametrize("effect", [0.8, 1.0])
def test_the_effect_is_in_the_victims(effect: float) -> None:
    settings = Settings(through=THROUGH, effect=effect)
    coalition = make_coalition(settings)
    victims, months = make_victims(settings, coalition), victim_months(settings)
    observed = np.zeros((len(places.areas()) + 1, len(months)))
    np.add.at(observed, (victims.area, month_numbers(victims.day) - months[0]), 1)
    without = expected_counts(settings, coalition, is_served=False)
    is_served = coalition.is_served(months)
    assert observed[is_served].sum() / without[is_served].sum() == pytest.approx(effect, abs=0.025)
    assert observed[~is_served].sum() / without[~is_served].sum() == pytest.approx(1.0, abs=0.025)
    likely = expected_counts(settings, coalition)[1:]
    spread = ((observed[1:] - likely) ** 2 / likely).mean()
    assert spread == pytest.approx(1.0, abs=0.1)  # Poisson: no over-dispersion


def test_the_city_has_its_surges_and_many_areas_have_few() -> None:
    settings = Settings(through=date(2025, 12, 31))
    victims = make_victims(settings, make_coalition(settings))
    years = victims.day.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    count = {year: int((years == year).sum()) for year in range(2010, 2026)}
    assert all(2_400 < number < 4_400 for number in count.values())
    assert count[2016] > 1.2 * count[2015]
    assert count[2021] > 1.2 * count[2019]
    assert count[2022] > count[2023] > count[2025]
    yearly = np.bincount(victims.area, minlength=78)[1:] / len(count)
    assert (yearly < 10).sum() >= 20
    months = month_numbers(victims.day) % 12
    assert (months == 6).sum() > 1.5 * (months == 1).sum()


def test_the_stated_counts_come_at_scale_1(tmp_path: Path) -> None:
    written = write_coalition(tmp_path, Settings(through=THROUGH, first_victim_year=2026), silence)
    counts = {path.stem: path.read_bytes().count(b"\n") - 1 for path in written}
    with (tmp_path / "enrollments.csv").open(encoding="utf-8", newline="") as file:
        counts["participants"] = len({row["participant_id"] for row in csv.DictReader(file)})
    stated = {
        "participants": 9_000,
        "contacts": 250_000,
        "referrals": 40_000,
        "mediations": 6_000,
        "events": 1_500,
    }
    for name, number in stated.items():
        assert counts[name] == pytest.approx(number, rel=0.1), name


@pytest.mark.parametrize("through", ["2017-07-01", "2017-07-31", "2018-02-15", "2022-06-30", "2028-02-29"])
def test_any_last_day_gives_all_files(tmp_path: Path, through: str) -> None:
    settings = Settings(through=date.fromisoformat(through), scale=0.001, first_victim_year=2017)
    written = read(write_coalition(tmp_path, settings, silence))
    assert set(written) == {"victims", *TABLES} - set(PUBLIC_TABLES)
    assert max(row["date"] for row in written["victims"])[:10] <= through


def test_chunks_are_numbered_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(write_coalition(tmp_path / "whole", SMALL, silence))
    monkeypatch.setattr("cp4p_metrics.demo.participants.CHUNK_ENROLLMENTS", 5)
    monkeypatch.setattr("cp4p_metrics.demo.work.CHUNK_ROWS", 5)
    paths = write_coalition(tmp_path / "parts", SMALL, silence)
    assert {"contacts_001.csv", "contacts_002.csv", "mediations_002.csv"} <= {path.name for path in paths}
    for table in ("enrollments", "mediations"):
        rows = [row for path in paths if path.stem.startswith(f"{table}_") for row in read([path])[path.stem]]
        assert len(rows) == len({tuple(row.values()) for row in rows}) == len(whole[table])


def test_writing_again_removes_what_an_earlier_demo_left(tmp_path: Path) -> None:
    write_coalition(tmp_path, SMALL, silence)
    left = tmp_path / "contacts_007.csv"
    left.write_text("left over\n", encoding="utf-8")
    write_coalition(tmp_path, SMALL, silence)
    assert not left.exists()


def test_a_folder_with_other_csv_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text("real\n", encoding="utf-8")
    with pytest.raises(DemoSettingsError, match=r"no demo wrote, 'contacts\.csv' among them"):
        write_coalition(tmp_path, SMALL, silence)
    assert (tmp_path / "contacts.csv").read_text(encoding="utf-8") == "real\n"


def settings_of(*flags: str) -> Settings:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return settings_from(parser.parse_args(flags), date(2026, 11, 24))


def test_without_flags_the_last_month_is_covered() -> None:
    assert settings_of() == Settings(through=THROUGH)


def test_every_setting_has_a_flag() -> None:
    values = {field.name: "1" for field in dataclasses.fields(Settings)}
    values |= {"through": "2020-01-31", "first_victim_year": "2011", "blank_share": "0"}
    flags = [part for name, value in values.items() for part in (f"--{name.replace('_', '-')}", value)]
    chosen = dataclasses.asdict(settings_of(*flags))
    assert chosen.pop("through") == date(2020, 1, 31)
    assert {name: float(value) for name, value in chosen.items()} == {name: float(values[name]) for name in chosen}


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (("--scale", "lots"), "--scale is 'lots'. Write a number like 1."),
        (("--scale", "0"), r"--scale is 0\.0\. .* write a number from 0\.001 to 400\."),
        (("--scale", "nan"), "--scale is nan."),
        (("--seed", "1.5"), "--seed is '1.5'. Write a whole number like 20170701."),
        (("--through", "31.10.2026"), "--through is '31.10.2026'. Write a day like 2026-10-31."),
        (("--through", "2016-01-01"), "before the first partner starts"),
        (("--first-victim-year", "2009"), "write a number from 2010"),
        (("--first-victim-year", "2027"), "after --through 2026-10-31"),
        (("--repeat-share", "1.5"), "--repeat-share is 1.5"),
        (("--unknown-share", "0.6", "--blank-share", "0.6"), "more than 1 together"),
    ],
)
def test_a_bad_value_says_what_was_wrong_and_what_to_write(flags: tuple[str, ...], message: str) -> None:
    with pytest.raises(DemoSettingsError, match=message):
        settings_of(*flags)
