"""SQL that is built from values, bound instead: with the driver's mark, or by name."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

SELECT = "SELECT name FROM patient WHERE"
BOUND = {
    "quotes": (f'''f"{SELECT} mrn = '{{mrn}}'"''', f'"{SELECT} mrn = ?", (mrn,)'),
    "no quotes": (f'f"{SELECT} id={{number}} LIMIT {{count}}"', f'"{SELECT} id=? LIMIT ?", (number, count)'),
    "a sum": (f'''"{SELECT} mrn = '" + mrn + "'"''', f'"{SELECT} mrn = ?", (mrn,)'),
    "percent": (f"'{SELECT} mrn = %s AND id > %d' % (mrn, number)", f"'{SELECT} mrn = ? AND id > ?', (mrn, number)"),
    "percent, one": (f'"{SELECT} mrn = %s" % mrn', f'"{SELECT} mrn = ?", (mrn,)'),
    "format": (f'"{SELECT} mrn = {{}} OR id = {{n}}".format(mrn, n=number)', f'"{SELECT} mrn = ? OR id = ?", (mrn, number)'),
    "escaped quotes": (rf"f'{SELECT} mrn = \'{{mrn}}\''", f"'{SELECT} mrn = ?', (mrn,)"),
    "like": (f'''f"{SELECT} name LIKE '%{{mrn}}%'"''', f'"{SELECT} name LIKE ?", (f"%{{mrn}}%",)'),
    "between": (f'f"{SELECT} id BETWEEN {{number}} AND {{count}}"', f'"{SELECT} id BETWEEN ? AND ?", (number, count)'),
    "values": (
        "f\"INSERT INTO patient VALUES ('{mrn}', {number})\"",
        '"INSERT INTO patient VALUES (?, ?)", (mrn, number)',
    ),
    "several lines": (
        f"\n        f\"{SELECT} mrn = '{{mrn}}'\"\n        \" AND id > 0\"\n    ",
        f'\n        "{SELECT} mrn = ?"\n        " AND id > 0",\n        (mrn,),\n    ',
    ),
    "a number made a text": (f'"{SELECT} id > " + str(number)', f'"{SELECT} id > ?", (number,)'),
    "a text in quotes": (f'''f"{SELECT} mrn = '{{str(mrn)}}'"''', f'"{SELECT} mrn = ?", (str(mrn),)'),
    "braces": (f'''f"{SELECT} note = '{{{{x}}}}' AND mrn = '{{mrn}}'"''', f'''"{SELECT} note = '{{x}}' AND mrn = ?", (mrn,)'''),
}  # fmt: skip
DECLINED = {
    "a table": 'f"SELECT name FROM {mrn}"',
    "a column": f'f"{SELECT} {{mrn}} = 1"',
    "a condition": f'f"{SELECT} id > 0 AND {{mrn}}"',
    "an order": f'f"{SELECT} id > 0 ORDER BY {{mrn}}"',
    "a list": f'f"{SELECT} id IN ({{mrn}})"',
    "a name with a table": f'f"{SELECT} id = {{mrn}}.id"',
    "part of a name": f'f"{SELECT} id = x{{mrn}}"',
    "a joined one": f"""f"{SELECT} id = {{','.join(mrn)}}" """,
    "a format of its own": f'f"{SELECT} id = {{number:d}}"',
    "a representation": f'f"{SELECT} mrn = {{mrn!r}}"',
    "a text beside what is computed": f'"{SELECT} COUNT(id) > " + mrn',
    "an unknown beside what is computed": f'f"{SELECT} id - 1 > {{number}}"',
    "quotes doubled by hand": f"""f"{SELECT} mrn = '{{escape(mrn)}}'" """,
    "quotes replaced by hand": f"""'{SELECT} mrn = \\'' + mrn.replace("'", "''") + '\\''""",
    "a representation by a call": f'f"{SELECT} mrn = {{repr(mrn)}}"',
    "a call that quotes": f'f"{SELECT} mrn = {{sql_quote(mrn)}}"',
    "a word of SQL instead": f"f\"{SELECT} mrn = {{mrn or 'NULL'}}\"",
    "a word of SQL by a condition": f"f\"{SELECT} mrn = {{number if number else 'NULL'}}\"",
    "in the middle of a text": f'''f"{SELECT} name = 'x {{mrn + 'y'}} z'"''',
    "a mark that is there": f'''f"{SELECT} name = '?' AND mrn = '{{mrn}}'"''',
    "parameters that are there": f'''f"{SELECT} mrn = '{{mrn}}'", ()''',
}
HEAD = "import {}\n\n\ndef find(cursor, mrn, number, count):\n    cursor.execute({})\n"


