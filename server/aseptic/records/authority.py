"""Who may approve what, and for how long, by a project's policy."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from aseptic.records.codeowners import Codeowners
from aseptic.records.terms import Terms
from aseptic.standard.policy import Policy


def same_person(one: str, other: str) -> bool:
    """Say whether two names are one person's: addresses differ in capitals and blanks only by chance."""
    return _plain(one) == _plain(other)


def raised_by(who: str, raisers: Collection[str]) -> bool:
    """Say whether somebody is one of those who raised a record."""
    return any(same_person(who, each) for each in raisers)


def may_approve(who: str, path: str, policy: Policy, owners: Codeowners) -> bool:
    """Say whether the policy lets somebody approve deviations in a file."""
    if not policy.names_approvers:
        return True
    named = (*policy.approvers, *(owners.of(path) if policy.codeowners else ()))
    return _plain(who) in people(named, policy)


def left(who: str, policy: Policy) -> datetime.date | None:
    """Return when somebody left; None for whoever did not."""
    return next((day for name, day in policy.former.items() if same_person(name, who)), None)


def objection(
    raisers: Collection[str], path: str, rule: str, expires: datetime.date, who: str, on: datetime.date, terms: Terms
) -> str:
    """Return why an approval of a record by somebody does not count, as the end of a sentence; empty where it does.

    `raisers` are all who raised it, in any version: under four eyes none of them approves.
    """
    policy = terms.policy
    gone = left(who, policy)
    if policy.four_eyes and raised_by(who, raisers):
        return self_approved(who)
    if gone is not None and on > gone:
        return departed(who, gone)
    if gone is None and not may_approve(who, path, policy, terms.owners):
        return _unnamed(who)
    return too_long(rule, expires, on, terms)


def once_named(why: str, who: str, otherwise: str = "have one whom it names approve it") -> str:
    """Return what to do about an approval where it is `why` it does not count that nobody names its approver now."""
    way = f"if {who} left since, write the day under 'former' in the policy; else {otherwise}"
    return way * why.startswith(_unnamed(who))


def renewing(identity: str) -> str:
    """Return what to do about an approved deviation that lasts longer than the policy allows now."""
    return (
        f"have one who may approve it renew it, for as long as the policy allows: `aseptic deviations renew {identity}`"
    )


def self_approved(who: str) -> str:
    """Return why somebody may not approve what they raised, as the end of a sentence."""
    return f"{who} raised it, and somebody else has to approve it"


def departed(who: str, day: datetime.date) -> str:
    """Return why an approval does not count that somebody gave after the day on which they left."""
    return f"{who} left on {day.isoformat()}"


def amended(who: str) -> str:
    """Return why an approval does not count whose record is another since, as the end of a sentence."""
    return f"was changed after {who} approved it"


def _unnamed(who: str) -> str:
    return f"the policy does not name {who} as one who approves"


def barred(rule: str, terms: Terms) -> str:
    """Return why nothing that breaks a rule may stand, as the end of a sentence; empty where it may."""
    if rule in terms.mandatory:
        return f"{rule} is mandatory and admits no deviation"
    return f"the policy allows no deviation from {rule}" if rule in terms.policy.no_deviation else ""


def to_come(day: datetime.date, today: datetime.date) -> bool:
    """Say whether a day begins nowhere on earth yet: east of UTC it is tomorrow already."""
    return (day - today).days > 1


def untimely(raised: datetime.date, on: datetime.date, today: datetime.date) -> str:
    """Return why an approval of a day does not count for that day alone, as the end of a sentence; empty if it does."""
    if to_come(on, today):
        return f"is approved as of {on.isoformat()}, which is still to come"
    return f"is approved as of {on.isoformat()}, before it was raised on {raised.isoformat()}" * (on < raised)


def not_yet(raised: datetime.date, today: datetime.date) -> str:
    """Return why what is raised on a day cannot be approved today, as the end of a sentence; empty where it can."""
    return f"it is raised on {raised.isoformat()}, and today is {today.isoformat()}; set that day right" * (
        today < raised
    )


def too_long(rule: str, expires: datetime.date, on: datetime.date, terms: Terms) -> str:
    """Return how a record outlasts what the policy allows from a day on; empty where it does not."""
    severity = terms.severities.get(rule)
    longest = terms.policy.longest_days.get(severity) if severity else None
    if severity is None or longest is None or (expires - on).days <= longest:
        return ""
    return f"it lasts {(expires - on).days} days, and the policy allows {longest} for {severity.value} severity"


def last_day(rule: str, on: datetime.date, terms: Terms) -> datetime.date:
    """Return until when a record holds that is written on a day: for the days of a new one, or the fewer allowed."""
    policy, severity = terms.policy, terms.severities.get(rule)
    longest = policy.longest_days.get(severity, policy.expires_days) if severity else policy.expires_days
    return on + datetime.timedelta(days=min(policy.expires_days, longest))


def people(named: Collection[str], policy: Policy) -> set[str]:
    """Return the people that names and teams stand for; a team that nobody lists has no members."""
    found: set[str] = set()
    for each in named:
        if each.startswith("@"):
            teams = {key.removeprefix("@").casefold(): members for key, members in policy.teams.items()}
            found.update(map(_plain, teams.get(each[1:].casefold(), ())))
        found.add(_plain(each))
    return found


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
