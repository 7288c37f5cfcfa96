"""What a module says in `__all__` of the names that `import *` brings; else it brings all without an underscore."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from aseptic.source.binding import nested_blocks
from aseptic.source.dotted import dotted

ALL = "__all__"


@frozen
class Listing:
    """What one statement says of the list."""

    names: tuple[str, ...] = ()
    """The names that it surely puts there."""
    anew: bool = False
    """Nothing that was there before counts any more."""
    whole: bool = False
    """It puts no others there, as far as is known, but those of modules."""
    modules: tuple[str, ...] = ()
    """The modules, as they are written, whose lists it puts there."""


@frozen
class Public:
    """Which names `import *` brings of those that a module has."""

    listed: frozenset[str] = frozenset()
    whole: bool = False
    """Those that are listed, there or by the modules, and no others."""
    modules: tuple[str, ...] = ()
    """The modules, as they are written, whose lists are part of this one; until these are known it may hold any."""

    @classmethod
    def of(cls, listings: Iterable[Listing]) -> Public:
        """Take what statements say, in order."""
        listed, whole, modules = set[str](), False, dict[str, None]()
        for each in listings:
            listed = {*(() if each.anew else listed), *each.names}
            modules = dict.fromkeys((*(() if each.anew else modules), *each.modules))
            whole = (whole or each.anew) and each.whole
        return cls(frozenset(listed), whole, tuple(modules))

    def among(self, names: Iterable[str]) -> frozenset[str]:
        """Return what it brings of these names, and all that is listed."""
        return self.listed.union(name for name in names if self.holds(name))

    def holds(self, name: str) -> bool:
        """Say whether it brings a name, if the module has it."""
        return name in self.listed or not ((self.whole and not self.modules) or name.startswith("_"))


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
            spread = [_listing(each.value) for each in every if isinstance(each, ast.Starred)]
            known = len(names) + len(spread) == len(every)
            return _together([Listing(names, whole=known), *spread], anew)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _together([_listing(left), _listing(right)], anew)
        case ast.Attribute(value=module, attr=name) if name == ALL and (written := dotted(module)):
            return Listing((), anew, True, (written,))
        case _:
            return Listing(anew=anew)


def _together(every: Sequence[Listing], anew: bool) -> Listing:
    names = tuple([name for each in every for name in each.names])
    modules = tuple([module for each in every for module in each.modules])
    return Listing(names, anew, all(each.whole for each in every), modules)


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
