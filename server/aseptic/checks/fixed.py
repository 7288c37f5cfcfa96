"""Names in capitals: which of them are constants, and which are data that somebody wrote so.

Fields of hospitals' messages and tables are written in capitals, too: `row.MRN`, `message.PID`. So a constant is what a
module, a class or another constant holds, and no parameter, nor anything that a function stores but by an import.
"""

from __future__ import annotations

import ast

from aseptic.checks.detector import Subject
from aseptic.checks.given import owner
from aseptic.checks.literals import is_constant, is_in_capitals
from aseptic.source.bound import perhaps_bound
from aseptic.source.dotted import dotted
from aseptic.source.meaning import BASES, is_own
from aseptic.source.view import View

_OWN = ("self", "cls")


def is_fixed(node: ast.expr, subject: Subject) -> bool:
    """Say whether an expression is made of literals and of constants only."""
    return is_constant(node, lambda name: is_of_code(name, subject))


def is_of_code(name: ast.Name | ast.Attribute, subject: Subject) -> bool:
    """Say whether a name is in capitals and that of a constant, and not that of data."""
    if not is_in_capitals(name):
        return False
    if isinstance(name, ast.Attribute):
        return _binds(name, subject) if _is_own_class(name.value, subject) else _holds_constants(name.value, subject)
    declared = any(isinstance(use, ast.Global) for use in subject.parsed.naming(subject.parsed.tree, name.id))
    scope, _ = owner(name, subject)
    imported = scope is not None and all(each.binding.module for each in scope.names[name.id])
    return (scope is None or imported) and not declared and name.id not in subject.view.shared


def _holds_constants(node: ast.expr, subject: Subject) -> bool:
    """Whether something is a module, a class or a constant, as far as names tell."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) if is_in_capitals(node):
            return is_of_code(node, subject)
        case ast.Name(id=name) if name.lstrip("_")[:1].isupper():
            return True
        case ast.Attribute(value=whole, attr=name) if name.lstrip("_")[:1].isupper():
            return _is_own_class(whole, subject) or _holds_constants(whole, subject)
        case ast.Name() | ast.Attribute() if (dotted(node) or "").partition(".")[0] not in _OWN:
            scope = subject.scopes.get(id(node))
            meanings = scope.everything(node) if scope else ()
            return bool(meanings) and all(_is_module(each) for each in meanings)
        case _:
            return False


def _is_module(meaning: str) -> bool:
    """Whether a meaning may be a module: a library's name, or a module of the project's own."""
    return "()" not in meaning and meaning[0] not in "'\"" and (not is_own(meaning) or meaning.endswith(":"))


def _is_own_class(node: ast.expr, subject: Subject) -> bool:
    """Whether something is the instance or the class that a method belongs to."""
    match node:
        case ast.Name(id=name):
            return name in _OWN
        case ast.Attribute(value=whole, attr="__class__") | ast.Call(func=ast.Name(id="type"), args=[whole]):
            return _is_own_class(whole, subject)
        case _:
            return False


def _binds(name: ast.Attribute, subject: Subject) -> bool:
    """Whether the class that a node stands in, or what it derives from, binds a name in its body."""
    parents, view = subject.parsed.parents, subject.view
    node: ast.AST = name
    while node in parents and not isinstance(node, ast.ClassDef):
        node = parents[node]
    if isinstance(node, ast.ClassDef) and node.name != "_":  # of a member's own class the tree has no more than that
        return any(each.name == name.attr for each in perhaps_bound(node.body))
    return name.attr in view.constants or _is_inherited(name.attr, view)


def _is_inherited(name: str, view: View) -> bool:
    """Whether a class of another module that the class derives from is told to give a name a text."""
    here, waiting, met = view.own.partition(":")[0], [view.own], set[str]()
    while waiting:
        each = waiting.pop()
        told = view.told(f"{each}.{name}") if each.partition(":")[0] != here else None
        if any(meaning[0] in "'\"" for meaning in told or ()):
            return True
        if each not in met:
            met.add(each)
            waiting += view.told(each + BASES) or ()
    return False
