"""An expression as far as its meaning can be read: a root, and the steps that lead on from it.

`conn.cursor().execute` is the root `conn` and three steps; `{"run": os.system}["run"]` a table and one step. What
cannot mean a function, a class or a module has no term. Terms are plain values, equal when they are written alike.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from attrs import frozen

from aseptic.source.display import held
from aseptic.source.literal import literal_key

_DEEPEST = 6
"""How deep displays, choices and arguments are looked into."""
_MOST_ENTRIES = 64
"""How many functions a table may hold before nobody looks for one of them."""
_MOST_STEPS = 2_000
_LONGEST_TEXT = 80
"""Characters of a text that can still be a name."""
_ARGUMENTS = 3
"""How many arguments of a call are kept: enough for `getattr`, and for `partial` of it."""
TAKING = frozenset("get pop setdefault __getitem__".split())
"""Methods that give what a table has under a key."""
TEXT_METHODS = frozenset({"casefold", "format", "join", "lower"})
"""Methods of texts that are followed."""
_TEXTS = (ast.Constant, ast.JoinedStr)
"""What no table is looked into for."""
_NAMING = "name"
"""The keyword by which functions that import take their first argument."""


@frozen
class Attribute:
    """`.name`."""

    name: str


@frozen
class Item:
    """`["key"]`, with a literal key as Python writes it, or a term that may mean one; without either any entry."""

    key: str | Term | None


@frozen
class Call:
    """`(…)`; arguments count where they may name a function, a module or an attribute."""

    arguments: tuple[Term | None, ...] = ()
    key: str = ""
    """The literal under which a table is asked for an entry, where it is no text, as Python writes it."""


@frozen
class Text:
    """A literal text."""

    text: str


@frozen
class Table:
    """A display of functions or modules by key, as Python writes it; without one stands another table, of which it
    holds the rest. What has a place has it counted from the end, too."""

    entries: tuple[tuple[str | None, Term], ...]


@frozen
class Choice:
    """One of several."""

    terms: tuple[Term, ...]


@frozen
class Joined:
    """Texts put together."""

    parts: tuple[Term, ...]


Step = Attribute | Item | Call
Root = str | Text | Table | Choice | Joined
"""A name, or what needs none."""


@frozen
class Term:
    """A root and the steps from it."""

    root: Root
    steps: tuple[Step, ...] = ()

    @property
    def names(self) -> Iterator[str]:
        """Every name that the meaning may depend on."""
        match self.root:
            case str(name):
                yield name
            case Table(entries=entries):
                for _, each in entries:
                    yield from each.names
            case Choice(terms=terms) | Joined(parts=terms):
                for each in terms:
                    yield from each.names
            case Text():
                pass
        for step in self.steps:
            if isinstance(step, Call):
                for argument in step.arguments:
                    if argument is not None:
                        yield from argument.names
            elif isinstance(step, Item) and isinstance(step.key, Term):
                yield from step.key.names


def term(node: ast.expr | None, depth: int = 0) -> Term | None:
    """Read an expression; None where it can mean nothing that is looked for."""
    steps: list[Step] = []
    while node is not None:
        match node:
            case ast.Attribute(value=inner, attr=name):
                steps.append(Attribute(name))
            case ast.Call(
                func=ast.Name(id="dict" | "OrderedDict" | "MappingProxyType")
                | ast.Attribute(attr="OrderedDict" | "MappingProxyType"),
                args=[] | [_],
                keywords=given,
            ) if given or node.args:
                break
            case ast.Call(
                func=ast.Lambda(body=inner, args=ast.arguments([], [], None, [], _, None)), args=[], keywords=[]
            ):
                pass
            case ast.Call(func=ast.Attribute(attr=name)) if name in TEXT_METHODS and (made := _text_of(node, depth)):
                return Term(made, tuple(reversed(steps)))
            case ast.Call(func=inner, args=arguments, keywords=keywords):
                # Of keywords it matters that there are any.
                given = [*arguments, None] if arguments and keywords else arguments or _named(keywords)
                steps.append(Call(_arguments(given, depth), _asked(node)) if given and depth < _DEEPEST else Call())
            case ast.Subscript(value=inner, slice=given) if (key := _key(given, depth)) is not None:
                steps.append(Item(key))
            case ast.Await(value=inner) | ast.NamedExpr(value=inner):
                pass
            case _:
                break
        node = inner
    if node is None or len(steps) > _MOST_STEPS:
        return None
    root = node.id if isinstance(node, ast.Name) else _root(node, depth)
    return None if root is None else Term(root, tuple(reversed(steps)))


def _key(given: ast.expr, depth: int) -> str | Term | None:
    """Read a key: a literal, or what may mean a text."""
    known = literal_key(given)
    if known is not None or not isinstance(given, ast.Name | ast.Attribute | ast.BinOp | ast.JoinedStr):
        return known
    key = term(given, depth + 1) if depth < _DEEPEST else None
    return repr(key.root.text) if key and isinstance(key.root, Text) and not key.steps else key


def _named(keywords: Sequence[ast.keyword]) -> Sequence[ast.expr]:
    return [each.value for each in keywords if each.arg == _NAMING]


def _arguments(nodes: Sequence[ast.expr | None], depth: int) -> tuple[Term | None, ...]:
    found = tuple([node and term(node, depth + 1) for node in nodes[:_ARGUMENTS]])
    return found if any(found) else ()


def _asked(call: ast.Call) -> str:
    """Return the literal key, other than a text, by which a method takes an entry of a table; nothing for any other."""
    match call:
        case ast.Call(func=ast.Attribute(attr=name), args=[given, *_]) if name in TAKING:
            key = literal_key(given) or ""
            return "" if key[:1] in "'\"" else key
        case _:
            return ""


def _root(node: ast.expr, depth: int) -> Root | None:
    if depth >= _DEEPEST:
        return None
    match node:
        case ast.Constant(value=str(text)):
            return Text(text) if len(text) <= _LONGEST_TEXT else None
        case ast.JoinedStr(values=parts):
            return _joined([each.value if isinstance(each, ast.FormattedValue) else each for each in parts], depth)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _joined((left, right), depth)
        case ast.BinOp(left=ast.Constant(value=str(pattern)), op=ast.Mod(), right=right):
            values = right.elts if isinstance(right, ast.Tuple) else [right]
            return _filled(pattern.split("%s"), values, depth) if pattern.count("%") == len(values) else None
        case ast.Subscript(value=value, slice=ast.Slice(lower=None, upper=None, step=step)) if _is_backwards(step):
            return Text(whole[::-1]) if (whole := _literal(value, depth)) else None
        case ast.IfExp(body=one, orelse=other):
            return _choice((one, other), depth)
        case ast.BoolOp(values=values):
            return _choice(values, depth)
        case ast.Dict() | ast.BinOp(op=ast.BitOr()) | ast.Call():
            table = _table(held(node), depth)
            return _made(node.func, table) if isinstance(node, ast.Call) else table
        case ast.Tuple(elts=values) | ast.List(elts=values):
            if any(isinstance(each, ast.Starred) for each in values):
                return None
            return _row(values, depth)
        case _:
            return None


def _made(function: ast.expr, table: Table | None) -> Choice | None:
    """Return what `dict(…)` gives: a thing of a library's, with the entries that it was handed."""
    made = term(ast.Call(function, [], []))
    ways = [*([made] if made else []), *([Term(table)] if table else [])]
    return Choice(tuple(ways)) if ways else None


