"""A tree that was made of another is the one that a parser makes of the same text."""

from __future__ import annotations

import ast

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from method_text import METHOD

from aseptic.source.chunk import Chunk, Kind
from aseptic.source.document import split_lines
from aseptic.source.parse import Parsed, parse
from aseptic.source.reparse import reparsed

SPACED = "\n".join(f"{line}\n" if "text, " not in line else line for line in METHOD.split("\n"))
PIECES = st.sampled_from(
    [*"x =;\\#'\"()[:,*@", "'''", '"""', "\t", "\f", "\r", "é", "os.system(c)", "pass", "return", "yield x", "x := 1"]
    + [
        "if a: b",
        "else:",
        "lambda: 0",
        "import os",
        "await z",
        "global q",
        "x = 1; ",
        "f'{a}'",
        "f\"{b['c']}\"",
        "    ",
    ]
)
EDITS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60), st.integers(0, 3), PIECES), min_size=1, max_size=8)


def changed(chunk: Chunk, at: int, column: int, dropped: int, piece: str) -> Chunk:
    """Return a chunk in one line of which something else stands."""
    lines = split_lines(chunk.text)
    at %= len(lines)
    place = column % max(len(lines[at]), 1)
    lines[at] = lines[at][:place] + piece + lines[at][max(min(place + dropped, len(lines[at]) - 1), place) :]
    return evolve(chunk, text="".join(lines))


def made_of(old: Parsed, chunk: Chunk) -> Parsed | None:
    """Return the tree that was made of another, which is what a parser makes; None where none was made."""
    made, whole = reparsed(old, chunk), parse(chunk)
    if made is not None:
        assert isinstance(whole, Parsed), chunk.text
        assert ast.dump(made.tree, include_attributes=True) == ast.dump(whole.tree, include_attributes=True)
        nodes = made.inside(made.tree)
        assert made.parents == {child: node for node in nodes for child in made.below(node)}
    return made


@given(EDITS)
def test_a_tree_made_of_another_is_what_a_parser_makes(edits: list[tuple[int, int, int, str]]) -> None:
    old = parse(Chunk(METHOD, Kind.MEMBER, "Pump", METHOD.count("\n")))
    assert isinstance(old, Parsed)
    assert old.parents
    for edit in edits:
        chunk = changed(old.chunk, *edit)
        old = made_of(old, chunk) or old


@given(EDITS)
def test_what_is_typed_on_a_blank_line_is_what_a_parser_makes_of_it(edits: list[tuple[int, int, int, str]]) -> None:
    old = parse(Chunk(SPACED, Kind.MEMBER, "Pump", SPACED.count("\n")))
    assert isinstance(old, Parsed)
    assert old.parents
    for place, column, _, piece in edits:
        lines = split_lines(old.chunk.text)
        at = place % len(lines)
        if lines[at].strip():
            continue
        lines[at] = f"{'    ' * (column % 8)}{piece}\n"
        chunk = evolve(old.chunk, text="".join(lines))
        old = made_of(old, chunk) or old


def test_a_statement_typed_on_a_blank_line_takes_no_parser_for_the_rest() -> None:
    old = parse(Chunk(SPACED, Kind.MEMBER, "Pump", SPACED.count("\n")))
    assert isinstance(old, Parsed)
    lines = split_lines(SPACED)
    taken: set[tuple[str, int]] = set()
    for at in (at for at, line in enumerate(lines) if not line.strip()):
        for depth in range(2, 7):
            edited = (*lines[:at], f"{'    ' * depth}pass\n", *lines[at + 1 :])
            chunk = evolve(old.chunk, text="".join(edited))
            made, whole = reparsed(old, chunk), parse(chunk)
            if made is not None:
                assert isinstance(whole, Parsed)
                assert ast.dump(made.tree, include_attributes=True) == ast.dump(whole.tree, include_attributes=True)
                taken.add((lines[at - 1].strip(), depth))
    assert taken == {
        *(('what it does."""', 2), ("found = [each for each in names if each]", 2), ("if found: return None", 2)),
        *(("text = file.read()", 5), ("name)", 4), ("name)", 5), ("raise", 4), ("found.append(text);", 4)),
        *(("pass  # nothing", 2), ("pass  # nothing", 3), ("pass  # nothing", 4), ("return first", 2), ("", 2)),
        *(("return lambda: value", 2), ("return lambda: value", 3), ('"b": inner}', 2), ("return found", 2)),
    }


def test_what_is_typed_inside_a_statement_takes_no_parser_for_the_rest() -> None:
    old = parse(Chunk(METHOD, Kind.MEMBER, "Pump", METHOD.count("\n")))
    assert isinstance(old, Parsed)
    kept = set(old.inside(old.tree))
    made = reparsed(old, evolve(old.chunk, text=METHOD.replace("text = file.read()", "os.system(text)")))
    assert made is not None
    fresh = [type(node) for node in made.inside(made.tree) if node not in kept]
    assert len(fresh) == len(made.swapped) + len([ast.Call, ast.Attribute, ast.Name, ast.Name])


def test_a_line_that_is_no_statement_of_its_own_takes_a_parser() -> None:
    old = parse(Chunk(METHOD, Kind.MEMBER, "Pump", METHOD.count("\n")))
    assert isinstance(old, Parsed)
    for before, after in (
        ("os.chdir(depth)", "os.chdir(2)"),
        ("             second)", "             third)"),
        ("print(text, \\", "print(text)"),
        ("name)\n", "names)\n"),
        ("if found: return None", "if found: return 1"),
        ("                raise\n", "            raise\n"),
        ("pass  # nothing", "# nothing"),
        ("                raise\n", "                if x: raise\n"),
        ('"b": inner}', '"c": inner}'),
        ("assert last", "assert found"),
        ("return first", "return (first"),
        ("what it does", "what it is"),
    ):
        text = METHOD.replace(before, after, 1)
        assert text != METHOD
        assert reparsed(old, evolve(old.chunk, text=text)) is None, after


COMMENTED = '''\
    def run(self, names,
            # which
            depth=0):
        # first
        found = [each
                 # of all
                 for each in names]
        # then

        if found:
            """
            # no comment
            """
            # nothing more
        # or
        elif (depth
              # is not
              > 3):
            names.pop()
            # last of all
        @wrapped(
            # by
        )
        # and
        def inner(): ...
        x = depth + \\
            1

        return found
        # the end
'''
FREE = ("", "#", "  # ä", "\t# '\\\"' (", "# x \\", "  \f", "# x\x0c")
BOUND = ("#\0", "# \ud800", "\u3000", '"""', "x")


@pytest.mark.parametrize("line", [*FREE, *BOUND])
def test_a_comment_changes_no_tree(line: str) -> None:
    chunk = Chunk(COMMENTED, Kind.MEMBER, "Pump", COMMENTED.count("\n"))
    old = parse(chunk)
    assert isinstance(old, Parsed)
    same: list[str] = []
    for at in range(len(lines := split_lines(COMMENTED))):
        edited = evolve(chunk, text="".join((*lines[:at], line + "\n", *lines[at + 1 :])))
        made, whole = reparsed(old, edited), parse(edited)
        if made is not None:
            assert isinstance(whole, Parsed), edited.text
            assert ast.dump(made.tree, include_attributes=True) == ast.dump(whole.tree, include_attributes=True)
            assert made.lines == whole.lines
        if made is not None and made.tree is old.tree:
            same.append(lines[at].strip())
    apart = {"# then", "", "# nothing more", "# or", "# last of all", "# the end"}
    assert set(same) == (apart - {line} if line in FREE else set())
