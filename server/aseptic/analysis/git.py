"""Git, only read: the one place that asks it about a repository's history.

What is opened may be hostile, and its configuration may name programs to run. So nothing is asked here that runs a
hook, a filter, a pager, an external diff or a signature's checker, and what could switch one on is switched off.
System and user configuration hold: they are the user's own, and say which folders are safe to look into.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from attrs import frozen

_PATIENCE = 10
"""Seconds that git gets for one answer."""
_HARMLESS = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.attributesFile=/dev/null",
    "core.quotePath=false",
    "log.showSignature=false",
    "diff.external=",
    "protocol.allow=never",
)


@frozen
class Git:
    """One repository, seen from a folder in it."""

    folder: Path

    def ask(self, *words: str, feed: bytes | None = None) -> bytes | None:
        """Return what git prints; None where there is no git, no repository, or no such thing in it."""
        settings = [part for each in _HARMLESS for part in ("-c", each)]
        try:
            done = subprocess.run(
                ["git", "--no-pager", "--no-replace-objects", *settings, *words],
                cwd=self.folder,
                env=_environment(),
                input=feed,
                stdin=subprocess.DEVNULL if feed is None else None,
                capture_output=True,
                timeout=_PATIENCE,
                check=False,
            )
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout if done.returncode == 0 else None

    def text(self, *words: str) -> str | None:
        """Return what git prints as text, without the last line's end."""
        found = self.ask(*words)
        return None if found is None else found.decode("utf-8", "replace").rstrip("\n")

    def top(self) -> Path | None:
        """Return the repository's top folder; None outside of one."""
        found = self.text("rev-parse", "--show-toplevel")
        return Path(found) if found else None

    def renamed(self, old: str, new: str) -> bool:
        """Say whether the index or a commit made `new` of `old`; paths count from the folder."""
        staged = self.text("diff", "--cached", "-M", "--diff-filter=R", "--name-status", "-z", "--relative", "HEAD")
        if _names(staged, old, new):
            return True
        followed = ("log", "--follow", "-M", "--diff-filter=R", "--name-status", "-z", "--format=", "--relative")
        return _names(self.text(*followed, "--", new), old, "")


def _names(listed: str | None, old: str, new: str) -> bool:
    """Say whether a list of renames names this one; any later name where `new` is empty."""
    parts = [part.strip("\n") for part in (listed or "").split("\0")]
    triples = zip(parts, parts[1:], parts[2:], strict=False)
    return any(kind[:1] == "R" and kind[1:].isdigit() and (was, new or now) == (old, now) for kind, was, now in triples)


def _environment() -> dict[str, str]:
    """Return the environment without what would turn git to another repository, and with what keeps it quiet."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or key in _OWN}
    return {**kept, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


_OWN = frozenset(("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES"))
"""What a user says of git's own configuration."""
