"""Data by what it is called: where a patient's name, number or birth date goes that shall not go there.

A name says what a value is, whatever it comes from: `mrn`, `study.PatientName`, `row["mrn"]`. From there one goes
up through texts, displays and sums to the call or the exception that takes the value in; a function that makes
something else of it, a comparison or a part of it ends the way.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from attrs import frozen

from aseptic.checks.banned import call_none
from aseptic.checks.detector import Detector, Mark, Subject
from aseptic.checks.elements import home, sole_value
from aseptic.checks.sieve.need import Kind
from aseptic.checks.texts import Restriction, possible, restrictions
from aseptic.checks.trying import is_found
from aseptic.checks.uses import Endings, argument
from aseptic.source.dotted import dotted
from aseptic.standard.rule import Rule

_NAMED = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)
_READING = frozenset({"get", "getattr", "getlist", "getfirst", "data_element", "pop", "setdefault"})
"""Functions that give what is called by a text."""
_PARTS = frozenset(
    "value original_string alphabetic formatted family_name given_name family_comma_given family given text".split()
)
"""Attributes that are what they belong to, or its telling part."""
_KEEPING = frozenset(
    "str repr ascii format join strip lstrip rstrip upper lower title capitalize casefold replace isoformat "
    "strftime family_comma_given formatted Path PurePath PosixPath joinpath with_suffix with_name fspath "
    "quote quote_plus urlencode urljoin encode".split()
)
"""Functions in whose result one reads what they were given."""


@frozen
class _Way:
    """Where data goes: a call with the argument that takes it in, a comparison, or an exception."""

    node: ast.AST
    function: ast.expr | None
    """What is called; None of a comparison and of an exception."""
    argument: ast.AST | None = None
    """None where the call is one of the data's own methods."""


def names_detector(rules: Iterable[Rule]) -> Detector:
    """Make the detector of data that is called so and goes where it shall not."""
    every = restrictions((rule, rule.heading.detect.names) for rule in rules)
    ends = Endings(
        frozenset(
            name.rpartition(".")[2]
            for each in every
            for name in (*each.entry.to, *each.entry.without)
            if name.startswith(".")
        )
    )

    def detect(subject: Subject) -> Iterator[Mark]:
        sought = possible(every, Kind.NAME, subject)
        seen: set[tuple[str, int]] = set()
        known: dict[str, list[Restriction]] = {"": []}
        for node, _ in subject.among(_NAMED) if sought else ():
            name = _name(node)
            if name not in known:
                known[name] = [each for each in sought if each.finds(name)]
            for each in known[name] if known[name] and not _is_none(node, subject) else ():
                mark = next(_marks(each, node, subject, ends), None)
                if mark and (mark.rule, id(mark.node)) not in seen and not _is_said(each.rule, mark.node):
                    seen.add((mark.rule, id(mark.node)))
                    yield mark

    return detect


def _is_none(node: ast.AST, subject: Subject) -> bool:
    """Whether the statement right above gave a name None."""
    if not isinstance(node, ast.Name):
        return False
    inner: ast.AST | None = node
    while inner is not None and not isinstance(inner, ast.stmt):
        inner = subject.parsed.parents.get(inner)
    holder = subject.parsed.parents.get(inner) if inner else None
    for part in ("body", "orelse", "finalbody"):
        block: list[ast.AST] = getattr(holder, part, [])
        at = block.index(inner) if inner in block else 0
        match block[at - 1] if at else None:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=None)):
                return name == node.id
            case _:
                pass
    return False


def _marks(each: Restriction, node: ast.AST, subject: Subject, ends: Endings) -> Iterator[Mark]:
    for way in _ways(node, subject):
        if way.function is None:
            if each.entry.compared if isinstance(way.node, ast.Compare) else each.entry.raised:
                yield Mark.of(each.rule, each.entry, way.node)
            continue
        if each.entry.arguments and not _is_among(each.entry.arguments, way):
            continue
        scope = subject.scopes.get(id(way.node))
        meant = ends.meant(way.function, scope) if scope else ()
        name = next((name for name in meant if name in each.entry.to), "")
        if name and _stands(each, way.node, subject, ends):
            written = dotted(way.function) or name.removeprefix(".") if name.startswith(".") else name
            yield Mark.of(each.rule, each.entry, way.node, written)


def _stands(each: Restriction, node: ast.AST, subject: Subject, ends: Endings) -> bool:
    """Whether the function round a call lacks what would make it right."""
    if not each.entry.without:
        return True
    calls = (one for one in subject.parsed.inside(home(node, subject)) if isinstance(one, ast.Call))
    return call_none(calls, each.entry.without, subject, ends)


