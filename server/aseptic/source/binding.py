"""What one statement binds: names, and parts of names such as `self.run` or `TABLE["run"]`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from aseptic.source.meaning import identifier, key
from aseptic.source.term import Attribute, Choice, Item, Table, Term, term
from aseptic.source.turns import in_turn

Read = tuple[str, tuple[int, ...], bool]
"""A name, which of its chunk's bindings of it may hold where it is read, and whether one of them surely does."""
_ATTRIBUTE = re.compile(r"(?:\.(\w+))+")
_HOLDING = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
"""Statements that have blocks inside them which share their names."""


@frozen
class Binding:
    """A name, or a part of one, bound by a statement; without `target` and `module` a thing of the module's own."""

    name: str
    target: Term | None = None
    """What it stands for, in names of the place that binds it."""
    module: str = ""
    """The dotted name that an import brings; it begins with dots where the import is relative."""
    conditional: bool = False
    """It may not happen (a branch, a handler), so that earlier bindings stay possible."""
    arms: int = 0
    """With so many of the name's bindings, itself and those right before it, every way through a statement binds it."""
    passing: bool = False
    """Whatever comes, another one is given in its place, or it is taken away, before its chunk's end."""
    read: tuple[Read, ...] = ()
    """The names in what it is made of that its chunk binds, too."""
    gone: bool = False
    """It takes the name away: `del run`."""
    declared: bool = False
    """It says of which type the name is, and gives it nothing."""
    part: str = ""
    """Which part of the name is bound: `.run`, `['run']`; empty for the name itself."""
    bases: tuple[Term, ...] = ()
    """What a class derives from."""
    literal: str = ""
    """The source of the literal that a statement of the module gives the name itself."""
    by_function: bool = False
    """A function binds it outside itself when it runs: by `global`, or on its instance."""
    in_body: bool = False
    """The body of the class whose part it is binds it, where what it binds above hides the module's names."""
    for_types: bool = False
    """It happens under `TYPE_CHECKING` alone, so that what runs has no such name."""

    @property
    def word(self) -> str:
        """The word by which code writes it: of an attribute its name, else the name itself."""
        match = _ATTRIBUTE.match(self.part)
        return match[1] if match else self.name


def bind(statement: ast.stmt, conditional: bool) -> Iterator[Binding]:
    """Yield what one statement binds by itself, without the statements inside it."""
    match statement:
        case ast.Import() | ast.ImportFrom():
            yield from _imported(statement, conditional)
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from assigned(target, value, conditional)
        case ast.AnnAssign():
            yield from _annotated(statement, conditional)
        case ast.AugAssign(target=ast.Name(id=name)):
            yield Binding(name, conditional=True)  # more of what it was
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            bases = tuple(filter(None, map(term, getattr(statement, "bases", ()))))
            yield Binding(statement.name, conditional=conditional, bases=bases)
        case ast.For(target=target, iter=values) | ast.AsyncFor(target=target, iter=values):
            yield from iterated(target, values, conditional)
        case ast.With(items=items) | ast.AsyncWith(items=items):
            for target, value in ((item.optional_vars, item.context_expr) for item in items if item.optional_vars):
                yield from assigned(target, value, conditional)
        case ast.Match():
            yield from _matched(statement)
        case ast.Delete(targets=targets):
            yield from (Binding(name, conditional=conditional, gone=True) for name in _named_in(targets))
        case _:
            return


def _named_in(targets: Iterable[ast.expr]) -> Iterator[str]:
    for each in targets:
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.Tuple | ast.List):
            yield from _named_in(each.elts)


def assigned(target: ast.expr, value: ast.expr | None, conditional: bool) -> Iterator[Binding]:
    """Yield what an assignment binds: a name with the parts of a table, parts of a name, or the names of a pattern."""
    match target:
        case ast.Name(id=name):
            yield from named(Binding(name, term(value), conditional=conditional))
        case ast.Attribute() | ast.Subscript():
            yield from _part(target, value)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            for inner, each in zip(targets, _unpacked(targets, value), strict=True):
                if isinstance(each, ast.expr) or each is None:
                    yield from assigned(inner, each, conditional)
                elif isinstance(inner, ast.Name):
                    yield Binding(inner.id, each, conditional=conditional)
                else:
                    yield from assigned(inner, None, conditional)
        case ast.Starred(value=inner):
            yield from assigned(inner, value, conditional)
        case _:
            return


def named(binding: Binding) -> Iterator[Binding]:
    """Yield a binding; where it binds a table, the name as a thing of its own and each entry as a part."""
    target = binding.target
    ways = target.root.terms if target and isinstance(target.root, Choice) else (target,)
    tables = [each.root for each in ways if each and isinstance(each.root, Table) and not each.steps]
    if target is None or target.steps or not tables:
        yield binding
        return
    yield evolve(binding, target=None)
    others = tuple(each for each in ways if each and not (isinstance(each.root, Table) and not each.steps))
    if others:
        yield evolve(binding, target=Term(Choice(others)), conditional=True)
    for name, value in (entry for table in tables for entry in table.entries):
        yield from named(evolve(binding, target=value, part=binding.part + key(name), conditional=True))


def nested_blocks(statement: ast.stmt) -> Iterator[Sequence[ast.stmt]]:
    """Yield the blocks inside a statement that share its names; functions and classes have their own."""
    if not isinstance(statement, _HOLDING):
        return
    yield getattr(statement, "body", ())
    for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        yield part.body
    for name in ("orelse", "finalbody"):
        yield getattr(statement, name, ())