def texts(bench: Any, code: str) -> list[str]:
    return [offer.text for offer in bench.offers(code) if offer.rule == "INJ-011"]


@pytest.mark.parametrize(("before", "after"), BOUND.values(), ids=BOUND)
def test_values_are_bound(bench: Any, before: str, after: str) -> None:
    assert texts(bench, HEAD.format("sqlite3", before)) == [HEAD.format("sqlite3", after)]


@pytest.mark.parametrize("before", DECLINED.values(), ids=DECLINED)
def test_what_may_be_more_than_a_value_stays(bench: Any, before: str) -> None:
    code = HEAD.format("sqlite3", before)
    assert "INJ-011" in bench.rules(code)
    assert texts(bench, code) == []


NAMED = "import psycopg\n\n\ndef find(cursor, mrn):\n    query = {}\n    {}\n"


@pytest.mark.parametrize(
    ("run", "after"),
    [
        ("cursor.execute(query)", "cursor.execute(query, (mrn,))"),
        ("return cursor.execute(query).fetchall()", "return cursor.execute(query, (mrn,)).fetchall()"),
        (
            "for row in cursor.execute(query):\n        yield row",
            "for row in cursor.execute(query, (mrn,)):\n        yield row",
        ),
        ("mrn = 1\n    cursor.execute(query)", None),
        ("cursor.execute(query)\n    print(query)", None),
        ("for mrn in mrn:\n        cursor.execute(query)", None),
        ("cursor.execute(query, ())", None),
    ],
)
def test_a_query_that_has_a_name(bench: Any, run: str, after: str | None) -> None:
    code = NAMED.format(f"'{SELECT} mrn = %s' % mrn", run)
    assert "INJ-011" in bench.rules(code)
    assert texts(bench, code) == ([NAMED.format(f"'{SELECT} mrn = %s'", after)] if after else [])


def test_a_raw_query_of_django(bench: Any) -> None:
    code = "import django\n\n\ndef find(mrn):\n    return Patient.objects.raw({})\n"
    before = code.format(f"f\"{SELECT} mrn = '{{mrn}}'\"")
    assert "INJ-011" in bench.rules(before)
    assert texts(bench, before) == [code.format(f'"{SELECT} mrn = %s", (mrn,)')]


def test_the_mark_is_that_of_the_driver(bench: Any) -> None:
    before, after = (
        f'''f"{SELECT} name LIKE 'a%' AND mrn = '{{mrn}}'"''',
        f"\"{SELECT} name LIKE 'a{{}}' AND mrn = {{}}\", (mrn,)",
    )
    percent, question = after.format("%%", "%s"), after.format("%", "?")
    for driver, marked in {"psycopg": [percent], "sqlite3": [question], "os": [question, percent]}.items():
        assert texts(bench, HEAD.format(driver, before)) == [HEAD.format(driver, each) for each in marked]


