"""What one chunk binds, read from its tree: imports, aliases, and names that it takes for its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from attrs import field, frozen

from aseptic.source.chunk import Chunk, Kind
from aseptic.source.dotted import dotted
from aseptic.source.parse import Broken, Parsed

_IMPORT_LINE = re.compile(r"^[ \t]*((?:import|from)[ \t][^\r\n]+)", re.MULTILINE)
_DEFINITION = re.compile(r"(?:[#@][^\r\n]*[\r\n]+)*(?:async[ \t]+def|def|class)[ \t]+(\w+)")


@frozen
class Binding:
    """A name bound by a statement. `target` is what it stands for, None where it is the module's own thing."""

    name: str
    target: str | None = None
    imported: bool = False
    """The target is absolute, not itself made of names of this module."""
    conditional: bool = False
    """It may not happen (a branch, a handler), so that earlier bindings stay possible."""


@frozen
class Contribution:
    """All that a chunk adds to its module's names."""

    names: tuple[Binding, ...] = field(default=())
    stars: tuple[str, ...] = field(default=())
    imports: tuple[str, ...] = field(default=())
    """Every module imported anywhere in the chunk, as bandit writes it."""
    aliases: tuple[tuple[str, str], ...] = field(default=())
    """Every name bound by an import anywhere in the chunk, in order, as bandit reads it."""

    @property
    def touched(self) -> set[str]:
        """The names whose meaning this contribution has a say in."""
        return {binding.name for binding in self.names} | {name for name, _ in self.aliases}


NOTHING = Contribution()


def plain(chunk: Chunk) -> Contribution | None:
    """Read what a definition without imports binds, without parsing it; None where only a tree can tell."""
    if "import" in chunk.text:
        return None
    if chunk.kind is Kind.MEMBER:
        return NOTHING
    match = _DEFINITION.match(chunk.text)
    return Contribution((Binding(match[1]),)) if match else None


def contribution(chunk: Chunk, parsed: Parsed | Broken) -> Contribution:
    """Read what a chunk binds. Of one that does not parse, the lines that are whole imports still count."""
    if isinstance(parsed, Broken):
        statements = list(_whole_imports(chunk.text)) if "import" in chunk.text else []
        roots: Sequence[ast.stmt] = statements if chunk.kind is not Kind.MEMBER else []
    else:
        statements = _imports(parsed.tree) if "import" in chunk.text else []
        roots = () if chunk.kind is Kind.MEMBER else parsed.roots
    names = tuple(_bound(roots, conditional=False))
    if not (names or statements):
        return NOTHING
    return Contribution(
        names,
        tuple(_module(node) for root in roots for node in ast.walk(root) if _is_star(node)),
        tuple(module for node in statements for module in _imported_modules(node)),
        tuple(alias for node in statements for alias in _bandit_aliases(node)),
    )


def bind(statement: ast.stmt, conditional: bool) -> Iterator[Binding]:
    """Yield what one statement binds by itself, without the statements inside it."""
    match statement:
        case ast.Import() | ast.ImportFrom():
            yield from _imported(statement, conditional)
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _assigned(target, value, conditional)
        case ast.AnnAssign(target=target, value=value) if value is not None:
            yield from _assigned(target, value, conditional)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield Binding(statement.name, None, False, conditional)
        case ast.For(target=target) | ast.AsyncFor(target=target):
            yield from _assigned(target, None, conditional)
        case ast.With(items=items) | ast.AsyncWith(items=items):
            for item in items:
                if item.optional_vars is not None:
                    yield from _assigned(item.optional_vars, item.context_expr, conditional)
        case _:
            return


def _imported(statement: ast.Import | ast.ImportFrom, conditional: bool) -> Iterator[Binding]:
    for alias in statement.names:
        if isinstance(statement, ast.ImportFrom):
            if alias.name != "*":
                target = f"{_module(statement)}.{alias.name}"
                yield Binding(alias.asname or alias.name, target, True, conditional)
        else:
            local = alias.asname or alias.name.partition(".")[0]
            yield Binding(local, alias.name if alias.asname else local, True, conditional)


def _assigned(target: ast.expr, value: ast.expr | None, conditional: bool) -> Iterator[Binding]:
    if isinstance(target, ast.Name):
        yield Binding(target.id, dotted(value) if value is not None else None, False, conditional)
    elif isinstance(target, ast.Tuple | ast.List):
        for part in target.elts:
            yield from _assigned(part, None, conditional)
    elif isinstance(target, ast.Starred):
        yield from _assigned(target.value, None, conditional)


def _bound(statements: Sequence[ast.stmt], conditional: bool) -> Iterator[Binding]:
    for statement in statements:
        yield from bind(statement, conditional)
        for block in nested_blocks(statement):
            yield from _bound(block, conditional=not isinstance(statement, ast.With | ast.AsyncWith))


def nested_blocks(statement: ast.stmt) -> Iterator[Sequence[ast.stmt]]:
    """Yield the blocks inside a statement that share its names; functions and classes have their own."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return
    for name in ("body", "orelse", "finalbody"):
        yield getattr(statement, name, ())
    for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        yield part.body


def _imports(tree: ast.AST) -> list[ast.stmt]:
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def _whole_imports(text: str) -> Iterator[ast.stmt]:
    for match in _IMPORT_LINE.finditer(text):
        try:
            yield from ast.parse(match[1]).body
        except (SyntaxError, ValueError):
            continue


def _module(node: ast.AST) -> str:
    return "." * node.level + (node.module or "") if isinstance(node, ast.ImportFrom) else ""


def _is_star(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and node.names[0].name == "*"


def _imported_modules(node: ast.stmt) -> Iterator[str]:
    prefix = f"{node.module}." if isinstance(node, ast.ImportFrom) and node.module else ""
    return (prefix + alias.name for alias in getattr(node, "names", ()))


def _bandit_aliases(node: ast.stmt) -> Iterator[tuple[str, str]]:
    """Bandit enters every name of `from m import n`, but of `import m` only one with `as`."""
    module = node.module if isinstance(node, ast.ImportFrom) else None
    for alias in getattr(node, "names", ()):
        if module:
            yield alias.asname or alias.name, f"{module}.{alias.name}"
        elif alias.asname:
            yield alias.asname, alias.name
