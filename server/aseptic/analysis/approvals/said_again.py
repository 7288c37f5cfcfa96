"""Whether one record asks again for what another one asked for: in the same words or nearly, about the same.

The same is a statement or, since a change of the code leaves what was said about it as it was, a place: the function or
class that holds it. Of permits it is the rule, in files that begin alike; what is narrower answers a rejection.
"""

from __future__ import annotations

import re
from shlex import quote

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.records.deviation import Deviation
from aseptic.records.permit import Permit
from aseptic.records.rewording import reworded

_WILD = re.compile(r"[*?\[]")


def said_again(then: Approvable, now: Approvable) -> str:
    """Return what two records have in common, as the beginning of a sentence; empty where it is too little."""
    what = _shared(then, now)
    if not what or then.reason_words == now.reason_words:
        return what and f"the same reasons for {what}"
    return f"nearly the same reasons for {what}" * reworded(then.reason_words, now.reason_words)


def other_way(then: Approvable, now: Approvable, back: str = "") -> str:
    """Return what to do instead of having the later one approved; `back` is the command that has the other back."""
    had = f", which `{back}` has back" if back else ""
    if isinstance(now, Permit) or isinstance(then, Permit) or _about(then) == _about(now):
        return f"withdraw {now.id} and propose {then.id if back else 'that one'} again{had}, or give other reasons"
    call = f"aseptic deviations propose {then.id} {quote(now.path)}:LINE"
    return f"give other reasons, or withdraw {now.id} and propose {then.id}{had}{',' if had else ''} here: `{call}`"


def _shared(then: Approvable, now: Approvable) -> str:
    if then.rule != now.rule:
        return ""
    if isinstance(then, Permit) and isinstance(now, Permit):
        wide = any(_begins(old, new) for new in now.paths for old in then.paths)
        return now.rule if wide else ""
    if not isinstance(then, Deviation) or not isinstance(now, Deviation):
        return ""
    if _statement(then) == _statement(now):
        return "the same statement"
    return f"{now.rule} in {now.where}" if then.where == now.where else ""


def _begins(old: str, new: str) -> bool:
    """Say whether the folder that a glob surely names holds the other one's, so that it is no narrower."""
    wide, narrow = (_WILD.split(each)[0] for each in (new, old))
    return narrow.startswith(wide)


def _about(one: Deviation) -> tuple[str, str]:
    return one.where, _statement(one)


def _statement(one: Deviation) -> str:
    return one.fingerprint.statement