def _row(values: Sequence[ast.expr], depth: int) -> Table | None:
    """Read a display without keys, whose places count from either end."""
    table = _table([(str(place), each) for place, each in enumerate(values) if not isinstance(each, _TEXTS)], depth)
    if table is None:
        return None
    back = [(str(int(place or 0) - len(values)), each) for place, each in table.entries]
    return Table((*table.entries, *back))


def _table(pairs: Sequence[tuple[str | None, ast.expr]], depth: int) -> Table | None:
    functions = [(key, value) for key, value in pairs if not isinstance(value, _TEXTS)]
    if not 0 < len(functions) <= _MOST_ENTRIES:
        return None
    entries = [(key, found) for key, value in functions if (found := term(value, depth + 1)) is not None]
    return Table(tuple(entries)) if entries else None


def _choice(nodes: Sequence[ast.expr], depth: int) -> Choice | None:
    found = tuple(each for node in nodes if (each := term(node, depth + 1)) is not None)
    return Choice(found) if found else None


def _is_backwards(step: ast.expr | None) -> bool:
    return isinstance(step, ast.UnaryOp) and isinstance(step.op, ast.USub) and ast.unparse(step.operand) == "1"


def _literal(node: ast.expr, depth: int) -> str:
    """Return a literal text, however it is put together; nothing for anything else."""
    found = term(node, depth + 1)
    return found.root.text if found and isinstance(found.root, Text) and not found.steps else ""


def _text_of(node: ast.Call, depth: int) -> Text | Joined | None:
    """Read what a method of a literal text makes: `"{}{}".format(a, b)`, `"".join((a, b))`, `"SYSTEM".lower()`."""
    match node:
        case ast.Call(keywords=[_, *_]):
            return None
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(pattern)), attr="format"), args=values):
            return _filled(pattern.split("{}"), values, depth) if pattern.count("{") == len(values) else None
        case ast.Call(
            func=ast.Attribute(value=ast.Constant(value=str(between)), attr="join"),
            args=[ast.Tuple(elts=values) | ast.List(elts=values)],
        ):
            return _filled(["", *[between] * (len(values) - 1), ""], values, depth) if values else None
        case ast.Call(func=ast.Attribute(value=value, attr="lower" | "casefold"), args=[]):
            return Text(whole.lower()) if (whole := _literal(value, depth)) else None
        case _:
            return None


def _filled(between: Sequence[str], values: Sequence[ast.expr], depth: int) -> Text | Joined | None:
    """Read a text that holds values, given with what stands before, between and after them."""
    if len(between) != len(values) + 1:
        return None
    pairs = zip([*values, ast.Constant("")], between, strict=True)
    return _joined([each for value, text in pairs for each in (ast.Constant(text), value)], depth)


def _joined(nodes: Sequence[ast.expr], depth: int) -> Text | Joined | None:
    parts = [term(node, depth + 1) for node in nodes if getattr(node, "value", None) != ""]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    texts = [part.root.text for part in known if isinstance(part.root, Text) and not part.steps]
    if len(texts) == len(known):
        whole = "".join(texts)
        return Text(whole) if len(whole) <= _LONGEST_TEXT else None
    return Joined(tuple(known))
