"""Values that are pasted into SQL, bound to marks in it instead."""

from __future__ import annotations

import ast
import keyword
import re

from aseptic.replacements.arguments import arguments_of
from aseptic.replacements.built_text import Built, built_text
from aseptic.replacements.replacement import Replacement, Rewrite
from aseptic.replacements.site import Site
from aseptic.replacements.sql import bindable
from aseptic.source.span import Edit, Span

_QUESTION = frozenset({"sqlite3", "aiosqlite", "pyodbc", "duckdb"})
_PERCENT = frozenset({"psycopg", "psycopg2", "MySQLdb", "pymysql", "mysql", "aiomysql", "pymssql", "django", "trytond"})
_OTHERS = frozenset({"sqlalchemy", "asyncpg", "oracledb", "cx_Oracle"})
"""Libraries whose `execute` takes its parameters in another way."""
_TEXTS = frozenset({"sqlalchemy.text", "sqlalchemy.sql.text", "sqlalchemy.sql.expression.text"})
_BOUND_NAME = re.compile(r"(?<![:\\\w]):\w")


def bound_by(mark: str) -> Rewrite:
    """Make the rewrite that binds by a mark, where the module's driver takes it or none is known."""
    takes, others = (_QUESTION, _PERCENT) if mark == "?" else (_PERCENT, _QUESTION)
    drivers = "sqlite3, ODBC" if mark == "?" else "psycopg, MySQL, Django"

    def rewrite(site: Site) -> Replacement | None:
        query = _query(site)
        call = _run(site.parsed.parents.get(query), query) if query else None
        used = _libraries(site)
        if query is None or call is None or used & _OTHERS or (used & others and not used & takes):
            return None
        built, layout = built_text(site, query), arguments_of(site, call)
        bound = bindable(built) if built else None
        if layout is None or bound is None or (mark == "?" and "?" in bound.written(lambda _: "")):
            return None
        given = ", ".join(each.text for each in bound.fields) + ("," if len(bound.fields) == 1 else "")
        text = bound.written(lambda _: mark, str if mark == "?" else _doubled)
        edits = (Edit(site.parsed.span(query), text), *layout.added(f"({given})"))
        return Replacement(f"Bind the values with {mark} ({drivers})", edits)

    return rewrite


def bound_by_name(site: Site) -> Replacement | None:
    """Name the values in the text of SQLAlchemy's `text` and bind them behind it."""
    query = site.call.args[0] if site.call and site.call.args else _query(site)
    call = site.parsed.parents.get(query) if query else None
    if query is None or not isinstance(call, ast.Call) or len(call.args) + len(call.keywords) != 1:
        return None
    built = built_text(site, query) if site.meaning(call.func) in _TEXTS else None
    bound = bindable(built) if built else None
    if bound is None or _BOUND_NAME.search(bound.written(lambda _: "")):
        return None
    names = _names(bound)
    given = ", ".join(f"{name}={each.text}" for name, each in zip(names, bound.fields, strict=True))
    end = site.parsed.span(call).end
    text = bound.written(lambda place: f":{names[place]}")
    edits = (Edit(site.parsed.span(query), text), Edit(Span(end, end), f".bindparams({given})"))
    return Replacement("Bind the values by name: text(…).bindparams(…)", edits)


def _query(site: Site) -> ast.expr | None:
    """Return the whole text that the found piece of SQL is part of."""
    node: ast.AST = site.node
    while _goes_on(node, outer := site.parsed.parents.get(node)):
        node = outer or node
    return node if isinstance(node, ast.expr) else None


def _goes_on(node: ast.AST, outer: ast.AST | None) -> bool:
    """Whether what holds a piece makes a longer text of it: by `+`, by `%`, by `.format(…)`."""
    match outer:
        case ast.BinOp():
            return True
        case ast.Attribute(attr=name):
            return name == "format"
        case ast.Call(func=function):
            return function is node
        case _:
            return False


def _run(call: ast.AST | None, query: ast.expr) -> ast.Call | None:
    """Return the call that runs a query, where the query is all that it is given."""
    match call:
        case ast.Call(func=ast.Attribute(attr="execute"), args=[only], keywords=[]) if only is query:
            return call
        case _:
            return None


def _doubled(text: str) -> str:
    return text.replace("%", "%%")


def _libraries(site: Site) -> frozenset[str]:
    known = (*site.module_names.values(), *(each for _, meanings in site.scope.view.names for each in meanings))
    return frozenset(each.partition(".")[0] for each in known)


def _names(built: Built) -> list[str]:
    found: list[str] = []
    for each in built.fields:
        name = next(iter(re.findall(r"[A-Za-z_]\w*", each.text)[::-1]), "value")
        name = "value" if keyword.iskeyword(name) else name
        count = sum(other.rstrip("0123456789") == name for other in found)
        found.append(f"{name}{count + 1}" if count else name)
    return found
