"""Whether one record asks again for what another one asked for: in the same words or nearly, about the same.

The same is a statement or, since a change of the code leaves what was said about it as it was, a place: the function or
class that holds it, or what stands around it. Words are what a record argued anywhere, since to give a reason under
another heading is to give no other. Of permits it is the rule, in files that begin alike; what is narrower answers a
rejection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from shlex import quote

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.records.deviation import Deviation
from aseptic.records.permit import Permit
from aseptic.records.rewording import reworded

_WILD = re.compile(r"[*?\[]")


def said_again(then: Approvable, now: Approvable) -> str:
    """Return what two records have in common, as the beginning of a sentence; empty where it is too little."""
    what = shared(then, now)
    if not what or then.reason_words == now.reason_words:
        return what and f"the same reasons for {what}"
    return f"nearly the same reasons for {what}" * any(reworded(each, now.reason_words) for each in _argued(then))


def _argued(then: Approvable) -> Iterator[str]:
    """Yield what a record argued, each part by itself and all of it."""
    parts = [then.reason_words]
    if isinstance(then, Deviation):
        parts += [then.why_not, *(each.what for each in then.measures)]
    yield from dict.fromkeys((*parts, " ".join(parts)))


def other_way(then: Approvable, now: Approvable, back: str = "", shown: str = "") -> str:
    """Return what to do instead of having the later one approved.

    `back` is the command that has the other back, `shown` the one that shows it where something else has its number.
    """
    had = f", which `{back}` has back" if back else ""
    filed = f"file what `{shown}` has under a new number, its id with it"
    same = isinstance(now, Permit) or isinstance(then, Permit) or _about(then) == _about(now)
    if same and not shown:
        return f"withdraw {now.id} and propose {then.id if back else 'that one'} again{had}, or give other reasons"
    call = f"here: `aseptic deviations propose {'ID' if shown else then.id} {quote(now.path)}:LINE`"
    if shown:
        again = "again" if same else call
        return f"give other reasons, or withdraw {now.id}, {filed}, and propose that {again}"
    return f"give other reasons, or withdraw {now.id} and propose {then.id}{had}{',' if had else ''} {call}"


def shared(then: Approvable, now: Approvable) -> str:
    """Return what two records are about in common; empty for nothing."""
    if then.rule != now.rule:
        return ""
    if isinstance(then, Permit) and isinstance(now, Permit):
        wide = any(_begins(old, new) for new in now.paths for old in then.paths)
        return now.rule if wide else ""
    if not isinstance(then, Deviation) or not isinstance(now, Deviation):
        return ""
    if _statement(then) == _statement(now):
        return "the same statement"
    if then.where == now.where:
        return f"{now.rule} in {now.where}"
    same = then.fingerprint.around == now.fingerprint.around and all(now.fingerprint.around)
    return f"{now.rule} between the same statements" * same


def _begins(old: str, new: str) -> bool:
    """Say whether the folder that a glob surely names holds the other one's, so that it is no narrower."""
    wide, narrow = (_WILD.split(each)[0] for each in (new, old))
    return narrow.startswith(wide)


def _about(one: Deviation) -> tuple[str, str]:
    return one.where, _statement(one)


def _statement(one: Deviation) -> str:
    return one.fingerprint.statement
