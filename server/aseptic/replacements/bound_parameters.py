"""Values that are pasted into SQL, bound to marks in it instead."""

from __future__ import annotations

import ast
import keyword
import re

from aseptic.replacements.arguments import arguments_of
from aseptic.replacements.built_text import Built, built_text
from aseptic.replacements.query import query_of, run_of
from aseptic.replacements.replacement import Replacement, Rewrite
from aseptic.replacements.site import Site
from aseptic.replacements.sql import bindable
from aseptic.source.span import Edit, Span

_QUESTION = frozenset({"sqlite3", "aiosqlite", "pyodbc", "duckdb"})
_PERCENT = frozenset({"psycopg", "psycopg2", "MySQLdb", "pymysql", "mysql", "aiomysql", "pymssql", "django", "trytond"})
_OTHERS = frozenset({"sqlalchemy", "asyncpg", "oracledb", "cx_Oracle"})
"""Libraries whose `execute` takes its parameters in another way."""
_NONE = frozenset[str]()
_TEXTS = frozenset({"sqlalchemy.text", "sqlalchemy.sql.text", "sqlalchemy.sql.expression.text"})
_BOUND_NAME = re.compile(r"(?<![:\\\w]):\w")


def bound_by(mark: str) -> Rewrite:
    """Make the rewrite that binds by a mark, where the driver takes it, or nobody can tell which driver it is."""
    takes, others = (_QUESTION, _PERCENT) if mark == "?" else (_PERCENT, _QUESTION)
    drivers = "sqlite3, ODBC" if mark == "?" else "psycopg, MySQL, Django"

    def rewrite(site: Site) -> Replacement | None:
        query = query_of(site)
        call = run_of(site, query, "execute" if mark == "?" else "execute raw") if query else None
        used = _libraries(site, call) if call else frozenset[str]()
        if query is None or call is None or used & _OTHERS or (used & others and not used & takes):
            return None
        built, layout = built_text(site, query), arguments_of(site, call)
        bound = bindable(built) if built else None
        if layout is None or bound is None or (mark == "?" and "?" in bound.written(lambda _: "")):
            return None
        given = ", ".join(each.text for each in bound.fields) + ("," if len(bound.fields) == 1 else "")
        text = bound.written(lambda _: mark, str if mark == "?" else _doubled)
        edits = (Edit(site.parsed.span(query), text), *layout.added(f"({given})"))
        title = f"Bind the values with {mark} ({drivers})"
        known = bool(used & takes)
        return Replacement(title, edits, libraries=_NONE if known else takes, rivals=_NONE if known else others)

    return rewrite


def bound_by_name(site: Site) -> Replacement | None:
    """Name the values in the text of SQLAlchemy's `text` and bind them behind it."""
    query = site.call.args[0] if site.call and site.call.args else query_of(site)
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


def _doubled(text: str) -> str:
    return text.replace("%", "%%")


def _libraries(site: Site, call: ast.Call) -> frozenset[str]:
    """Return the libraries that the query may go to: those of what runs it, or all that are imported there."""
    receiver = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    roots = frozenset(each.partition(".")[0] for each in site.scope.meanings(receiver))
    if roots & (_QUESTION | _PERCENT | _OTHERS):
        return roots
    local = (each for scope in site.scope.chain for name in scope.names for each in site.scope.resolve(name))
    seen = (each for _, meanings in site.scope.view.names for each in meanings)
    return frozenset(each.partition(".")[0] for each in (*site.module_names.values(), *seen, *local))


def _names(built: Built) -> list[str]:
    found: list[str] = []
    for each in built.fields:
        name = next(iter(re.findall(r"[A-Za-z_]\w*", each.text)[::-1]), "value")
        name = "value" if keyword.iskeyword(name) else name
        count = sum(other.rstrip("0123456789") == name for other in found)
        found.append(f"{name}{count + 1}" if count else name)
    return found
