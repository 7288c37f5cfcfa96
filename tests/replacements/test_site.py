"""What a rewrite is given: the node that stood at a span, its scope and its exact text."""

from __future__ import annotations

import ast

import pytest

from aseptic.replacements.command import quoted
from aseptic.replacements.replacement import Import, Replacement
from aseptic.replacements.site import node_at, site_at
from aseptic.source.chunk import Chunk, Kind
from aseptic.source.parse import Parsed, parse
from aseptic.source.span import Edit, Span
from aseptic.source.view import View


def parsed(text: str, kind: Kind = Kind.STATEMENT) -> Parsed:
    found = parse(Chunk(text, kind))
    assert isinstance(found, Parsed)
    return found


def test_a_call_comes_before_the_statement_that_it_fills() -> None:
    assert isinstance(node_at(parsed("f(x)\n"), Span.of(0, 0, 0, 4)), ast.Call)
    assert isinstance(node_at(parsed("f(x=1)\n"), Span.of(0, 2, 0, 5)), ast.keyword)
    assert isinstance(node_at(parsed("import os\n"), Span.of(0, 0, 0, 9)), ast.Import)
    assert node_at(parsed("f(x)\n"), Span.of(0, 0, 0, 3)) is None


def test_columns_are_letters_and_lines_the_chunks() -> None:
    chunk = parsed("    def f(self):\n        '😀é'; g('é',\n          1)\n", Kind.MEMBER)
    site = site_at(chunk, View(), Span.of(1, 14, 2, 12))
    assert site is not None
    assert site.text_of(site.node) == "g('é',\n          1)"


def test_the_call_of_a_keyword() -> None:
    site = site_at(parsed("import os\nos.system(command=1)\n"), View((("os", ("os",)),)), Span.of(1, 10, 1, 19))
    assert site is not None
    assert isinstance(site.call, ast.Call)
    assert site.called == "os.system"


def test_no_site_in_a_formatted_text() -> None:
    assert site_at(parsed("f'{g(1)}'\n"), View(), Span.of(0, 3, 0, 7)) is None


def test_two_meanings_are_none() -> None:
    view = View((("p", ("os.system", "subprocess.run")),))
    site = site_at(parsed("p(x)\n"), view, Span.of(0, 0, 0, 4), "os.system")
    assert site is not None
    assert site.called == ""


def test_edits_are_kept_in_the_order_of_the_text() -> None:
    late, early = Edit(Span.of(1, 0, 1, 0)), Edit(Span.of(0, 5, 0, 6))
    assert Replacement("", (late, early)).edits == (early, late)


@pytest.mark.parametrize(("wanted", "line"), [(Import("a.b"), "import a.b"), (Import("a", "b"), "from a import b")])
def test_an_import_as_code(wanted: Import, line: str) -> None:
    assert wanted.statement == line


@pytest.mark.parametrize("text", ["", "it's", '"', "'\"", "é😀", "\t", "\\", "\ud800", "\u200b", "a\\'\"b"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_quoted_text_is_that_text(text: str, quote: str) -> None:
    assert ast.literal_eval(quoted(text, quote)) == text
