"""Community violence, from the City's published records alone."""

from cp4p_metrics.periods import PeriodKind

from .base import TWELVE_MONTHS, Measure, Part, PlaceKind, Shape

# The coalition's own names of these sources are put in where a measure is explained: see local.py.
CITY, CENSUS = "{victims}", "{residents}"
FROM_FIRST_DAY = "A year at the edge of the City's file counts only the months that the file holds."
LAG = "The City adds and revises records for weeks after an incident; the last month is provisional."
MINOR = "Areas with few residents swing on single events."
NOT_AN_EFFECT = "A change is not an effect: the whole city rises and falls. Look at the city beside it."
INDEPENDENT = (
    "The range takes each person shot as independent; several are often shot together: the true range is wider."
)
ONE_YEAR_BEFORE = (
    "Withheld where fewer than 20 people were shot in the baseline: a quarter of one area often has so few."
)
NEXT_DOOR = (
    "Neighbors share more than a border: a like change next door speaks against a local cause, and proves nothing.",
    "Areas that touch along a border or at a corner are neighbors, and partners may serve those too.",
)

GUNSHOT_VICTIMIZATIONS = Measure(
    name="gunshot_victimizations",
    title="People shot, fatal and non-fatal",
    short_title="People shot",
    unit="victimizations",
    meaning="People harmed by gunfire, whether they survived or not. One person harmed in one incident counts once; "
    "a person shot twice in a year counts twice.",
    view="victimizations",
    subject="gunshots",
    numerator="sum(gunshot)",
    family="Community violence",
    caveats=(FROM_FIRST_DAY, LAG, MINOR),
    fewer_is_better=True,
    source=CITY,
)

FATAL_SHOOTINGS = Measure(
    name="fatal_shootings",
    title="People shot who died",
    unit="victimizations",
    meaning="People harmed by gunfire who died of it.",
    view="victimizations",
    subject="gunshots",
    numerator="sum(fatal_gunshot)",
    family="Community violence",
    caveats=(
        "A person who dies later moves from non-fatal to fatal when the City revises the record.",
        LAG,
        MINOR,
    ),
    fewer_is_better=True,
    source=CITY,
)

NONFATAL_SHOOTINGS = Measure(
    name="nonfatal_shootings",
    title="People shot who survived",
    unit="victimizations",
    meaning="People harmed by gunfire who survived.",
    view="victimizations",
    subject="gunshots",
    numerator="sum(nonfatal_gunshot)",
    family="Community violence",
    caveats=(LAG, MINOR),
    fewer_is_better=True,
    source=CITY,
)

HOMICIDES = Measure(
    name="homicides",
    title="Homicides, by any means",
    unit="victimizations",
    meaning="People who died by homicide, by gunfire or by any other means.",
    view="victimizations",
    subject="homicides",
    numerator="sum(homicide)",
    family="Community violence",
    caveats=("Not only shootings: knives, blows and other means are included.", LAG, MINOR),
    fewer_is_better=True,
    source=f"{CITY}; for earlier years the City's homicide records, without those that the first already holds",
)

VICTIMIZATIONS = Measure(
    name="victimizations",
    title="People shot or killed, all rows of the City's file",
    unit="victimizations",
    meaning="Every row of the City's victim file: people shot, and people who died by homicide without a gunshot.",
    view="victimizations",
    subject="gunshots",
    numerator="sum(in_victims_file)",
    family="Community violence",
    caveats=(FROM_FIRST_DAY, LAG, MINOR),
    fewer_is_better=True,
    source=CITY,
    is_our_definition=True,
)

SHOOTING_INCIDENTS = Measure(
    name="shooting_incidents",
    title="Shooting incidents",
    unit="incidents",
    meaning="Distinct police cases in which at least one person was shot.",
    view="incidents",
    subject="gunshots",
    numerator="sum(has_gunshot)",
    family="Community violence",
    caveats=("Several people may be harmed in one incident.", LAG, MINOR),
    fewer_is_better=True,
    source=CITY,
)

INCIDENTS = Measure(
    name="incidents",
    title="Incidents with a person shot or killed",
    unit="incidents",
    meaning="Distinct police cases among all rows of the City's victim file, with or without a gunshot.",
    view="incidents",
    subject="gunshots",
    numerator="count(*)",
    family="Community violence",
    caveats=("Several people may be harmed in one incident.", LAG, MINOR),
    fewer_is_better=True,
    source=CITY,
    is_our_definition=True,
)

GUNSHOT_VICTIMIZATION_RATE = Measure(
    name="gunshot_victimization_rate",
    title="People shot per 100,000 residents",
    unit="per 100,000 residents in 12 months",
    meaning="People shot in 12 months for every 100,000 people who live there, with an exact (Garwood) 95% interval.",
    view="victimizations",
    subject="gunshots",
    numerator="sum(gunshot)",
    shape=Shape.RATE,
    multiplier=100_000,
    family="Community violence",
    caveats=(
        "People who are shot somewhere do not always live there.",
        "Fewer than 20 people shot: the rate is marked unstable.",
    ),
    fewer_is_better=True,
    source=f"{CITY}; {CENSUS}",
)

VERSUS_PRIOR_THREE_YEARS = Measure(
    name="versus_prior_three_years",
    title="People shot, against the three years before",
    short_title="Against the three years before",
    unit="% change",
    meaning="People shot in 12 months, against the mean of the three 12-month windows before. "
    "The range is an exact 95% interval of the ratio of the two rates.",
    view="victimizations",
    subject="gunshots",
    numerator="sum(gunshot)",
    shape=Shape.CHANGE,
    multiplier=100,
    family="Community violence",
    caveats=(
        "Withheld where fewer than 20 people were shot in the three years before.",
        NOT_AN_EFFECT,
        INDEPENDENT,
    ),
    fewer_is_better=True,
    source=CITY,
)

