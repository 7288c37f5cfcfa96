"""What a method sets on its instance: `self.run = …`, wherever in the method, with local names followed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from aseptic.source.binding import Binding, instance_of, named
from aseptic.source.bound import perhaps_bound
from aseptic.source.term import Attribute, Call, Choice, Item, Step, Term, term

_Definition = ast.FunctionDef | ast.AsyncFunctionDef
_DEEPEST = 4
"""How many local names are followed from an attribute to what it was given."""
Given = Mapping[str, Sequence[Term | None]]
"""What names may stand for where they are local."""


def set_on_self(method: _Definition, own: Term, inner: bool) -> Iterator[Binding]:
    """Yield `self.run = …`, with local names followed to what they were given.

    The class is `own`; `inner` says whether the method may hold functions.
    """
    arguments = (*method.args.posonlyargs, *method.args.args)
    if not arguments or any(isinstance(each, ast.Name) and each.id == "staticmethod" for each in method.decorator_list):
        return
    first, inside = arguments[0].arg, [*perhaps_bound(method.body)]
    local: dict[str, list[Term | None]] = {}
    for argument, default in _parameters(method.args):
        found = [each for each in (instance_of(argument.annotation), term(default)) if each is not None]
        local[argument.arg] = [*found] or [None]
    unset = len(local[first])
    for function, given in _functions_in(method, first) if inner else ():
        inside += perhaps_bound(function.body)
        for name in given:
            local.setdefault(name, []).append(None)
    for each in inside:
        if not (each.part or each.module or each.gone):
            local.setdefault(each.name, []).append(each.target)
    if len(local[first]) == unset:
        local[first] = [own]  # of a class's attribute every value counts, whichever instance has it
    made = {first}
    if method.name == "__new__":
        made |= {each.name for each in inside if _is_made(each.target)}
    for each in inside:
        if each.name in made and each.part and each.target is not None:
            target = followed(each.target, local, _DEEPEST, local)
            if target is not None:
                yield from named(evolve(each, target=target, by_function=True))


def _functions_in(method: _Definition, first: str) -> Iterator[tuple[_Definition, list[str]]]:
    """Yield the functions that a method defines for itself and that see its instance, each with its parameters."""
    waiting: list[ast.AST] = [*method.body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _Definition):
            given = [each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)]
            if first in given:
                continue
            yield node, given
        if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case) and not isinstance(node, ast.ClassDef):
            waiting += ast.iter_child_nodes(node)


def _is_made(target: Term | None) -> bool:
    """Say whether a value is the instance that `super().__new__(cls)` or the like has made."""
    return target is not None and target.steps[-2:-1] == (Attribute("__new__"),) and isinstance(target.steps[-1], Call)


def followed(target: Term, local: Given, depth: int, further: Given) -> Term | None:
    """Put what a local name was given in its place, and of that `further` ones; None where nobody can tell."""
    target = evolve(target, steps=tuple([_without(step, local) for step in target.steps]))
    keys = (step.key for step in target.steps if isinstance(step, Item))
    if any(isinstance(each, Term) and not local.keys().isdisjoint(each.names) for each in keys):
        return None
    if isinstance(target.root, Choice):
        ways = tuple(filter(None, [followed(each, local, depth, further) for each in target.root.terms]))
        return evolve(target, root=Choice(ways)) if ways else None
    if not isinstance(target.root, str) or target.root not in local:
        return target
    if depth == 0:
        return None
    given = [followed(each, further, depth - 1, further) for each in local[target.root] if each is not None]
    found = tuple(each for each in given if each is not None)
    return Term(Choice(found), target.steps) if found else None


def _without(step: Step, local: Given) -> Step:
    """Leave out arguments that are made of local names: elsewhere these mean something else."""
    if not isinstance(step, Call):
        return step
    known = [each for each in step.arguments if each is None or local.keys().isdisjoint(each.names)]
    return step if len(known) == len(step.arguments) else Call(key=step.key)


def _parameters(arguments: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    positional = (*arguments.posonlyargs, *arguments.args)
    missing = len(positional) - len(arguments.defaults)
    yield from zip(positional, [*[None] * missing, *arguments.defaults], strict=True)
    yield from zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
