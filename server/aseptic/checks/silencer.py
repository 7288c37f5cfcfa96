"""Comments that silence a tool, taken apart: what they were meant to silence, why, and what is left without them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

from attrs import evolve, frozen

_NOSEC = re.compile(r"#\s*nosec\b:?\s*(?P<said>[^#]*)")
_NOQA = re.compile(r"#\s*noqa\s*:\s*(?P<said>[^#]*)", re.IGNORECASE)
_SEMGREP = re.compile(r"#\s*nosem(?:grep)?\b\s*:?\s*(?P<said>[^#]*)", re.IGNORECASE)
_SONAR = re.compile(r"#\s*NOSONAR\b\s*(?P<said>[^#]*)")
_SECRET = re.compile(
    r"#\s*pragma\s*:\s*(?:allowlist|whitelist)\s+(?P<below>nextline\s+)?secret\b(?P<said>[^#]*)", re.IGNORECASE
)
_REST = re.compile(r"#(?!\s*[\w-]+\s*:|\s*(?:no[a-z]+|type|pyright|mypy|pylint)\b)(?P<said>[^#]*)", re.IGNORECASE)
"""What a person adds behind a silencer, as `# nosec B603 # the path is fixed`: not another tool's comment."""
_TEST = re.compile(r"B\d{3}\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_CODE = re.compile(r"(?:[A-Z]{1,8}\d{1,6}|S)\b", re.IGNORECASE)
_OF_SECURITY = re.compile(r"S(?:\d{1,3})?|DUO\d{3}|BLE001|PLW1510")
_CHECK = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_BETWEEN = re.compile(r"[\s,;]+")
_LEADING = " \t,;:.()[]-\u2013\u2014"
_BANDITS_WORDS = re.compile(r"(?:(B\d+|[a-z\d_]+),?)+", re.IGNORECASE)
"""How bandit 1.9.4 takes ids apart; of what one match repeats it keeps the last, as B603 of `B404,B603`."""
_BANDITS_COMMENT = re.compile(r"#\s*nosec:?\s*([^#]+)?#?")


class Tool(StrEnum):
    """Whose findings a comment silences."""

    BANDIT = "bandit"
    RUFF = "ruff"
    SEMGREP = "semgrep"
    SONAR = "Sonar"
    SECRETS = "detect-secrets"


@frozen
class Silencer:
    """One silencer in a comment."""

    tool: Tool
    tests: tuple[str, ...]
    """What it was meant to silence, as ids of bandit's tests; empty where that is everything."""
    reason: str
    """What somebody wrote beside it, if anything."""
    start: int
    """Where it begins in its comment."""
    end: int
    rest: str = ""
    """What of it has to stay: codes that are none of security."""
    below: bool = False
    """Whether the next line is meant."""


def silencers(comment: str, names: Mapping[str, str]) -> tuple[Silencer, ...]:
    """Return the silencers of a comment in their order; `names` holds the ids of bandit's tests by their names."""
    found = [
        *(_nosec(match, names) for match in _NOSEC.finditer(comment)),
        *(each for match in _NOQA.finditer(comment) if (each := _noqa(match))),
        *(_plain(Tool.SEMGREP, match, _CHECK) for match in _SEMGREP.finditer(comment)),
        *(_plain(Tool.SONAR, match) for match in _SONAR.finditer(comment)),
        *(_plain(Tool.SECRETS, match) for match in _SECRET.finditer(comment)),
    ]
    return tuple(_with_remark(each, comment) for each in sorted(found, key=lambda one: one.start))


def without(comment: str, found: tuple[Silencer, ...], instead: str) -> str:
    """Return the comment with `instead`, a comment of its own, in place of its silencers."""
    parts: list[str] = []
    place = 0
    for each in found:
        parts += [comment[place : each.start], each.rest]
        place = max(place, each.end)
    pieces = (piece.strip() for piece in (*parts, comment[place:], instead))
    return "  ".join(piece for piece in pieces if piece)


def heard(comment: str, names: Mapping[str, str]) -> frozenset[str] | None:
    """Return the tests that bandit itself takes a comment for; empty: every test, None: it is no silencer."""
    match = _BANDITS_COMMENT.search(comment)
    if match is None:
        return None
    known = frozenset(names.values())
    words = [each.group(1) for each in _BANDITS_WORDS.finditer(match.group(1) or "")]
    return frozenset(word if word in known else names[word] for word in words if word in known or word in names)


def misheard(comment: str, found: tuple[Silencer, ...], names: Mapping[str, str]) -> str:
    """Return what bandit makes of a comment where that is not what it says, as a sentence; else nothing."""
    tests = heard(comment, names)
    meant = next((each.tests for each in found if each.tool is Tool.BANDIT), None)
    if tests is not None and meant is None:
        what = ", ".join(sorted(tests)) or "every test"
        return f"bandit takes the word, since it begins so, for its own, and silences {what}"
    if tests is None or meant is None or (not tests and not meant) or tests == frozenset(meant):
        return ""
    if not tests:
        return "bandit knows none of these tests and silences every one"
    more = [f"{', '.join(sorted(tests - {*meant}))} too, which a word of the reason names"] if tests - {*meant} else []
    less = [f"not {', '.join(sorted({*meant} - tests))}, since no blank follows a comma"] if {*meant} - tests else []
    return f"bandit silences {' and '.join((*more, *less))}"


def _nosec(match: re.Match[str], names: Mapping[str, str]) -> Silencer:
    tests: list[str] = []
    said, place = match["said"], 0
    while True:
        place = _behind(said, place)
        word = _TEST.match(said, place) or _WORD.match(said, place)
        test = word[0].upper() if word and _TEST.fullmatch(word[0]) else names.get(word[0]) if word else None
        if word is None or test is None:
            break
        tests.append(test)
        place = word.end()
    return Silencer(Tool.BANDIT, tuple(dict.fromkeys(tests)), _reason(said[place:]), match.start(), match.end())


def _noqa(match: re.Match[str]) -> Silencer | None:
    """Take a `noqa` apart that names security codes: what follows the codes is a reason, whatever its letters."""
    codes: list[str] = []
    said, place = match["said"], 0
    while code := _CODE.match(said, place):
        codes.append(code[0].upper())
        place = _behind(said, code.end())
    ours = [each for each in codes if _OF_SECURITY.fullmatch(each)]
    if not ours:
        return None
    others = [each for each in codes if each not in ours]
    tests = tuple(f"B{each[1:]}" for each in ours if re.fullmatch(r"S\d{3}", each))
    rest = f"# noqa: {', '.join(others)}" if others else ""
    meant = tests if len(tests) == len(ours) else ()
    return Silencer(Tool.RUFF, meant, _reason(said[place:]), match.start(), match.end(), rest)


def _plain(tool: Tool, match: re.Match[str], ids: re.Pattern[str] | None = None) -> Silencer:
    said, place = match["said"], 0
    while ids is not None and (check := ids.match(said, place)):
        place = _behind(said, check.end())
    below = bool(match.groupdict().get("below"))
    return Silencer(tool, (), _reason(said[place:]), match.start(), match.end(), "", below)


def _with_remark(silencer: Silencer, comment: str) -> Silencer:
    """Take the prose in that stands behind a silencer without a reason of its own."""
    remark = None if silencer.reason else _REST.match(comment, silencer.end)
    if remark is None or not remark["said"].strip():
        return silencer
    return evolve(silencer, reason=_reason(remark["said"]), end=remark.end())


def _behind(text: str, place: int) -> int:
    match = _BETWEEN.match(text, place)
    return match.end() if match else place


def _reason(text: str) -> str:
    return " ".join(text.strip(_LEADING).split())


def reasons(found: tuple[Silencer, ...]) -> Iterator[str]:
    """Yield the different reasons of a comment's silencers."""
    yield from dict.fromkeys(each.reason for each in found if each.reason)