CHANGE_FROM_BASELINE = Measure(
    name="change_from_baseline",
    title="People shot, against the same period one year before",
    short_title="Against one year before",
    unit="% change",
    meaning="People shot in the period, against the baseline: the same period one year before. "
    "The range is an exact 95% interval of the ratio of the two.",
    view="victimizations",
    subject="gunshots",
    numerator="sum(gunshot)",
    shape=Shape.CHANGE,
    years_before=1,
    multiplier=100,
    family="Community violence",
    periods=(PeriodKind.QUARTER, *TWELVE_MONTHS),
    caveats=(
        ONE_YEAR_BEFORE,
        "One year is a baseline that swings: the three years before are a steadier one.",
        NOT_AN_EFFECT,
        INDEPENDENT,
    ),
    fewer_is_better=True,
    source=CITY,
    is_our_definition=True,
)

NEIGHBORS_VERSUS_PRIOR_THREE_YEARS = Measure(
    name="neighbors_versus_prior_three_years",
    title="People shot in the neighboring areas, against the three years before",
    short_title="Neighbors, against the three years before",
    unit="% change",
    meaning="The same change as in the area itself, in the areas next to it taken together: people shot in 12 months, "
    "against the mean of the three 12-month windows before.",
    view="victimizations",
    subject="gunshots",
    numerator="sum(gunshot)",
    shape=Shape.CHANGE,
    of_neighbors=True,
    multiplier=100,
    family="Community violence",
    places=(PlaceKind.AREA,),
    caveats=(
        "Withheld where fewer than 20 people were shot next door in the three years before.",
        *NEXT_DOOR,
        INDEPENDENT,
    ),
    fewer_is_better=True,
    source=CITY,
)

NEIGHBORS_CHANGE_FROM_BASELINE = Measure(
    name="neighbors_change_from_baseline",
    title="People shot in the neighboring areas, against the same period one year before",
    short_title="Neighbors, against one year before",
    unit="% change",
    meaning="The same change as in the area itself, in the areas next to it taken together: people shot in the period, "
    "against the baseline, which is the same period one year before.",
    view="victimizations",
    subject="gunshots",
    numerator="sum(gunshot)",
    shape=Shape.CHANGE,
    years_before=1,
    of_neighbors=True,
    multiplier=100,
    family="Community violence",
    periods=(PeriodKind.QUARTER, *TWELVE_MONTHS),
    places=(PlaceKind.AREA,),
    caveats=(
        "Withheld where fewer than 20 people were shot next door in the baseline.",
        *NEXT_DOOR,
        INDEPENDENT,
    ),
    fewer_is_better=True,
    source=CITY,
    is_our_definition=True,
)

ROLLING_12_MONTHS = Measure(
    name="rolling_12_months",
    title="People shot in 12 months",
    unit="victimizations",
    meaning="People harmed by gunfire in the last 12 complete months, whether they survived or not. "
    "Each month it is counted anew over the 12 months that end there.",
    view="victimizations",
    subject="gunshots",
    numerator="sum(gunshot)",
    family="Community violence",
    periods=(PeriodKind.LAST_12_MONTHS,),
    caveats=("Two windows that overlap share months: don't add them up.", LAG, MINOR),
    fewer_is_better=True,
    source=CITY,
)

SHARE_OF_CITY = Measure(
    name="share_of_city",
    title="People shot, as a share of the city",
    short_title="Share of the city",
    unit="% of people shot in the city",
    meaning="Of all people shot in the city in the period, the share that was shot here.",
    view="",
    subject="gunshots",
    parts=(Part("gunshot_victimizations"), Part("gunshot_victimizations", place_kind=PlaceKind.CITY)),
    shape=Shape.QUOTIENT,
    multiplier=100,
    family="Community violence",
    places=(PlaceKind.AREA, PlaceKind.PARTNER, PlaceKind.COALITION),
    caveats=(
        "A share also rises when fewer people are shot elsewhere.",
        "People whose place the City does not give count in the city and in no area.",
        "Partners may share areas: their shares don't add up to the coalition's.",
        MINOR,
    ),
    source=CITY,
)

SAFETY_GAP = Measure(
    name="safety_gap",
    title="Gap between the areas with the highest and the lowest rates of people shot",
    short_title="Safety gap",
    unit="times the rate",
    meaning="How many times as high the rate of people shot is in the fifth of the areas with the highest rates "
    "({fifth_count} of {area_count}) as in the fifth with the lowest ({fifth_count} of {area_count}). "
    "The rate of a group is its people shot in 12 months ÷ its residents.",
    view="",
    subject="gunshots",
    parts=(Part("gunshot_victimization_rate"),),
    shape=Shape.GAP,
    family="Community violence",
    places=(PlaceKind.CITY,),
    caveats=(
        "Areas are ordered by the figures of the same 12 months, so chance alone makes a gap, and other areas may be "
        "in the groups each time.",
        "Marked unstable where fewer than 20 people were shot in the areas with the lowest rates.",
        "A gap also shrinks when the areas with the lowest rates become less safe: look at the rates beside it.",
    ),
    fewer_is_better=True,
    source=f"{CITY}; {CENSUS}",
)
