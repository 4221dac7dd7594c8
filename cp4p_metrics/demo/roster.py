"""The made-up partners, the areas they serve and since when, and how they write an area."""

from cp4p_metrics import places

PARTNERS = (
    ("lakeside_peace", "Lakeside Peace Project"),
    ("harbor_light", "Harbor Light Neighbors"),
    ("prairie_bridge", "Prairie Bridge Collective"),
    ("cottonwood", "Cottonwood Family Works"),
    ("second_spring", "Second Spring Outreach"),
    ("river_bend", "River Bend Street Team"),
    ("juniper_house", "Juniper House"),
    ("open_porch", "Open Porch Initiative"),
    ("copper_kettle", "Copper Kettle Commons"),
    ("blue_heron", "Blue Heron Community Circle"),
    ("north_lantern", "North Lantern"),
    ("kite_and_key", "Kite and Key Youth Works"),
    ("wild_onion", "Wild Onion Neighbors"),
    ("elm_and_ash", "Elm and Ash Mediation Circle"),
    ("broad_oak", "Broad Oak Fellowship"),
    ("paper_crane", "Paper Crane Peace Circle"),
    ("steady_hands", "Steady Hands Outreach"),
)

# Partner, area, first day, last day. Always whole months, so that a month is served or it is not.
ASSIGNMENTS = (
    ("lakeside_peace", 46, "2017-07-01", None),
    ("harbor_light", 25, "2017-07-01", None),
    ("prairie_bridge", 27, "2017-07-01", None),
    ("cottonwood", 29, "2017-07-01", None),
    ("river_bend", 67, "2017-07-01", None),
    ("second_spring", 61, "2017-10-01", None),
    ("river_bend", 71, "2017-10-01", None),
    ("juniper_house", 30, "2017-10-01", None),
    ("open_porch", 69, "2017-10-01", None),
    ("copper_kettle", 68, "2018-04-01", None),
    ("lakeside_peace", 43, "2018-07-01", None),
    ("juniper_house", 31, "2018-07-01", None),
    ("blue_heron", 66, "2018-10-01", None),
    ("north_lantern", 23, "2019-01-01", None),
    ("harbor_light", 26, "2019-04-01", None),
    ("blue_heron", 63, "2019-07-01", None),
    ("copper_kettle", 67, "2019-07-01", "2022-06-30"),
    ("open_porch", 40, "2019-10-01", None),
    ("kite_and_key", 42, "2019-10-01", None),
    ("wild_onion", 1, "2020-01-01", None),
    ("prairie_bridge", 29, "2020-01-01", "2023-06-30"),
    ("wild_onion", 3, "2020-07-01", None),
    ("elm_and_ash", 44, "2020-10-01", "2021-09-30"),  # changes areas in the middle of a fiscal year
    ("north_lantern", 19, "2021-01-01", None),
    ("broad_oak", 28, "2021-04-01", None),
    ("lakeside_peace", 51, "2021-07-01", None),
    ("elm_and_ash", 49, "2021-10-01", None),
    ("river_bend", 44, "2021-10-01", None),
    ("paper_crane", 58, "2022-01-01", None),
    ("north_lantern", 21, "2022-07-01", None),
    ("steady_hands", 68, "2022-07-01", None),
    ("paper_crane", 30, "2022-07-01", None),
    ("north_lantern", 14, "2023-01-01", None),
)

LOCAL_NAMES = {29: "Lawndale", 30: "Little Village", 31: "Pilsen", 61: "Back of the Yards"}
PARTNERS_WITH_LOCAL_NAMES = ("cottonwood", "juniper_house", "second_spring")


def written_areas() -> list[str]:
    """How each partner writes each area, by partner × 78 + area number: some by number, some by name."""
    official = [""] + [area.name for area in places.areas()]
    numbers = [str(number) for number in range(len(official))]
    return [name for position in range(len(PARTNERS)) for name in (official if position % 3 else numbers)]


def local_areas() -> list[str]:
    """The same, with local names where three partners use them."""
    written = written_areas()
    width = len(places.areas()) + 1
    for position, (partner_id, _) in enumerate(PARTNERS):
        if partner_id in PARTNERS_WITH_LOCAL_NAMES:
            for number, name in LOCAL_NAMES.items():
                written[position * width + number] = name
    return written
