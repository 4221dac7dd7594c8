"""Street outreach and mediation, from partners' own records."""

from .base import Measure, Shape

PARTNERS = "Partners' monthly submissions"
RECORDED = "A count of what was recorded. More may mean more work, more need, or better records."

OUTREACH_CONTACTS = Measure(
    name="outreach_contacts",
    title="Outreach contacts",
    unit="contacts",
    meaning="Recorded meetings of outreach workers with participants. Not people: one participant is met many times.",
    view="contacts",
    subject="outreach",
    numerator="count(*)",
    family="Street outreach",
    breakdowns=("purpose",),
    caveats=(RECORDED, "A large share of 'other' among the purposes is a sign of unclear records."),
    source=PARTNERS,
)

MEDIATIONS = Measure(
    name="mediations",
    title="Conflicts mediated",
    unit="mediations",
    meaning="Conflicts that a team worked on, by the day the work began. One conflict counts once, "
    "however many conversations it took.",
    view="mediations",
    subject="outreach",
    numerator="count(*)",
    family="Mediation",
    breakdowns=("outcome", "conflict_type", "shooting_likelihood"),
    caveats=(RECORDED, "A mediation is work done. It is not a shooting prevented."),
    source=PARTNERS,
)

RESOLVED_SHARE = Measure(
    name="resolved_share",
    title="Mediations resolved",
    short_title="Resolved",
    unit="% of known outcomes",
    meaning="Of the mediations with a known outcome, the share that ended resolved.",
    view="mediations",
    subject="outreach",
    numerator="sum(is_resolved)",
    denominator="sum(has_known_outcome)",
    shape=Shape.SHARE,
    multiplier=100,
    family="Mediation",
    breakdowns=("conflict_type", "shooting_likelihood"),
    caveats=(
        "Known outcomes: resolved, resolved conditionally, temporarily resolved, not resolved. "
        "Ongoing and unknown stand apart.",
        "A large share may also mean that harder conflicts are not taken on.",
    ),
    source=f"{PARTNERS}; definition after Whitehill, Webster, Frattaroli and Parker (2014)",
)

AT_LEAST_TEMPORARILY_RESOLVED_SHARE = Measure(
    name="at_least_temporarily_resolved_share",
    title="Mediations resolved at least for a time",
    unit="% of known outcomes",
    meaning="Of the mediations with a known outcome, the share resolved, resolved on conditions or for a time.",
    view="mediations",
    subject="outreach",
    numerator="sum(is_at_least_temporarily_resolved)",
    denominator="sum(has_known_outcome)",
    shape=Shape.SHARE,
    multiplier=100,
    family="Mediation",
    breakdowns=("conflict_type", "shooting_likelihood"),
    caveats=("Ongoing and unknown outcomes stand apart.",),
    source=f"{PARTNERS}; definition after Whitehill, Webster, Frattaroli and Parker (2014)",
)

RESPONSES = Measure(
    name="responses",
    title="Responses to incidents and threats",
    short_title="Responses",
    unit="responses",
    meaning="Times that a team went out, to a scene, a hospital, a family or a rumor, by the day of the response.",
    view="responses",
    subject="outreach",
    numerator="count(*)",
    family="Street outreach",
    breakdowns=("kind",),
    caveats=(RECORDED,),
    source=PARTNERS,
    is_our_definition=True,
)
