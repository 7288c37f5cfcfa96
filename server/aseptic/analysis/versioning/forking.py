"""Where the history that is checked out left the default branch, as far as that is known here.

What came since is one change, whoever pushes it and in however many commits: nobody has taken any of it over yet.
"""

from __future__ import annotations

from functools import cached_property

from attrs import define

from aseptic.analysis.versioning.git import Git

_DEFAULT = ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master")
"""Where a clone keeps what the default branch was when it last asked. A local branch is moved by anybody's commit."""


@define(frozen=True, slots=False, eq=False)
class Fork:
    """What is checked out beside the default branch."""

    git: Git
    given: str = ""
    """The commit of the default branch to look from, where somebody knows it; else what the clone last saw of it."""

    @cached_property
    def base(self) -> str:
        """The last commit of the default branch in this history; empty where nobody knows one, or of a release."""
        if self.given:
            return self._shared(self.given)
        if self.git.head != "HEAD":
            return ""  # a release is judged as it was when it was made, whatever became of branches
        return next((found for each in _DEFAULT if (found := self._shared(each))), "")

    @cached_property
    def since(self) -> frozenset[str]:
        """The commits of the mainline since then; none where nobody knows since when."""
        listed = self.git.text("rev-list", "--first-parent", f"{self.base}..{self.git.head}") if self.base else ""
        return frozenset((listed or "").split("\n")) - {""}

    def _shared(self, revision: str) -> str:
        known = self.git.resolved(revision)
        return (self.git.text("merge-base", known, self.git.head) or "") if known else ""
