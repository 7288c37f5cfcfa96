"""What holds of code before and after a replacement, told by the language's own parser and tables of names alone."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from attrs import frozen

from aseptic.source.document import Document
from aseptic.source.span import Edit

_KNOWN = frozenset(dir(builtins)) | {
    "__file__", "__name__", "__doc__", "__path__", "__spec__", "__package__", "__builtins__", "__loader__",
    "__module__", "__qualname__", "__annotations__", "__class__",
}  # fmt: skip


@frozen(eq=False)
class Code:
    """A text with its tree, and its letters counted."""

    text: str
    tree: ast.Module
    lines: Sequence[str]
    starts: Sequence[int]

    @staticmethod
    def of(text: str) -> Code:
        lines = Document.of(text).lines
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line))
        return Code(text, parsed(text), lines, starts)

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return where a node begins and ends, in letters of the text."""
        return self._at(node, ""), self._at(node, "end_")

    def _at(self, node: ast.AST, which: str) -> int:
        line, column = getattr(node, f"{which}lineno") - 1, getattr(node, f"{which}col_offset")
        mark = 0 if line or not self.text.startswith("\ufeff") else 1  # the parser does not count it
        return self.starts[line] + mark + len(self.lines[line][mark:].encode()[:column].decode())


def bare(text: str) -> str:
    """Return a text without its byte order mark, which is no part of what it says."""
    return text.removeprefix("\ufeff")


@lru_cache(8)
def parsed(text: str) -> ast.Module:
    """Return what a text says."""
    return ast.parse(bare(text))


def compiles(text: str) -> None:
    """Hold that a text is Python in its scopes and its imports of the future, too."""
    compile(bare(text), "text", "exec", dont_inherit=True)


def hold_all(text: str, after: str, edits: Sequence[Edit]) -> None:
    """Hold a text and what edits make of it to all that stands here."""
    compiles(after)
    assert after.startswith("\ufeff") == text.startswith("\ufeff"), "the byte order mark came or went"
    keeps_the_rest(text, after, edits)
    imports_stand(text, after)


def cuts(code: Code, edits: Sequence[Edit]) -> list[tuple[int, int, str]]:
    """Return edits in letters of the text."""
    return sorted(
        (
            code.starts[each.span.start.line] + each.span.start.column,
            code.starts[each.span.end.line] + each.span.end.column,
            each.text,
        )
        for each in edits
    )


def keeps_the_rest(text: str, after: str, edits: Sequence[Edit]) -> None:
    """Hold that every statement, call and name which no edit touches stands where it stood, and in what it stood."""
    before, then = Code.of(text), Code.of(after)
    made = cuts(before, edits)
    there = {(*then.span(node), type(node)): (_said(node), path) for node, path in _nodes(then.tree)}
    for node, path in _nodes(before.tree):
        start, end = before.span(node)
        start = min([start, *(before.span(each)[0] - 1 for each in getattr(node, "decorator_list", []))])
        if not any(at <= end and start <= to for at, to, _ in made):
            moved = sum(len(new) - (to - at) for at, to, new in made if to <= start)
            start = before.span(node)[0]
            found = there.get((start + moved, end + moved, type(node)))
            assert found is not None, f"{text[start:end]!r} stands elsewhere"
            assert found[0] == _said(node), f"{text[start:end]!r} means something else"
            assert found[1] == path, f"{text[start:end]!r} stands in another block"


def _said(node: ast.AST) -> object:
    """Return what a node says of itself; its parts are looked at for themselves."""
    match node:
        case ast.Name(id=name, ctx=context):
            return name, type(context)
        case ast.Constant(value=value):
            return repr(value)
        case _:
            return ""


def _nodes(tree: ast.AST, path: tuple[str, ...] = ()) -> Iterator[tuple[ast.AST, tuple[str, ...]]]:
    """Yield nodes with the kinds of block that they stand in; none within a formatted text, which has odd places."""
    for name, value in ast.iter_fields(tree):
        for each in value if isinstance(value, list) else [value]:
            if not isinstance(each, ast.AST) or isinstance(each, ast.JoinedStr):
                continue
            if isinstance(each, ast.stmt | ast.Call | ast.Name | ast.Constant):
                yield each, path
            block = isinstance(each, ast.stmt) and hasattr(each, "body")  # a value that gets a name stays in its block
            inner = (*path, f"{type(each).__name__}") if block else path
            yield from _nodes(each, (*inner, name) if isinstance(each, ast.stmt) else inner)


