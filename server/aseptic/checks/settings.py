"""Settings with a value that a rule bans: assigned, put under a key, in a dictionary, or given by keyword."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from aseptic.checks.conditions import meets
from aseptic.checks.detector import Detector, Mark, Subject
from aseptic.standard.rule import Rule, Setting

Settings = Mapping[str, tuple[tuple[Rule, Setting], ...]]


def banned_settings(rules: Iterable[Rule]) -> Settings:
    """Return every setting that a rule bans a value of, by name."""
    found: dict[str, list[tuple[Rule, Setting]]] = {}
    for rule in rules:
        for entry in rule.heading.detect.settings:
            found.setdefault(entry.name, []).append((rule, entry))
    return {name: tuple(entries) for name, entries in found.items()}


def settings_detector(settings: Settings) -> Detector:
    """Make the detector of these settings."""

    def detect(subject: Subject) -> Iterator[Mark]:
        if settings.keys().isdisjoint(subject.words):
            return
        for node, scope in subject.nodes:
            for name, value, place in _settings(node):
                for rule, entry in settings.get(name, ()):
                    if meets(value, entry.value, subject, scope):
                        replace = (entry.replace,) if entry.replace else ()
                        yield Mark(rule.id, place, name, replace=replace, message=entry.message)

    return detect


def _settings(node: ast.AST) -> Iterator[tuple[str, ast.expr, ast.AST]]:
    """Yield each name that a node gives a value, the value, and the node to report."""
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((_name(target), value, node) for target in targets)
        case ast.AnnAssign(target=target, value=value) if value is not None:
            yield _name(target), value, node
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, value, key
        case ast.Call(keywords=keywords):
            # A keyword in capitals names a setting (`config.update(DEBUG=True)`); others are a call's own business.
            yield from ((each.arg, each.value, each) for each in keywords if each.arg and each.arg.isupper())
        case _:
            return


def _name(target: ast.expr) -> str:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case _:
            return ""
