"""Community violence set beside something: the years before, the areas next door, the city, other areas."""

from cp4p_metrics.periods import PeriodKind

from .base import TWELVE_MONTHS, Measure, Part, PlaceKind, Shape
from .violence import CENSUS, CITY, MINOR

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
