"""What the ledger says of a document's open findings: which were known before, and which are none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from aseptic.analysis.projects.project import Project
from aseptic.records.disposition import OPEN, Disposition, State

if TYPE_CHECKING:  # most projects have no ledger
    from aseptic.records.ledger.baseline import Around, Baseline, Key


_AGAINST = (State.REJECTED, State.WITHDRAWN)
"""What a record says that lets nothing pass and waits for nobody: that the finding is none may be said all the same."""


def concerned(project: Project, path: str) -> bool:
    """Say whether the ledger has a word on any finding of a file."""
    return project.ledger is not None and project.ledger.baseline.concerns(path)


def with_ledger(
    baseline: Baseline | None,
    path: str,
    keys: Sequence[Key],
    around: Callable[[int], Around],
    dispositions: Sequence[Disposition],
) -> Sequence[Disposition]:
    """Return what is said of each finding of a file: what a record says, else what the ledger does.

    That a finding is none, and somebody else confirmed it, counts over a record that was withdrawn or rejected.
    `keys` holds scope, rule and statement of each, and `around` gives the neighbours of one by its place there.
    """
    if baseline is None:
        return dispositions
    said = list(dispositions)
    if all(each is OPEN for each in said):
        for index, word in baseline.words(path, keys, around).items():
            said[index] = word
        return said
    free = [at for at, disposition in enumerate(said) if disposition is OPEN or disposition.state in _AGAINST]
    for index, word in baseline.words(path, [keys[at] for at in free], lambda index: around(free[index])).items():
        if said[free[index]] is OPEN or word.state is State.NOT_A_FINDING:
            said[free[index]] = word
    return said
