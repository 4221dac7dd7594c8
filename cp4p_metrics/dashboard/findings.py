"""The headlines and first lines of Outreach and Services: figures in sentences, no surer than they are."""

from collections.abc import Mapping

from cp4p_metrics.figures.words import day_words, period_words, value_words, whole
from cp4p_metrics.release.comparison import Comparison

from .breakdowns import Cell


def outreach_headline(team: str, mediated: Comparison, resolved: Comparison) -> str:
    """'Partners worked on 933 conflicts; 67% of those with a known outcome were resolved'."""
    if mediated.value is None:
        return f"Conflicts that {team} worked on: {value_words('count', None, mediated.status)}"
    if mediated.value == 0:
        return f"{team} recorded no conflict worked on"
    start = f"{team} worked on {counted(mediated.value, 'conflict')}"
    known, ended = resolved.denominator, resolved.numerator
    if not known or ended is None:
        return f"{start}; no outcome is known yet"
    if resolved.status == "shown" and resolved.value is not None:
        return f"{start}; {value_words('share', resolved.value)} of those with a known outcome were resolved"
    return f"{start}; {ended} of the {known} with a known outcome {'was' if ended == 1 else 'were'} resolved"


def outreach_lead(mediated: Comparison, resolved: Comparison, outcomes: Mapping[str, Cell]) -> str:
    """Known outcomes with their base, ongoing and unknown apart."""
    when = period_words(mediated.period)
    if mediated.value is None:
        return f"{when}, nothing is known."
    if mediated.value == 0:
        return f"{when}."
    counts = {code: cell.value or 0 for code, cell in outcomes.items()}
    ongoing, unknown = counts["ongoing"], counts["unknown"]
    apart = (
        f"**{whole(ongoing)}** {'is' if ongoing == 1 else 'are'} ongoing and "
        f"**{whole(unknown)}** {'has' if unknown == 1 else 'have'} an unknown outcome."
    )
    if not resolved.denominator:
        return f"{when}: {apart}"
    for_a_time = counts["resolved_conditionally"] + counts["temporarily_resolved"]
    return (
        f"{when}, **{whole(resolved.numerator or 0)}** of the **{whole(resolved.denominator)}** conflicts "
        f"with a known outcome were resolved, and **{whole(for_a_time)}** more on conditions or for a time. "
        f"Apart from these, {apart}"
    )


def services_headline(team: str, referred: Comparison, connected: Comparison) -> str:
    """'61% of referrals led to a first service'; `team` is '' for the whole coalition."""
    of_team = f"{team}: " if team else ""
    if connected.denominator and connected.status == "shown" and connected.value is not None:
        return f"{of_team}{value_words('share', connected.value)} of referrals led to a first service"
    if connected.denominator:
        base = counted(connected.denominator, "referral")
        return f"{of_team}{connected.numerator} of {base} led to a first service"
    if referred.value is None:
        return f"Referrals that {team or 'partners'} made: {value_words('count', None, referred.status)}"
    if referred.value == 0:
        return f"{team or 'Partners'} recorded no referrals"
    return f"{team or 'Partners'} made {counted(referred.value, 'referral')}, all less than 60 days ago"


def services_lead(compared: Mapping[str, Comparison]) -> str:
    """Needs, referrals, those connected with their base, and the people enrolled on the period's last day."""
    needed, referred = compared.get("needs_named"), compared["referrals"]
    connected, caseload = compared["connected_share"], compared.get("active_caseload")
    when = period_words(referred.period)
    if referred.value is None:
        lead = [f"{when}, nothing is known of referrals."]
    else:
        named = ""
        if needed is not None and needed.value is not None:
            named = f"**{whole(needed.value)}** needs were named and "
        lead = [f"{when}, {named}**{whole(referred.value)}** referrals were made."]
    if connected.denominator:
        lead.append(
            f"Of the **{whole(connected.denominator)}** referrals at least 60 days old, "
            f"**{whole(connected.numerator or 0)}** led to a first service."
        )
    if caseload is not None and caseload.value is not None:
        day = day_words(caseload.period.end)
        lead.append(f"On {day}, **{whole(caseload.value)}** participants were enrolled.")
    return " ".join(lead)


def base_words(share: Comparison, base: str) -> str:
    """'Mediations resolved: of 872 known outcomes.', with a word of caution where these are few."""
    if not share.denominator:
        return ""
    few = " Few, so unstable." if share.status == "unstable" else ""
    return f"{share.measure.label}: of {whole(share.denominator)} {base}.{few}"


def counted(count: float, thing: str) -> str:
    """'1 conflict', '933 conflicts'."""
    return f"{whole(count)} {thing}{'' if count == 1 else 's'}"
