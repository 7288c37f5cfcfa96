"""What names alone do not settle: what a method is called on whose name a rule bans for some class.

Only what could be a finding is asked for: the arguments are as the rule has them, and nothing else tells already what
the method belongs to. Types then tell what it is called on, and the chunk is checked again with that.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from aseptic.checks.banned import Entries, applies, stands
from aseptic.checks.detector import Subject
from aseptic.checks.sieve.filter import Filter, made
from aseptic.checks.sieve.need import Kind
from aseptic.checks.sieve.rule_needs import is_method, method, method_needs
from aseptic.checks.uses import USING, Endings, Use, arguments, uses
from aseptic.source.scopes import Scope, place_of
from aseptic.source.view import NodePlace
from aseptic.standard.detect import Banned, Used
from aseptic.standard.rule import Rule

_USING = frozenset(kind for kinds in USING.values() for kind in kinds)
_LITERAL = (ast.Constant, ast.JoinedStr, ast.List, ast.Tuple, ast.Dict, ast.Set)


@frozen
class Receiver:
    """An expression that has a method, or another attribute, of a banned name."""

    place: NodePlace
    written: str
    """How the code writes it, with the attribute: `self.session.get`."""
    line: int
    """Where the attribute's name begins: line of the chunk, 0-based."""
    column: int
    """The same, in code points."""

    @property
    def attribute(self) -> str:
        """The attribute's name."""
        return self.written.rpartition(".")[2]


@frozen(eq=False)
class Methods:
    """The banned names of methods, by how they are used and by their last part."""

    entries: Mapping[Used, Mapping[str, Entries]]
    named: Mapping[str, frozenset[str]]
    """The same names in full, by their last part."""
    filter: Filter
    """What a text must hold to use one."""
    ends: Endings

    @property
    def names(self) -> tuple[str, ...]:
        """All of them as the rules write them, in order."""
        return tuple(sorted(name for every in self.named.values() for name in every))


def methods(rules: Iterable[Rule], ends: Endings) -> Methods:
    """Gather the methods that these rules ban."""
    every = tuple(rules)
    found: dict[Used, dict[str, list[tuple[Rule, Banned]]]] = {}
    named: dict[str, set[str]] = {}
    for rule in every:
        for entry in rule.heading.detect.banned:
            own = [name for name in entry.names if is_method(name)]
            for name in own:
                named.setdefault(method(name), set()).add(name.removesuffix("()"))
            for last in dict.fromkeys(map(method, own)):
                found.setdefault(entry.used, {}).setdefault(last, []).append((rule, entry))
    entries = {used: {last: tuple(kept) for last, kept in lasts.items()} for used, lasts in found.items()}
    names = {last: frozenset(full) for last, full in named.items()}
    return Methods(entries, names, made(method_needs(every), {}), ends)


def receivers(subject: Subject, banned: Methods) -> tuple[Receiver, ...]:
    """Return what methods are called on, as far as names do not tell and an answer could matter."""
    lasts = {method(name) for name in subject.sought.get(Kind.BANNED, ())}
    found: dict[NodePlace, Receiver] = {}
    for node, scope in subject.among(_USING) if lasts else ():
        for use in uses(node, scope, subject):
            held = use[1]
            if not isinstance(held, ast.Attribute) or held.attr not in lasts or isinstance(held.value, _LITERAL):
                continue
            if _is_open(held, scope, banned) and _matters(use, node, subject, scope, banned):
                found.update((each.place, each) for each in _receiver(held, subject))
    return tuple(found[place] for place in sorted(found))


def _is_open(held: ast.Attribute, scope: Scope, banned: Methods) -> bool:
    """Whether names leave open what an attribute is one of.

    What a library's function returns may be of a banned class, and a class that no rule names may have another name.
    """
    known, meanings = banned.named.get(held.attr, frozenset[str]()), scope.meanings(held)
    if not meanings:
        return True
    tops = {name.partition(".")[0] for name in known}
    return known.isdisjoint(meanings) and any(
        "()" in each or (is_method(each) and each.partition(".")[0] in tops) for each in meanings
    )


def _matters(use: Use, node: ast.AST, subject: Subject, scope: Scope, banned: Methods) -> bool:
    """Whether a rule bans such a use of a method of that name, on whatever it is."""
    used, held, holder = use
    given = arguments(used, node, holder, subject)
    return isinstance(held, ast.Attribute) and any(
        applies(entry, given, holder, subject, scope) and stands(entry, node, subject, banned.ends)
        for _, entry in banned.entries.get(used, {}).get(held.attr, ())
    )


def _receiver(node: ast.Attribute, subject: Subject) -> Iterator[Receiver]:
    end = subject.parsed.span(node).end
    line, column = end.line, end.column - len(node.attr)
    # In a formatted text some Pythons tell places that are not the expression's own.
    if column > 0 and subject.parsed.lines[line][column : end.column] == node.attr:
        yield Receiver(place_of(node.value), ast.unparse(node), line, column)
