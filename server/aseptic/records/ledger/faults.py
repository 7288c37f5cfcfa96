"""What is wrong with a ledger's lines, each told once and for what it is, with its cure."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Collection, Container, Iterator, Sequence
from typing import NamedTuple

from aseptic.records.ledger.line import digest_of, line_of
from aseptic.records.shelf import LEDGER
from aseptic.source.problem import Problem

MARKS = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")
"""How the lines begin by which git marks what it could not merge."""
_DIGEST = re.compile(rb'"digest":"([0-9a-f]{64})"')
_BACK = "put the line back from git; events are only ever added"


class Broken(NamedTuple):
    """A line that does not hold."""

    number: int
    text: bytes
    why: str


class Gap(NamedTuple):
    """A line that holds and follows none that does."""

    number: int
    missing: str
    """The digest that it names."""


def faults(shown: str, broken: Sequence[Broken], gaps: Sequence[Gap], mended: Container[str]) -> list[Problem]:
    """Return what is wrong with a ledger's lines, in their order.

    `mended` holds the digests of lines that were broken off and are known to be: they are no fault, nor do they explain
    one. Where a line does not hold, it and not a dropped one is what its followers miss.
    """
    left = [each for each in broken if digest_of(each.text) not in mended]
    claimed = {found[1].decode("ascii") for each in left if (found := _DIGEST.search(each.text))}
    spoiled = {each.number for each in left}
    bare = [each for each in gaps if each.missing not in claimed and each.number - 1 not in spoiled]
    return sorted([*_of_lines(shown, left), *(_of_gap(shown, each) for each in bare)], key=lambda each: each.line or 0)


def _of_lines(shown: str, broken: Collection[Broken]) -> Iterator[Problem]:
    ended = [each for each in broken if each.text.endswith(b"\r") and not isinstance(line_of(each.text[:-1]), str)]
    if ended:
        says = "ends" if len(ended) == 1 else f"and {len(ended) - 1} more end"
        cure = f"have an editor save it with LF, see that .gitattributes beside it says '{LEDGER} -text merge=union'"
        yield _of_line(
            shown, ended[0].number, f"{says} as Windows ends lines", f"{cure}, and `git add --renormalize` it"
        )
    told = {each.number for each in ended}
    for number, text, why in broken:
        if number in told:
            continue
        bare = text.removeprefix(BOM_UTF8).removesuffix(b"\r")
        if text.startswith(MARKS):
            marked = "is a mark of an unresolved merge"
            yield _of_line(shown, number, marked, "keep both sides' lines and remove the marks")
        elif number == 0 and text.startswith(BOM_UTF8) and not isinstance(line_of(bare), str):
            yield _of_line(
                shown, number, "begins with a byte order mark", "have an editor save it as UTF-8 without one"
            )
        else:
            yield _of_line(shown, number, why, _BACK)


def _of_gap(shown: str, gap: Gap) -> Problem:
    why = f"follows one that is not here ({gap.missing[:12]}): lines were dropped above it"
    return _of_line(shown, gap.number, why, _BACK)


def _of_line(shown: str, number: int, why: str, cure: str) -> Problem:
    return Problem(shown, f"this line of the ledger {why}", cure, number)