def unbound(text: str) -> Counter[str]:
    """Return the names that are read and that neither the module nor Python binds."""
    top = symtable.symtable(bare(text), "text", "exec")
    bound = {each.get_name() for table in _tables(top) for each in table.get_symbols() if _binds(table, each)}
    return Counter(
        each.get_name()
        for table in _tables(top)
        for each in table.get_symbols()
        if each.is_referenced()
        and (each.is_global() or table is top)
        and each.get_name() not in bound
        and each.get_name() not in _KNOWN
    )


def _binds(table: symtable.SymbolTable, symbol: symtable.Symbol) -> bool:
    made = symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
    return made and (table.get_type() == "module" or symbol.is_declared_global())


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for each in table.get_children():
        yield from _tables(each)


Brought = Counter[tuple[str, str, str]]


def brought(tree: ast.Module) -> Brought:
    """Return what is imported at the module's own level: module, name, and the name that it gets."""
    found: Brought = Counter()
    for each in tree.body:
        for alias in each.names if isinstance(each, ast.Import | ast.ImportFrom) else ():
            module = f"{'.' * each.level}{each.module or ''}" if isinstance(each, ast.ImportFrom) else ""
            found[module, alias.name, alias.asname or ""] += 1
    return found


def imports_stand(text: str, after: str) -> None:
    """Hold that an import came at the module's own level, once, behind what heads the file and before its use."""
    before, then = parsed(text), parsed(after)
    assert ast.get_docstring(before, clean=False) == ast.get_docstring(then, clean=False), "no docstring any more"
    fresh = brought(then) - brought(before)
    assert all(brought(then)[each] == 1 for each in fresh), "an import stands twice"
    assert _within(then) <= _within(before) or not fresh, "an import came in a block"
    for module, name, alias in fresh:
        own = alias or (name if module else name.partition(".")[0])
        others = [each for each in _bindings(then) if each[0] == own]
        told = {meaning for _, meaning in others}
        assert len(told) == 1, f"{own} stands for several things: {sorted(told)}"
    lost = brought(before) - brought(then)
    assert not unbound(after) - unbound(text), f"nothing binds {set(unbound(after) - unbound(text))}; gone: {set(lost)}"
    _shadowed(text, after)


def _within(tree: ast.Module) -> int:
    all_of = sum(isinstance(each, ast.Import | ast.ImportFrom) for each in ast.walk(tree))
    return all_of - sum(isinstance(each, ast.Import | ast.ImportFrom) for each in tree.body)


def _bindings(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield each name that the module's level binds, with what it stands for; functions' own names are theirs."""
    pending: list[ast.AST] = list(tree.body)
    while pending:
        node = pending.pop()
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, f"the module's own {name}"
                continue
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                continue
            case ast.Import(names=names):
                for alias in names:
                    yield (
                        alias.asname or alias.name.partition(".")[0],
                        alias.name if alias.asname else alias.name.partition(".")[0],
                    )
            case ast.ImportFrom(module=module, names=names, level=level):
                for alias in names:
                    yield alias.asname or alias.name, f"{'.' * level}{module or ''}.{alias.name}"
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name, f"a value of {name}"
            case _:
                pass
        pending.extend(ast.iter_child_nodes(node))


def _shadowed(text: str, after: str) -> None:
    """Hold that a name which an import was added for is nobody's own where the new code reads it."""
    fresh = brought(parsed(after)) - brought(parsed(text))
    for name in {alias or (name if module else name.partition(".")[0]) for module, name, alias in fresh}:
        was = _local_reads(text, name)
        now = _local_reads(after, name)
        assert not now - was, f"{name} is a name of its own in {set(now - was)}"


def _local_reads(text: str, name: str) -> Counter[str]:
    """Count by scope the places that read a name which is not the module's there."""
    tree = parsed(text)
    found: Counter[str] = Counter()
    tables = {
        (each.get_name(), each.get_lineno()): each for each in _tables(symtable.symtable(bare(text), "text", "exec"))
    }

    def look(node: ast.AST, table: symtable.SymbolTable) -> None:
        for each in ast.iter_child_nodes(node):
            inner = table
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                inner = tables.get((each.name, each.lineno), table)
            elif isinstance(each, ast.Lambda):
                inner = tables.get(("lambda", each.lineno), table)
            if isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Load):
                here = table.lookup(name) if name in table.get_identifiers() else None
                if here is not None and table.get_type() != "module" and not here.is_global():
                    found[table.get_name()] += 1
            look(each, inner)

    look(tree, tables["top", 0])
    return found