@pytest.mark.parametrize(
    ("head", "runs", "marks"),
    [
        ("import psycopg2, sqlite3\n\n\ndef f(mrn):", "psycopg2.connect('').cursor()", ["%s"]),
        ("import psycopg2, sqlite3\n\n\ndef f(mrn):", "sqlite3.connect('')", ["?"]),
        ("import psycopg2, sqlite3\n\n\ndef f(mrn, cursor):", "cursor", ["?", "%s"]),
        ("import sqlite3\n\n\ndef f(mrn):\n    import psycopg2\n", "psycopg2.connect('').cursor()", ["%s"]),
        ("def f(mrn, cursor):\n    import psycopg2\n", "cursor", ["%s"]),
        ("import sqlalchemy, sqlite3\n\n\ndef f(mrn):", "sqlite3.connect('')", ["?"]),
        ("import sqlalchemy, sqlite3\n\n\ndef f(mrn):", "sqlalchemy.create_engine('').connect()", []),
        ("import sqlite3\nfrom django.db import connection\n\n\ndef f(mrn):", "connection.cursor()", ["%s"]),
    ],
)
def test_the_mark_is_that_of_what_runs_the_query(bench: Any, head: str, runs: str, marks: list[str]) -> None:
    code = f"{head}\n    {runs}.execute({{}})\n"
    before = code.format(f"""f"{SELECT} name LIKE '5%' AND mrn = '{{mrn}}'\"""")
    after = {mark: f"{SELECT} name LIKE '5{'%%' if mark == '%s' else '%'}' AND mrn = {mark}" for mark in marks}
    assert texts(bench, before) == [code.format(f'"{each}", (mrn,)') for each in after.values()]


def test_a_library_with_other_parameters_is_left(bench: Any) -> None:
    assert texts(bench, HEAD.format("sqlalchemy", f'''f"{SELECT} mrn = '{{mrn}}'"''')) == []


def test_sqlalchemy_gets_names(bench: Any) -> None:
    code = "from sqlalchemy import text\n\n\ndef find(session, a, row):\n    return session.execute({})\n"
    before = code.format(f'''text(f"{SELECT} mrn = '{{row['mrn']}}' AND a = {{a}} AND b = {{a}}")''')
    after = f"text(\"{SELECT} mrn = :mrn AND a = :a AND b = :a2\").bindparams(mrn=row['mrn'], a=a, a2=a)"
    assert texts(bench, before) == [code.format(after)]


@pytest.mark.parametrize("mrn", ["17", "x' OR '1'='1"])
def test_the_query_finds_the_same_and_no_more(bench: Any, mrn: str) -> None:
    code = f"import sqlite3\n\n\ndef find(cursor, mrn):\n    return cursor.execute(f\"{SELECT} mrn = '{{mrn}}'\").fetchall()\n"
    (after,) = texts(bench, code)
    cursor = sqlite3.connect(":memory:").cursor()
    cursor.executescript("CREATE TABLE patient (mrn, name); INSERT INTO patient VALUES ('17', 'A'), ('18', 'B')")
    names: dict[str, Any] = {}
    exec(compile(after, "after.py", "exec"), names)
    assert names["find"](cursor, mrn) == ([("A",)] if mrn == "17" else [])


def ran(bench: Any, condition: str, *, before: bool = False, **given: Any) -> list[Any]:
    """Run a query for real, as it is written or as it is replaced."""
    code = f"import sqlite3\n\n\ndef find(cursor, {', '.join(given)}):\n    return cursor.execute({condition}).fetchall()\n"
    (after,) = texts(bench, code)
    cursor = sqlite3.connect(":memory:").cursor()
    cursor.executescript(
        "CREATE TABLE visit (mrn TEXT, day TEXT); INSERT INTO visit VALUES"
        " ('O''Brien', '2026-11-20'), ('17', '2026-10-01'), ('17', '2026-01-01')"
    )
    names: dict[str, Any] = {}
    exec(compile(code if before else after, "query.py", "exec"), names)
    return names["find"](cursor, **given)


