"""How code uses names: what a node calls, compares, assigns to, derives from or demands, and with which arguments."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping

from attrs import frozen

from aseptic.checks.detector import Subject
from aseptic.checks.elements import home, surely_spread
from aseptic.source.dotted import dotted
from aseptic.source.scopes import Scope
from aseptic.standard.detect import Used

Arguments = Callable[[str], ast.expr | None]
"""What a use is given, by the name of an argument."""
Use = tuple[Used, ast.expr, ast.AST]
"""How something is used, what, and the node that holds the arguments."""
USING: Mapping[Used, tuple[type[ast.AST], ...]] = {
    Used.CALL: (ast.Call,),
    Used.DISCARDED: (ast.Call,),
    Used.DECIDING: (ast.Call,),
    Used.REFERENCE: (ast.Name, ast.Attribute),
    Used.ITEM: (ast.Subscript,),
    Used.COMPARED: (ast.Compare,),
    Used.DEMANDED: (ast.If,),
    Used.ANSWER: (ast.Return,),
    Used.ASSIGNED: (ast.Assign,),
    Used.DECORATOR: (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
    Used.BASE: (ast.ClassDef,),
    Used.IMPORT: (ast.Import, ast.ImportFrom),
}
"""The kinds of node in which each use is found."""
_ENDING = frozenset(("builtins.exit", "builtins.quit", "sys.exit", "os._exit", "os.abort"))


@frozen
class Endings:
    """The last parts of the names that begin with a dot, so that all other expressions cost one look."""

    lasts: frozenset[str]

    def meant(self, node: ast.expr, scope: Scope) -> Iterator[str]:
        """Yield what an expression stands for, and the names of anything that it ends in, as written and as meant."""
        meanings = scope.meanings(node)
        yield from meanings
        if isinstance(node, ast.Attribute) and node.attr in self.lasts:
            yield from dict.fromkeys((*_endings(node), *(tail for name in meanings for tail in _tails(name))))


def _tails(name: str) -> Iterator[str]:
    """Yield how a dotted name ends: `.docker.containers.run`, `.containers.run`, `.run`."""
    while name:
        yield f".{name}"
        name = name.partition(".")[2]


def _endings(node: ast.expr) -> Iterator[str]:
    """Yield how a chain of attributes ends, from the shortest: `.run`, `.containers.run`."""
    ending = ""
    while isinstance(node, ast.Attribute):
        ending = f".{node.attr}{ending}"
        yield ending
        node = node.value
        if isinstance(node, ast.Call):
            node, ending = node.func, f"(){ending}"
    if isinstance(node, ast.Name):
        yield f".{node.id}{ending}"


def uses(node: ast.AST, scope: Scope, subject: Subject) -> Iterator[Use]:
    """Yield what a node uses, and how; imports and bases are names already and no expressions."""
    match node:
        case ast.Call(func=function):
            yield Used.CALL, function, node
            if _is_discarded(node, subject):
                yield Used.DISCARDED, function, node
            if not _picks(node, subject):
                yield Used.DECIDING, function, node
        case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()):
            yield Used.REFERENCE, node, node
        case ast.Subscript(value=held, ctx=ast.Load()):
            yield Used.ITEM, called(held), node
        case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
            yield Used.COMPARED, called(left), right
            yield Used.COMPARED, called(right), left
        case ast.If(test=test, body=body) if _ends(body, scope):
            yield from _demanded(test)
        case ast.Return():
            decorators: list[ast.expr] = getattr(home(node, subject), "decorator_list", [])
            yield from ((Used.ANSWER, called(each), each) for each in decorators)
        case ast.Assign(targets=targets, value=value):
            yield from ((Used.ASSIGNED, each, value) for each in targets)
        case ast.FunctionDef(decorator_list=decorators) | ast.AsyncFunctionDef(decorator_list=decorators):
            yield from ((Used.DECORATOR, called(each), each) for each in decorators)
        case ast.ClassDef(bases=bases, decorator_list=decorators):
            yield from ((Used.BASE, each, each) for each in bases)
            yield from ((Used.DECORATOR, called(each), each) for each in decorators)
        case _:
            return


def imports(node: ast.AST) -> Iterator[str]:
    """Yield the modules that a statement imports, with the packages that hold them, and the names from them."""
    match node:
        case ast.Import(names=aliases):
            yield from (name for each in aliases for name in prefixes(each.name))
        case ast.ImportFrom(module=str(module), names=aliases, level=0):
            yield from prefixes(module)
            yield from (f"{module}.{each.name}" for each in aliases)
        case _:
            return


def arguments(used: Used, node: ast.AST, holder: ast.AST, subject: Subject) -> Arguments | None:
    """Return what a use is given; None where it is given nothing, so that no condition can hold."""
    call = holder if isinstance(holder, ast.Call) else None
    match used, node:
        case (Used.ITEM, ast.Subscript(slice=given)):
            return lambda name: given if name == "0" else None
        case (Used.COMPARED | Used.ASSIGNED | Used.DEMANDED, _) if isinstance(holder, ast.expr):
            return lambda name: holder if name == "0" else None
        case (Used.DECORATOR, _) if call is None:
            return lambda _: None  # `@retry` is given nothing, and not anything
        case (Used.ANSWER, ast.Return(value=given)):
            return lambda name: given if name == "0" else call and argument(call, name, subject)
        case _:
            return None if call is None else lambda name: argument(call, name, subject)


def argument(call: ast.Call, name: str, subject: Subject | None = None) -> ast.expr | None:
    """Return an argument by its keyword (`mode`), its position (`1`) or both (`mode/1`); None where it is not given.

    `self` is what a method is called on, `*` the list of what has a position, and `**` what is spread. Given the
    subject, it may stand in a dictionary that is spread, too.
    """
    if name == "*":
        return ast.List(call.args)
    if name == "self":
        return call.func.value if isinstance(call.func, ast.Attribute) else None
    for part in name.split("/"):
        if part.isdigit():
            position = int(part)
            before = call.args[: position + 1]
            if position < len(call.args) and not any(isinstance(each, ast.Starred) for each in before):
                return call.args[position]
        for keyword in call.keywords:
            if (keyword.arg or "**") == part:
                return keyword.value
    return None if subject is None else _spread(call, name.split("/"), subject)


def _spread(call: ast.Call, names: list[str], subject: Subject) -> ast.expr | None:
    """Return an argument by one of its names from the dictionaries that are spread."""
    held = [surely_spread(each.value, subject) for each in call.keywords if each.arg is None]
    return next((each[name] for each in held for name in names if name in each), None)


def called(node: ast.expr) -> ast.expr:
    """Return the function of a call, and anything else as it is."""
    return node.func if isinstance(node, ast.Call) else node


def _is_discarded(node: ast.AST, subject: Subject) -> bool:
    parents = subject.parsed.parents
    outer = parents.get(node)
    statement = parents.get(outer) if isinstance(outer, ast.Await) else outer
    return isinstance(statement, ast.Expr) and not _raises(parents.get(statement), statement)


def _raises(holder: ast.AST | None, statement: ast.stmt) -> bool:
    """Whether a test says that a statement raises, so that there is no answer: it ends a block of `pytest.raises`."""
    if not isinstance(holder, ast.With | ast.AsyncWith) or holder.body[-1] is not statement:
        return False
    managers = (called(item.context_expr) for item in holder.items)
    names = ((dotted(each) or "").rpartition(".")[2] for each in managers)
    return any(name in ("raises", "assertRaises", "assertRaisesRegex") for name in names)


def _picks(call: ast.Call, subject: Subject) -> bool:
    """Whether a call only tells if a name is to stand for nothing: `if not getattr(user, …): user = None`."""
    denied = subject.parsed.parents.get(call)
    match subject.parsed.parents.get(denied) if isinstance(denied, ast.UnaryOp) else None:
        case ast.If(test=test, body=[ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant())], orelse=[]):
            return test is denied and bool(call.args) and isinstance(call.args[0], ast.Name) and call.args[0].id == name
        case _:
            return False


def prefixes(name: str) -> Iterator[str]:
    """Yield a module's name and those of the packages that hold it."""
    while name:
        yield name
        name = name.rpartition(".")[0]


def _ends(body: list[ast.stmt], scope: Scope) -> bool:
    """Whether a block ends the program or raises."""
    last = body[-1]
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        return not _ENDING.isdisjoint(scope.meanings(last.value.func))
    return isinstance(last, ast.Raise)


def _demanded(test: ast.expr) -> Iterator[Use]:
    """Yield what has to have which value, where the program ends if this holds: `f() != 0`, `not f()`, `f()`."""
    match test:
        case ast.Compare(left=left, ops=[ast.NotEq()], comparators=[right]):
            yield Used.DEMANDED, called(left), right
        case ast.UnaryOp(op=ast.Not(), operand=ast.Compare(left=left, ops=[ast.Eq()], comparators=[right])):
            yield Used.DEMANDED, called(left), right
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=function)):
            yield Used.DEMANDED, function, ast.Constant(True)
        case ast.Call(func=function):
            yield Used.DEMANDED, function, ast.Constant(0)
        case _:
            return
