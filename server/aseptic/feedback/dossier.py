"""A deviation as its approver wants to read it, in Markdown and in one line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence

from aseptic.analysis.deviations.dossier import Dossier, Rest
from aseptic.analysis.deviations.git_facts import Remembered
from aseptic.analysis.projects.project import Project
from aseptic.records.deviation import Deviation
from aseptic.records.disposition import State
from aseptic.source.counting import counted
from aseptic.source.document import split_lines

_LINES = "\n"
_MOST = 5
"""Other deviations that are named one by one."""
_TICKS = re.compile(r"`+")


def dossier_markdown(project: Project, found: Dossier, told: Remembered | None = None) -> str:
    """Return everything that a decision on a deviation needs, the code first; `told` is what git remembers of it."""
    return "\n\n".join((*_parts(project, found), *(remembered_parts(told) if told else ())))


def remembered_parts(told: Remembered) -> Iterator[str]:
    """Yield what git remembers of a record: how what it rests on changed, and how well its approval counts."""
    for each in told.changes:
        said = f"`{each.name}` changed ({each.since})"
        yield f"{said}:\n\n{_fenced(_LINES.join(each.diff), 'diff')}" if each.diff else said
    if told.proof:
        yield f"Its approval: {told.proof}."
    for each in told.beforehand:
        yield f"Before it is approved: {each}."


def dossier_line(found: Dossier) -> str:
    """Return the same in one line, for a lens above the record."""
    said = [_code_said(found), f"{_any(len(found.siblings), 'other deviation')} from {found.deviation.rule}"]
    if found.neighbours:
        said.append(f"{len(found.neighbours)} in this scope")
    for noun, rests in (("premise", found.premises), ("measure", found.measures)):
        bad = sum(each.how in ("gone", "changed") for each in rests)
        if rests:
            said.append(_any(len(rests), noun) + (f", {bad} changed or gone" if bad else ""))
    return " · ".join(said)


def brief(found: Deviation, state: str) -> str:
    """Return a deviation in one line, with how it stands."""
    until = f"until {found.expires.isoformat()}"
    return f"{found.id} {state.replace('_', ' ')} {until}: {found.rule} at {found.where}"


def _parts(project: Project, found: Dossier) -> Iterator[str]:
    one = found.deviation
    said = found.stands.advice or found.stands.state.value
    yield f"**{one.id}** {one.kind.value.replace('_', ' ')}, raised by {one.raised.by}, ends {one.expires.isoformat()}"
    yield f"*{said}*"
    rule = project.standard.rules.get(one.rule)
    if rule is not None:
        yield f"**{rule.id} {rule.title}**: {rule.shall}"
    yield from _code(found)
    yield from _others(f"Other deviations from {one.rule}", found.siblings, found.states)
    rest = [each for each in found.neighbours if each not in found.siblings]
    yield from _others("Others in this scope", rest, found.states)
    yield from _rests("Premises", found.premises)
    yield from _rests("Measures", found.measures)


def _code(found: Dossier) -> Iterator[str]:
    where = found.deviation.where + (f", line {found.line + 1}" if found.line is not None else "")
    if found.now is None:
        yield f"The code when raised; nothing of it is found at {where} now:\n\n{_fenced(found.then, 'python')}"
    elif _plain(found.now) == _plain(found.then):
        yield f"The code at {where}, as when raised:\n\n{_fenced(found.now, 'python')}"
    else:
        yield then_and_now(f"The code at {where}", found.then, found.now)


def then_and_now(what: str, then: str, now: str) -> str:
    """Return how code differs from what a record shows."""
    lines = list(difflib.unified_diff(_plain(then), _plain(now), "when raised", "now", lineterm="", n=99))[3:]
    return f"{what}, when raised (-) and now (+):\n\n{_fenced(_LINES.join(lines), 'diff')}"


def _code_said(found: Dossier) -> str:
    if found.now is None:
        return "its code is not found"
    return "code as when raised" if _plain(found.now) == _plain(found.then) else "code changed since raised"


def _others(title: str, found: Sequence[Deviation], states: Mapping[str, State]) -> Iterator[str]:
    if found:
        more = [f"- and {len(found) - _MOST} more"] if len(found) > _MOST else []
        yield "\n".join(
            [
                f"{title}:",
                "",
                *(f"- {brief(each, states.get(each.id) or each.status)}" for each in found[:_MOST]),
                *more,
            ]
        )


def _rests(title: str, found: Sequence[Rest]) -> Iterator[str]:
    if found:
        lines = (f"- {each.what + ': ' if each.what else ''}`{each.name}` ({each.how})" for each in found)
        yield "\n".join([f"{title}:", "", *lines])


def _plain(code: str) -> list[str]:
    return [line.rstrip() for line in split_lines(code.rstrip())]


def _fenced(code: str, language: str) -> str:
    fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(code)), default=0))
    return f"{fence}{language}\n{code.rstrip()}\n{fence}"


def _any(count: int, noun: str) -> str:
    return counted(count, noun) if count else f"no {noun}s"
