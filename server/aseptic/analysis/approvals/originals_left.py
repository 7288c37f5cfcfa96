"""Whether code that came from another file stayed in that one, too: whoever reads that it moved looks for it in vain.

A part of a file may come alone, so it is its own lines that are looked for in what the other file is since; where none
is written as it was, or went before, it is the statement.
"""

from __future__ import annotations

from collections.abc import Sequence

from aseptic.analysis.approvals.likeness import telling_lines
from aseptic.analysis.approvals.statement_shape import plain, shape_of
from aseptic.analysis.versioning.git import Git

Came = tuple[str, str, str, str]
"""A commit, the file to which code came in it, the one from which it did, and the statement that is asked about."""


def originals_left(git: Git, came: Sequence[Came]) -> Sequence[bool]:
    """Say of each whether most of what came lies in the first file still, once the commit was made."""
    names = [f"{at}:{path}" for commit, new, old, _ in came for at in (commit, f"{commit}^") for path in (new, old)]
    texts = iter(git.objects(names))
    return [_left(statement, *(next(texts) for _ in range(4))) for _, _, _, statement in came]


def _left(
    statement: str, new: bytes | None, old: bytes | None, new_before: bytes | None, old_before: bytes | None
) -> bool:
    if old is None:
        return False
    had = telling_lines(old if old_before is None else old_before)
    came = (telling_lines(new or b"") - telling_lines(new_before or b"")) & had
    if statement and not came:
        return bool(shape_of(statement).at(plain(old)))
    return 2 * len(came & telling_lines(old)) >= len(came)