@pytest.mark.parametrize(
    ("condition", "given"),
    [
        ("\"SELECT * FROM visit WHERE julianday('2026-11-26') - julianday(day) < \" + str(n)", {"n": 30}),
        ('"SELECT mrn FROM visit GROUP BY mrn HAVING COUNT(*) > " + str(n)', {"n": 1}),
        ("f\"SELECT * FROM visit WHERE mrn = '{n}'\"", {"n": "17"}),
        ("f\"SELECT * FROM visit WHERE mrn LIKE '%{n}%'\"", {"n": "Bri"}),
    ],
)
def test_a_good_value_finds_what_it_found(bench: Any, condition: str, given: dict[str, Any]) -> None:
    before = ran(bench, condition, before=True, **given)
    assert before
    assert ran(bench, condition, **given) == before


def as_it_is(cursor: sqlite3.Cursor) -> sqlite3.Cursor:
    return cursor


class ByPercent:
    """A cursor that takes its parameters as MySQL's drivers do: by `%`, on a database that takes question marks."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    def execute(self, query: str, given: tuple[Any, ...] | None = None) -> sqlite3.Cursor:
        return self._cursor.execute(query % (("?",) * len(given)), given) if given else self._cursor.execute(query)


class Text:
    """A text of SQL with its values by name, as SQLAlchemy's `text` makes it."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.given: dict[str, Any] = {}

    def bindparams(self, **given: Any) -> Text:
        self.given = given
        return self


class ByName:
    """A session that runs such texts."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    def execute(self, text: Text) -> sqlite3.Cursor:
        return self._cursor.execute(text.query, text.given)


WHERE = [
    ("f\"{} mrn = '{{mrn}}' AND name LIKE 'A%'\"", {"17": 1, "O'Brien": 1, "x' OR '1'='1": 0, "100%": 1}),
    ("\"{} julianday('2026-11-26') - julianday(day) < \" + str(mrn)", {30: 1, 100: 2}),
    ("'{} id > ' + str(mrn)", {0: 3, 2: 1}),
    ("f\"{} mrn LIKE '%{{mrn}}%' AND id < {{mrn2 or 9}}\"", {"1": 2, "Bri": 1}),
]


@pytest.mark.parametrize(("query", "found"), WHERE, ids=["quotes", "a number of days", "a number", "a part"])
@pytest.mark.parametrize(
    ("driver", "run", "wrapped"),
    [
        ("import sqlite3", "session.execute({})", as_it_is),
        ("import MySQLdb", "session.execute({})", ByPercent),
        ("from sqlalchemy import text", "session.execute(text({}))", ByName),
    ],
    ids=["?", "%s", ":name"],
)
def test_each_mark_finds_the_same(
    bench: Any,
    monkeypatch: pytest.MonkeyPatch,
    query: str,
    found: dict[Any, int],
    driver: str,
    run: str,
    wrapped: Callable[[sqlite3.Cursor], Any],
) -> None:
    text = run.format(query.format("SELECT * FROM patient WHERE"))
    code = f"{driver}\n\n\ndef find(session, mrn, mrn2=None):\n    return {text}.fetchall()\n"
    offer, *_ = (each for each in bench.offers(code) if each.rule in ("INJ-011", "INJ-013"))
    cursor = sqlite3.connect(":memory:").cursor()
    cursor.executescript(
        "CREATE TABLE patient (id INTEGER, mrn TEXT, name TEXT, day TEXT); INSERT INTO patient VALUES"
        " (1, '17', 'A', '2026-11-20'), (2, 'O''Brien', 'Al', '2026-10-01'), (3, '100%', 'Ad', '2026-01-01')"
    )
    for name, module in {"MySQLdb": ModuleType("MySQLdb"), "sqlalchemy": ModuleType("sqlalchemy")}.items():
        vars(module)["text"] = Text
        monkeypatch.setitem(sys.modules, name, module)
    names: dict[str, Any] = {}
    exec(compile(offer.text, "query.py", "exec"), names)
    assert {given: len(names["find"](wrapped(cursor), given)) for given in found} == found
