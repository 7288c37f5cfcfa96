"""Settings with a value that a rule bans: assigned, put under a key, in a dictionary, or given by keyword."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from aseptic.checks.conditions import meets
from aseptic.checks.detector import Detector, Mark, Subject
from aseptic.checks.narrowing.surroundings import upwards
from aseptic.checks.sieve.need import Kind
from aseptic.source.scopes import Scope
from aseptic.standard.detect import Put, Setting
from aseptic.standard.rule import Rule

_PUTTING = frozenset(
    "set add setdefault send_header set_header add_header append_header putheader setenv putenv header".split()
)
"""Functions that are given a name and a value."""
_GIVING = (
    *(ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Dict, ast.Call, ast.Tuple),
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda),
)
"""The kinds of node that give a name a value."""
_UNLESS_SAID = (Put.ASSIGNED, Put.ATTRIBUTE, Put.KEY)
Settings = Mapping[str, tuple[tuple[Rule, Setting], ...]]
Given = tuple[Put, str, ast.expr, ast.AST]
"""How a setting is put, its name, its value, and the node to report."""


def banned_settings(rules: Iterable[Rule]) -> Settings:
    """Gather the settings that these rules ban a value of; names that Python has none of in small letters."""
    found: dict[str, list[tuple[Rule, Setting]]] = {}
    for rule in rules:
        for entry in rule.heading.detect.settings:
            for name in entry.names:
                found.setdefault(_folded(name), []).append((rule, entry))
    return {name: tuple(entries) for name, entries in found.items()}


def settings_detector(settings: Settings) -> Detector:
    """Make the detector of these settings."""

    def detect(subject: Subject) -> Iterator[Mark]:
        possible = subject.sought.get(Kind.SETTING)
        if not possible:
            return
        for node, scope in subject.among(_GIVING):
            for given in _given(node):
                name = _folded(given[1])
                for rule, entry in settings[name] if name in possible else ():
                    if _is_banned(entry, given, node, subject, scope):
                        yield Mark.of(rule, entry, given[3], given[1], remedy=entry.replace)

    return detect


def _folded(name: str) -> str:
    return name if name.isidentifier() else name.lower()


def _is_banned(entry: Setting, given: Given, node: ast.AST, subject: Subject, scope: Scope) -> bool:
    put, name, value, _ = given
    if "csrf" in name and _is_of_a_command(node, subject):
        return False
    if entry.put:
        counts = put in entry.put or (put is Put.ATTRIBUTE and Put.ASSIGNED in entry.put)
    else:  # A keyword in capitals names a setting (`config.update(DEBUG=True)`); others are a call's own business.
        counts = put in _UNLESS_SAID or (put is Put.KEYWORD and name.isupper())
    if not counts or not meets(value, entry.value, subject, scope):
        return False
    if not entry.beside:
        return True
    beside = _beside(node)
    return all(meets(beside.get(other), wanted, subject, scope) for other, wanted in entry.beside.items())


def _is_of_a_command(node: ast.AST, subject: Subject) -> bool:
    """Whether a command of a terminal gives it, which no page of a browser can send."""
    for _, outer in upwards(node, subject):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            calls = (each.func if isinstance(each, ast.Call) else each for each in outer.decorator_list)
            return any(isinstance(each, ast.Attribute) and each.attr == "command" for each in calls)
    return False


def _given(node: ast.AST) -> Iterator[Given]:
    """Yield each name that a node gives a value."""
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((_put(target), _name(target), value, node) for target in targets)
        case ast.AnnAssign(target=target, value=value) if value is not None:
            yield _put(target), _name(target), value, node
            yield Put.ANNOTATED, _name(target), value, node
        case ast.FunctionDef(args=given) | ast.AsyncFunctionDef(args=given) | ast.Lambda(args=given):
            yield from ((Put.DEFAULT, name, value, node) for name, value in _defaults(given))
        case ast.AugAssign(target=target, op=ast.Add(), value=value):
            yield _put(target), _name(target), value, node
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            yield from ((Put.KEY, name, value, key or node) for key, value in pairs if (name := _text(key)))
        case ast.Call(func=function, args=args, keywords=keywords):
            yield from ((Put.KEYWORD, each.arg, each.value, each) for each in keywords if each.arg)
            if len(args) == 2 and isinstance(function, ast.Attribute) and function.attr in _PUTTING and _text(args[0]):
                yield Put.PAIR, _text(args[0]), args[1], node
        case ast.Tuple(elts=[name, value]) if _text(name):
            yield Put.PAIR, _text(name), value, node
        case _:
            return


def _defaults(given: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    """Yield the parameters that have a default, with it."""
    placed = (*given.posonlyargs, *given.args)
    yield from (
        (each.arg, value)
        for each, value in zip(placed[len(placed) - len(given.defaults) :], given.defaults, strict=True)
    )
    named = zip(given.kwonlyargs, given.kw_defaults, strict=True)
    yield from ((each.arg, value) for each, value in named if value is not None)


def _put(target: ast.expr) -> Put:
    return Put.ATTRIBUTE if isinstance(target, ast.Attribute) else Put.ASSIGNED


def _beside(node: ast.AST) -> Mapping[str, ast.expr]:
    """Return what is given together with a setting: all keys of its dictionary, or all keywords of its call."""
    match node:
        case ast.Dict(keys=keys, values=values):
            return {_text(key): value for key, value in zip(keys, values, strict=True)}
        case ast.Call(keywords=keywords):
            return {each.arg: each.value for each in keywords if each.arg}
        case _:
            return {}


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _name(target: ast.expr) -> str:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case _:
            return ""
