"""Who owns which file of a project, where its policy asks."""

from __future__ import annotations

from pathlib import Path

from aseptic.records.codeowners import Codeowners, read_codeowners
from aseptic.source.problem import Problem
from aseptic.standard.tailoring import Tailoring


def owners_of(root: Path, tailoring: Tailoring) -> tuple[Codeowners, tuple[Problem, ...]]:
    """Read the file that the policy names; while it cannot be read it names nobody, and the problem says so."""
    name = tailoring.policy.codeowners
    if not name:
        return Codeowners(), ()
    try:
        real = (root / name).resolve(strict=True)
        if not real.is_relative_to(root.resolve()):
            reason = "it leads out of the project by a link"
        elif not real.is_file():  # reading a pipe would wait for ever
            reason = "it is no plain file"
        else:
            return read_codeowners(real.read_text(encoding="utf-8")), ()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
    message = f"'policy.codeowners': {name} cannot be read ({reason}), so its owners approve nothing"
    key = "policy.codeowners"
    return Codeowners(), (Problem(tailoring.path, message, "correct the path", tailoring.page.line(key), key),)
