"""Community violence, from the City's published records alone."""

from cp4p_metrics.periods import PeriodKind

from .base import Measure, Shape

# The coalition's own names of these sources are put in where a measure is explained: see local.py.
CITY, CENSUS = "{victims}", "{residents}"
FROM_FIRST_DAY = "A year at the edge of the City's file counts only the months that the file holds."
LAG = "The City adds and revises records for weeks after an incident; the last month is provisional."
MINOR = "Areas with few residents swing on single events."

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