def _is_among(names: Iterable[str], way: _Way) -> bool:
    """Whether a call takes data in by one of these arguments."""
    taken = way.argument.value if isinstance(way.argument, ast.keyword) else way.argument
    call = way.node
    return taken is not None and isinstance(call, ast.Call) and any(argument(call, name) is taken for name in names)


def _is_said(rule: Rule, node: ast.AST) -> bool:
    """Say whether a text inside is a finding of the rule already, as `"mrn=%s"` is: one of them is enough."""
    texts = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return any(
        is_found(re.compile(entry.matches), text, rule.id) for entry in rule.heading.detect.texts for text in texts
    )


def _name(node: ast.AST) -> str:
    """Return what data is called, with what it belongs to; a name in capitals is a constant and no data."""
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            return "" if name.isupper() else name
        case ast.Attribute(value=owner, attr=name, ctx=ast.Load()):
            return f"{_owner(owner)}{name}"
        case ast.Subscript(value=owner, slice=ast.Constant(value=str(key)), ctx=ast.Load()):
            return f"{_owner(owner)}{key}"
        case ast.Call(func=ast.Attribute(value=owner, attr=name), args=[ast.Constant(value=str(key)), *_]):
            return f"{_owner(owner)}{key}" if name in _READING else ""
        case ast.Call(func=ast.Name(id="getattr"), args=[owner, ast.Constant(value=str(key)), *_]):
            return f"{_owner(owner)}{key}"
        case _:
            return ""


def _owner(node: ast.expr) -> str:
    """Return what something belongs to, with a dot, or the dot alone where it has no name."""
    match node:
        case ast.Subscript(value=held):
            return _owner(held)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return f"{name}."
        case _:
            return "."


def _ways(node: ast.AST, subject: Subject, followed: int = 0) -> Iterator[_Way]:
    """Yield the calls and exceptions that data becomes part of; through names that are given it alone, too."""
    parents = subject.parsed.parents
    start = node
    while (outer := parents.get(node)) is not None:
        if isinstance(outer, ast.Call) and outer.func is not node:
            yield _Way(outer, outer.func, node)
        if isinstance(outer, ast.Attribute) and (node is not start or followed):
            call = parents.get(outer)
            if isinstance(call, ast.Call) and call.func is outer:
                yield _Way(call, outer)
        if isinstance(outer, ast.Raise):
            if node is outer.exc and node is not start:
                yield _Way(outer, None)
            return
        if isinstance(outer, ast.Call) and isinstance(parents.get(outer), ast.Raise):
            yield _Way(parents[outer], None)
        if isinstance(outer, ast.Compare):
            if _tells_apart(outer, node):
                yield _Way(outer, None)
            return
        if isinstance(outer, ast.Assign) and followed < 2:
            yield from _further(outer, subject, followed)
        if not _keeps(outer, node):
            return
        node = outer


def _tells_apart(node: ast.Compare, data: ast.AST) -> bool:
    """Whether data is compared with something of another origin: no literal, and no other field of the same form."""
    match node:
        case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
            other = right if left is data else left
            owner = _name(data).partition(".")[0]
            return not isinstance(other, ast.Constant) and not (owner and _name(other).partition(".")[0] == owner)
        case _:
            return False


def _further(statement: ast.Assign, subject: Subject, followed: int) -> Iterator[_Way]:
    match statement.targets:
        case [ast.Name(id=name)] if not name.isupper():
            for use in subject.parsed.naming(home(statement, subject), name):
                match use:
                    case ast.Name(ctx=ast.Load()) if sole_value(use, subject) is statement.value:
                        yield from _ways(use, subject, followed + 1)
                    case _:
                        pass
        case _:
            return


def _keeps(outer: ast.AST, inner: ast.AST) -> bool:
    """Say whether one reads in an expression what a part of it says."""
    match outer:
        case ast.FormattedValue() | ast.JoinedStr() | ast.Tuple() | ast.List() | ast.Set() | ast.Starred():
            return True
        case ast.keyword() | ast.Await() | ast.NamedExpr():
            return True
        case ast.BinOp(op=ast.Add() | ast.Mod() | ast.Div()) | ast.BoolOp():
            return True
        case ast.IfExp(test=test):
            return test is not inner
        case ast.Dict(values=values):
            return inner in values
        case ast.Attribute(attr=name):
            return name in _PARTS or name in _KEEPING
        case ast.Subscript(value=value, slice=ast.Constant(value=int())):
            return value is inner
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in _KEEPING
        case _:
            return False
