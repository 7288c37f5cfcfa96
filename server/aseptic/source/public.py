"""What a module says in `__all__` of the names that `import *` brings; else it brings all without an underscore."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from aseptic.source.binding import nested_blocks

ALL = "__all__"


@frozen
class Listing:
    """What one statement says of the list."""

    names: tuple[str, ...] = ()
    """The names that it surely puts there."""
    anew: bool = False
    """Nothing that was there before counts any more."""
    whole: bool = False
    """It puts no others there, as far as is known."""


@frozen
class Public:
    """Which names `import *` brings of those that a module has."""

    listed: frozenset[str] = frozenset()
    whole: bool = False
    """Those that are listed, and no others."""

    @classmethod
    def of(cls, listings: Iterable[Listing]) -> Public:
        """Take what statements say, in order."""
        listed, whole = set[str](), False
        for each in listings:
            listed = {*(() if each.anew else listed), *each.names}
            whole = (whole or each.anew) and each.whole
        return cls(frozenset(listed), whole)

    def among(self, names: Iterable[str]) -> set[str]:
        """Return what it brings of these names, and all that is listed."""
        return {*self.listed, *(() if self.whole else (name for name in names if not name.startswith("_")))}

    def holds(self, name: str) -> bool:
        """Say whether it brings a name, if the module has it."""
        return name in self.listed or not (self.whole or name.startswith("_"))


def listings(statements: Sequence[ast.stmt], conditional: bool = False) -> Iterator[Listing]:
    """Yield what statements, and the blocks inside them, say of the list."""
    for statement in statements:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                continue
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == ALL:
                yield _listing(value, anew=not conditional)
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if name == ALL:
                yield _listing(value, anew=not conditional)
            case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=value) if name == ALL:
                yield _listing(value)
            case ast.Expr(ast.Call(ast.Attribute(ast.Name(id=name), how), arguments)) if name == ALL:
                yield _added(how, arguments)
            case _:
                inner = [block for block in nested_blocks(statement) if block]
                for block in inner:
                    yield from listings(block, conditional=True)
                if not inner and any(_binds(each) for each in ast.walk(statement)):
                    yield Listing()


def _listing(value: ast.expr | None, anew: bool = False) -> Listing:
    match value:
        case ast.List(elts=every) | ast.Tuple(elts=every):
            texts = [each.value for each in every if isinstance(each, ast.Constant)]
            names = tuple([each for each in texts if isinstance(each, str)])
            return Listing(names, anew, len(names) == len(every))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            one, other = _listing(left), _listing(right)
            return Listing(one.names + other.names, anew, one.whole and other.whole)
        case _:
            return Listing(anew=anew)


def _added(how: str, arguments: Sequence[ast.expr]) -> Listing:
    match how, arguments:
        case "append", [each]:
            return _listing(ast.List([each]))
        case "extend", [each]:
            return _listing(each)
        case _:
            return Listing()


def _binds(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name, ctx=context):
            return name == ALL and not isinstance(context, ast.Load)
        case ast.alias(name=name, asname=other):
            return (other or name) == ALL
        case _:
            return False
