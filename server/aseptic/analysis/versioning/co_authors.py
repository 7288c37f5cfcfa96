"""Whom a commit's message names as authors besides the one that git keeps, however somebody wrote it down."""

from __future__ import annotations

import re

from aseptic.records.authority import same_person

_LINE = re.compile(r"([ \t>*+-]*)(.*)")
"""What stands before a line that was indented, quoted or listed by whatever put the message together, and the line."""
_WROTE = frozenset(
    (
        "authoredby",
        "coauthor",
        "coauthoredby",
        "coauthors",
        "cocreatedby",
        "codevelopedby",
        "cowrittenby",
        "originalauthor",
        "originalauthors",
        "pairprogrammedwith",
        "pairedwith",
        "writtenby",
    )
)
"""The trailers that name who wrote. Who signed off, reviewed or tested may have passed on what another wrote."""
_ADDRESS = re.compile(r"[^\s@<>(),;:\"'&/+|][^\s@<>(),;:\"']*@[^\s@<>(),;:\"'&/+|]+")
"""An address; what stands between two people may stand in the part before its `@`, as in jo+lab@example.org."""
_BETWEEN = re.compile(r"[,;&/+|]|\s(?:and|with)\s", re.IGNORECASE)
"""What stands between two people."""


def co_authors(raw: bytes) -> tuple[str, ...]:
    """Return what a commit's message says of who wrote it besides, each as it is written there.

    Lines are read as git reads trailers: a line that stands further in continues the one before, capitals say nothing.
    They count wherever they stand, though, and behind whatever marks: tools put more below them, and quote them.
    """
    found: list[str] = []
    depth: int | None = None
    for line in raw.partition(b"\n\n")[2].decode("utf-8", "replace").split("\n"):
        match = _LINE.fullmatch(line)
        marks, text = (match[1], match[2].strip()) if match else ("", line)
        key, colon, value = text.partition(":")
        if colon and re.sub(r"[\s_-]", "", key).casefold() in _WROTE:
            depth = len(marks)
            found.append(value.strip())
        elif depth is not None and text and len(marks) > depth:
            found[-1] = f"{found[-1]} {text}".strip()
        else:
            depth = None
    return tuple(each for each in found if each)


def names_somebody(value: str, who: str) -> bool:
    """Say whether what is written of authors names somebody, by an address or a name.

    A name beside an address is called what that is. One of a single word is many people's: it has to stand alone.
    """
    if "@" in who:
        return any(same_person(each.strip("."), who) for each in _ADDRESS.findall(value))
    return any(_called(each, who) for each in _BETWEEN.split(_ADDRESS.sub("@", value)) if "@" not in each)


def _called(text: str, name: str) -> bool:
    if any(same_person(each, name) for each in (text.strip(" .<>()"), *re.findall(r"<([^<>]*)>", text))):
        return True
    words = name.split()
    whole = r"\s+".join(map(re.escape, words))
    return len(words) > 1 and re.search(rf"(?<!\w){whole}(?!\w)", text, re.IGNORECASE) is not None
