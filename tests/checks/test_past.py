"""What a sieve takes over from an earlier text, where one line became another, hides nothing that is there now."""

from __future__ import annotations

import re
from itertools import product

import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aseptic.analysis.documents.memo import Memo
from aseptic.checks.bandit.installed import sought_names
from aseptic.checks.sieve.filter import every_need
from aseptic.checks.sieve.past import stays_in_line
from aseptic.checks.sieve.reading import Reading
from aseptic.checks.sieve.relaxed import searching
from aseptic.checks.sieve.signs import is_escaped, is_joined, is_parted, is_touching, plain_change
from aseptic.source.chunk import Chunk
from aseptic.source.view import View
from aseptic.standard.catalog import Standard

PARTS = st.sampled_from([*"\"'\\{}%+#ab.(),:-[] \t\r", '"""', "'''", "ab", "f'", "\\x", "\\N{", "  # ", "\n", "\r\n"])
LINE = st.lists(PARTS, max_size=6).map(lambda parts: "".join(parts).replace("\n", ""))
LINES = st.lists(LINE, min_size=1, max_size=4)
PIECES = [
    *("x = 'f3a9-c07b-1'", "password = (", "'abc' 'def')", "getattr(os, 'sys' + 'tem')(x)", "os.sys", "os.system(x)"),
    *(
        "'tem'",
        ").format(x)",
        "os",
        "except:",
        "    pass",
        "",
        "# why",
        "verify",
        "=False",
        "x = verify=False",
        ".lower()",
    ),
    *(
        "f'select {x} from'",
        "'''",
        "select * from t where x = %s",
        "update t set x",
        "' % x",
        "'''.format(x)",
        "eval(x)",
    ),
    *("sp.run(x, shell=True)", "sp", "run", "shell=True", "md5()", "chmod(x, 0o777)", "0o777", "request.GET", "/tmp/x"),
    *("'/tmp/x'", "debug=True", "app", "yaml.load(x)", "yaml", "load", "assert x", "random()", "{'a': 1}", "}x", "\\"),
]
VIEW = View(names=(("os", ("os",)), ("sp", ("subprocess",)), ("yaml", ("yaml",)), ("run", ("os.system",))))


@settings(max_examples=400, deadline=None)
@example(["'a'", "x", "'b'"], 1, " ")
@example(["'a'", "", "'b'"], 1, "# x")
@example(["'a\\", " x'"], 1, "x'")
@example(["'a' 'b'", "x"], 1, "y")
@given(LINES, st.integers(0, 3), LINE)
def test_a_line_of_plain_code_brings_no_sign(lines: list[str], at: int, line: str) -> None:
    before, after = "\n".join(lines), "\n".join([*lines[: at % len(lines)], line, *lines[at % len(lines) + 1 :]])
    if plain_change(before, after) is not None:
        for sign in (is_escaped, is_joined, is_touching, is_parted):
            assert sign(before) or not sign(after), sign


@pytest.mark.parametrize("line", ["y", "os.system(x)", "    x: y = -1", "x  # why", "\t.format(y)"])
def test_what_is_typed_letter_by_letter_is_plain(line: str) -> None:
    before = f"def f():\n    x = 'a' + 'b'\n{line}\n    return '%s' % x\n"
    assert plain_change(before, before.replace(line, line + "z")) == line + "z"


def test_patterns_that_stay_in_a_line_find_there_what_they_find_in_the_text(standard: Standard) -> None:
    needs = every_need(standard.rules.values(), sought_names)
    patterns = {need.pattern for need in needs if need.pattern and searching(need.pattern)}
    staying = sorted(filter(stays_in_line, patterns))
    assert len(staying) > 20
    for lines in product(PIECES, PIECES[::7]):
        text = "\n".join(lines)
        for pattern in staying:
            found = searching(pattern)
            assert found is not None
            assert bool(found.search(text)) is any(found.search(line) for line in lines), pattern


@pytest.mark.parametrize(
    "pattern", [r"a\s*b", r"a$", r"^a", r"[^b]a", r"(?s)a.b", r"a\Z", r"a\Wb", r"a\Bb", r"(?m:^)a"]
)
def test_patterns_that_may_leave_a_line_are_known(pattern: str) -> None:
    assert re.compile(pattern)
    assert not stays_in_line(pattern)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), min_size=2, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.sampled_from(PIECES), st.booleans()), min_size=1, max_size=6),
)
def test_what_may_be_found_is_never_less_than_without_a_past(
    memo: Memo, lines: list[str], edits: list[tuple[int, str, bool]]
) -> None:
    lines = ["eval(x)", *lines]
    known = memo.checker.sought(Chunk("\n".join(lines)), VIEW)
    for at, line, beside in edits:
        place = at % (len(lines) - 1) + 1
        lines[place] = lines[place] + line if beside else line
        chunk = Chunk("\n".join(lines))
        fresh = memo.checker.sought(chunk, VIEW)
        assert known is not None
        assert fresh is not None
        known = memo.checker.sought(chunk, VIEW, known())
        assert known is not None
        wanted, found = fresh().sought, known().sought
        assert all(keys <= found.get(kind, frozenset()) for kind, keys in wanted.items())


def test_a_chunk_without_anything_left_is_none_for_a_past_as_well(memo: Memo) -> None:
    sifted = memo.checker.sought(Chunk("x\neval(y)\n"), View())
    assert sifted is not None
    assert memo.checker.sought(Chunk("x\ny\n"), View(), sifted()) is None


def test_a_past_is_used_where_code_is_typed(memo: Memo) -> None:
    text = "eval(x)\n" + "print('a', 'b')\n" * 20 + "os.sys\n"
    first = Reading.of(text, Chunk(text).names, VIEW, memo.checker.filter.vocabulary)
    assert not first.disguised
    later = evolve(first, own=text.replace("os.sys", "os.system"))
    assert later.after(first) is not later
    assert later.after(evolve(first, own="'a' 'b'" + text)) is later