def instance_of(annotation: ast.expr | None) -> Term | None:
    """Read an annotation, of which a value is an instance; `X | None`, `Optional[X]` and texts are seen through."""
    match annotation:
        case ast.Constant(value=str(text)):
            try:
                return instance_of(ast.parse(text.strip(), mode="eval").body)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return None
        case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
            return instance_of(left)
        case ast.Subscript(value=ast.Name(id="Optional") | ast.Attribute(attr="Optional"), slice=inner):
            return instance_of(inner)
        case ast.Name(id=name) | ast.Attribute(attr=name) if name[:1].isupper():
            return term(annotation)
        case _:
            return None


def _annotated(statement: ast.AnnAssign, conditional: bool) -> Iterator[Binding]:
    if statement.value is not None:
        yield from assigned(statement.target, statement.value, conditional)
    elif isinstance(statement.target, ast.Name):
        yield Binding(statement.target.id, instance_of(statement.annotation), conditional=True, declared=True)


def _imported(statement: ast.Import | ast.ImportFrom, conditional: bool) -> Iterator[Binding]:
    for alias in statement.names:
        if isinstance(statement, ast.ImportFrom):
            if alias.name != "*":
                module = module_of(statement)
                target = f"{module}{alias.name}" if module.endswith(".") else f"{module}.{alias.name}"
                yield Binding(alias.asname or alias.name, module=target, conditional=conditional)
        else:
            local = alias.asname or alias.name.partition(".")[0]
            yield Binding(local, module=alias.name if alias.asname else local, conditional=conditional)


def module_of(node: ast.AST) -> str:
    """Return the module that a `from` import names, its leading dots included."""
    return "." * node.level + (node.module or "") if isinstance(node, ast.ImportFrom) else ""


def _part(target: ast.Attribute | ast.Subscript, value: ast.expr | None) -> Iterator[Binding]:
    """Yield `x.run = …` and `x["run"] = …`, one step deep, and `x.__dict__["run"] = …`, which is the former."""
    place, bound = term(target), term(value)
    if place is None or bound is None or not isinstance(place.root, str):
        return
    match place.steps:
        case [Attribute(name=name)]:
            yield from named(Binding(place.root, bound, conditional=True, part=f".{name}"))
        case [Item(key=str(written))]:
            yield from named(Binding(place.root, bound, conditional=True, part=key(written)))
        case [Attribute(name="__dict__"), Item(key=str(written))] if name := identifier(written):
            yield from named(Binding(place.root, bound, conditional=True, part=f".{name}"))
        case _:
            return


def set_by_text(node: ast.AST) -> Iterator[Binding]:
    """Yield what `globals()["run"] = …` binds in the module."""
    if not isinstance(node, ast.Assign):
        return
    for target in node.targets:
        match target:
            case ast.Subscript(value=ast.Call(func=ast.Name(id="globals")), slice=ast.Constant(value=str(name))):
                yield from assigned(ast.Name(name), node.value, True)
            case _:
                pass


def _unpacked(targets: Sequence[ast.expr], value: ast.expr | None) -> Sequence[ast.expr | Term | None]:
    """Return what each target of a pattern gets: an expression, an item of one, or nobody knows what."""
    starred = [at for at, each in enumerate(targets) if isinstance(each, ast.Starred)]
    if isinstance(value, ast.Tuple | ast.List):
        spare = len(value.elts) - len(targets)
        if (
            any(isinstance(each, ast.Starred) for each in value.elts)
            or spare < -len(starred)
            or (spare and not starred)
        ):
            return [None] * len(targets)
        if not starred:
            return value.elts
        at, behind = starred[0], starred[0] + spare + 1
        return [*value.elts[:at], ast.List(value.elts[at:behind]), *value.elts[behind:]]
    if starred:
        return [None] * len(targets)
    whole = term(value)
    if whole is None:
        return [None] * len(targets)
    return [evolve(whole, steps=(*whole.steps, Item(str(number)))) for number in range(len(targets))]


def iterated(target: ast.expr, values: ast.expr, conditional: bool) -> Iterator[Binding]:
    """Yield what a loop binds: each of a display in turn, or the entries of a table."""
    if turns := in_turn(values):
        for turn in turns:
            yield from assigned(target, turn, True)
    elif (each := _held(values)) is not None:
        match target:
            case ast.Name(id=name) if each[0] == "values":
                yield Binding(name, each[1], conditional=True)
            case ast.Tuple(elts=[key_target, ast.Name(id=name)]) if each[0] == "items":
                yield from assigned(key_target, None, True)
                yield Binding(name, each[1], conditional=True)
            case _:
                yield from assigned(target, None, conditional)
    else:
        yield from assigned(target, None, conditional)


def _held(values: ast.expr) -> tuple[str, Term] | None:
    """Read `table.values()` and `table.items()`: which, and any entry of the table."""
    match values:
        case ast.Call(func=ast.Attribute(value=table, attr="values" | "items" as how), args=[], keywords=[]):
            whole = term(table)
            return None if whole is None else (how, Term(whole.root, (*whole.steps, Item(None))))
        case _:
            return None


def _matched(statement: ast.Match) -> Iterator[Binding]:
    """Yield what the patterns of a statement capture: its whole subject, or parts of which nobody knows anything."""
    for case in statement.cases:
        whole = case.pattern.name if isinstance(case.pattern, ast.MatchAs) else None
        if whole is not None:
            yield from named(Binding(whole, term(statement.subject), conditional=True))
        yield from (Binding(name, conditional=True) for name in _captured(case.pattern) if name != whole)


def _captured(pattern: ast.pattern) -> Iterator[str]:
    for node in ast.walk(pattern):
        name = node.rest if isinstance(node, ast.MatchMapping) else getattr(node, "name", None)
        if isinstance(name, str):
            yield name
