"""Blank lines between statements leave the tree as it is, but for its lines."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from method_text import METHOD

from aseptic.source.chunk import Chunk, Kind
from aseptic.source.document import split_lines
from aseptic.source.parse import Parsed, parse
from aseptic.source.spacing import Spacing, spacing
from aseptic.source.span import Span

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
BLANK = st.sampled_from(("", "    ", "        ", "\t", "  \r"))


def method(text: str) -> Chunk:
    """Return a text as a member of a class."""
    return Chunk(text, Kind.MEMBER, "Pump", len(split_lines(text)) - 1)


def places(parsed: Parsed) -> Iterator[tuple[str, Span]]:
    """Yield the kinds of a tree's nodes with their places, as far as they have some."""
    for node in ast.walk(parsed.tree):
        if hasattr(node, "lineno") and node not in parsed.tree.body:
            yield ast.dump(node), parsed.span(node)


def spaced(before: Chunk, after: Chunk) -> Spacing | None:
    """Return what blank lines alone do between statements."""
    made, parsed = spacing(before, after), parse(after)
    return made if made and isinstance(parsed, Parsed) and made.is_apart(parsed) else None


@given(st.sampled_from((METHOD, COMMENTED)), st.integers(0, 60), st.lists(BLANK, min_size=1, max_size=3))
def test_what_is_below_blank_lines_moves(text: str, at: int, blank: list[str]) -> None:
    lines = split_lines(text)
    at %= len(lines)
    one, other = method(text), method("".join((*lines[:at], *(f"{each}\n" for each in blank), *lines[at:])))
    there, back = spaced(one, other), spaced(other, one)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        without, whole = parse(one), parse(other)
        assert isinstance(without, Parsed)
        assert isinstance(whole, Parsed)
        assert [(said, there.moved(span)) for said, span in places(without)] == list(places(whole))
        assert [(said, back.moved(span)) for said, span in places(whole)] == list(places(without))


def test_blank_lines_are_told_from_others_by_where_they_stand() -> None:
    lines = split_lines(COMMENTED)
    moved = [
        at
        for at in range(len(lines))
        if spaced(method(COMMENTED), method("".join((*lines[:at], "    \n", *lines[at:])))) is not None
    ]
    assert [lines[at].strip() for at in moved] == [
        *("# then", "", "if found:", "# nothing more", "# or", "elif (depth", "# last of all", "@wrapped("),
        *("x = depth + \\", "", "return found", "# the end", ""),
    ]


def test_a_comment_that_names_a_deviation_is_not_parted_from_what_is_below() -> None:
    text = COMMENTED.replace("# or", "# deviation: DEV-0001")
    tied = "        # deviation: DEV-0001\n"
    assert spacing(method(text), method(text.replace(tied, f"{tied}\n"))) is None
    assert spacing(method(text), method(text.replace("        x = depth", "\n        x = depth"))) is not None


def test_what_is_said_on_a_line_is_no_blank() -> None:
    for before, after in (
        ("            else:\n", "\n            else:\n            pass\n"),
        ("        x = y; assert last\n", "        x = y; assert last\n        # why\n"),
        ("                raise\n", "                raise\n\f\n"),
        ("        x = y; assert last\n", ""),
    ):
        assert METHOD.count(before) == 1
        assert spacing(method(METHOD), method(METHOD.replace(before, after))) is None, after
    header = Chunk("class Pump:\n", Kind.HEADER, "Pump")
    assert spacing(header, evolve(header, text="class Pump:\n\n", height=2)) is None
