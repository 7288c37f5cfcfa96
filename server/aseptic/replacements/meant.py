"""Declared rewritings that would refuse what the code is meant to take, or leave half of what it says as it was."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.http_call import SECONDS, seconds_for
from aseptic.replacements.setting import given_to
from aseptic.replacements.site import Site
from aseptic.standard.remedy import Rewriting

_TYPED = re.compile(r"\b(?:args|arguments|opts|options|namespace|ns)\.\w+|\bsys\.argv\b")
"""What somebody gave at the command line."""
_PARSE_ERROR = re.compile(r"\bParseError\b")
_WIDER = re.compile(r"\b(?:Exception|BaseException|ValueError|DefusedXmlException)\b")
_WHOLE = re.compile(r"^[^#]*\btorch\.save\((?![^)]*(?:state|weights))")
"""Something whole put into a file: weights alone would not bring it back."""
_SET = re.compile(r"\[\^?((?:[^\]\\]|\\.)+)\]")


def refuses_what_is_meant(site: Site, rewriting: Rewriting) -> bool:
    """Say whether a stricter call would fail where the one that stands there does what somebody asked of it.

    So it does for a file without a header that a person names at the command line, for what may well take longer than
    a time-out, and past a handler of the errors that the parser raised before: those of `defusedxml` are others.
    """
    if "force" in rewriting.drop and any(map(_TYPED.search, _sources(site))):
        return True
    if site.call and any("timeout" in each for each in rewriting.set) and seconds_for(site, site.call) != str(SECONDS):
        return True
    return any(new.startswith("defusedxml") for new in rewriting.rename.values()) and _catches_parsing_alone(site)


def other_half(site: Site, rewriting: Rewriting) -> re.Pattern[str] | None:
    """Return what another line of the document may not hold: what is saved as a whole, a set that a text quotes."""
    if "weights_only" in rewriting.set:
        return _WHOLE
    given = (site.text_of(each) for each in given_to(site)) if rewriting.texts else ()
    sets = {held for text in given for held in _SET.findall(text) if any(old in held for old in rewriting.texts)}
    quotes = "|".join(map(re.escape, sorted(sets)))
    return re.compile(rf"(?<![\[^\w-])(?:{quotes})(?![\w\]-])") if quotes else None


def _sources(site: Site) -> list[str]:
    """Return what the call is given, and what is opened round it."""
    opened = [each for each in site.above(site.node) if isinstance(each, ast.With | ast.AsyncWith)]
    given = [site.text_of(each) for each in (site.call.args[:1] if site.call else ())]
    return given + [site.text_of(item.context_expr) for each in opened for item in each.items]


def _catches_parsing_alone(site: Site) -> bool:
    inner: ast.AST = site.node
    for outer in site.above(site.node):
        if isinstance(outer, ast.Try | ast.TryStar) and inner in outer.body:
            caught = " ".join(site.text_of(each.type) if each.type else "Exception" for each in outer.handlers)
            if _PARSE_ERROR.search(caught) and not _WIDER.search(caught):
                return True
        inner = outer
    return False
