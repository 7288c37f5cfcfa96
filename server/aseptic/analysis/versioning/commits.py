"""Whose a commit is, as git keeps it: its author, who committed it, and whose signature it bears."""

from __future__ import annotations

import datetime

from aseptic.analysis.versioning.signatures import COMMIT, verified
from aseptic.records.authority import same_person


def author(raw: bytes) -> str:
    """Return the address of a commit's author."""
    return _address(raw, b"author ")


def committer(raw: bytes) -> str:
    """Return the address of whoever made a commit, by whatever author."""
    return _address(raw, b"committer ")


def names(raw: bytes, who: str) -> frozenset[str]:
    """Return how a commit calls somebody, by the address, as its author or as who made it."""
    lines = (_line(raw, role).removeprefix(role) for role in (b"author ", b"committer "))
    called = (line.decode("utf-8", "replace").partition("<") for line in lines)
    return frozenset(name.strip() for name, _, rest in called if same_person(rest.partition(">")[0], who)) - {""}


def committed_on(raw: bytes) -> datetime.date | None:
    """Return the day on which a commit was made, in UTC, by the clock of whoever made it; None where it tells none."""
    seconds = _line(raw, b"committer ").rpartition(b"> ")[2].split(b" ")[0]
    try:
        return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def parents(raw: bytes) -> tuple[str, ...]:
    """Return a commit's parents, those that a shallow history has not among them."""
    head = raw.partition(b"\n\n")[0].split(b"\n")
    return tuple(line[7:].decode("ascii", "replace") for line in head if line.startswith(b"parent "))


def signed_by(raw: bytes, who: str, signers: bytes) -> bool:
    """Say whether a commit bears somebody's signature."""
    signature, signed = _taken_apart(raw)
    return bool(signature) and verified(signers, who, COMMIT, signature, signed)


def committed_by(raw: bytes, who: str) -> bool:
    """Say whether a commit is somebody's. Whoever commits may write any author, so both have to be the same."""
    return all(same_person(_address(raw, role), who) for role in (b"author ", b"committer "))


def _taken_apart(raw: bytes) -> tuple[bytes, bytes]:
    """Split a commit into its SSH signature and what was signed."""
    head, blank, message = raw.partition(b"\n\n")
    signature: list[bytes] = []
    kept: list[bytes] = []
    inside = False
    for line in head.split(b"\n"):
        inside = line.startswith((b"gpgsig ", b"gpgsig-sha256 ")) or (inside and line.startswith(b" "))
        if not inside:
            kept.append(line)
        elif not line.startswith(b"gpgsig-sha256 "):
            signature.append(line.removeprefix(b"gpgsig ").removeprefix(b" "))
    text = b"\n".join(signature)
    return (text + b"\n" if text.startswith(b"-----BEGIN SSH SIGNATURE") else b""), b"\n".join(kept) + blank + message


def _address(raw: bytes, role: bytes) -> str:
    line = _line(raw, role)
    return line[line.find(b"<") + 1 : line.find(b">")].decode("utf-8", "replace")


def _line(raw: bytes, role: bytes) -> bytes:
    return next((each for each in raw.split(b"\n") if each.startswith(role)), b"")
