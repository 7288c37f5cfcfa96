"""Which policy, owners and signers govern a project in a commit, and in the tree as it lies there.

A project that a commit has not yet is governed by the nearest one around it that the commit has: a new folder with a
standard of its own does not take its approvals out from under the one before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from attrs import frozen

from aseptic.analysis.approvals.rules_then import standards_then
from aseptic.analysis.projects.project import Project
from aseptic.analysis.projects.settings import Settings, read_settings
from aseptic.analysis.versioning.git import Git
from aseptic.records.codeowners import Codeowners, read_codeowners
from aseptic.records.terms import Terms
from aseptic.standard.catalog import Standard, mandatory
from aseptic.standard.degree import severity_of
from aseptic.standard.granting import granted
from aseptic.standard.policy import Proof
from aseptic.standard.raising import raised
from aseptic.standard.tailoring import Tailoring, read_tailoring
from aseptic.standard.vocabulary import Severity

SIGNERS = "allowed_signers"
_LARGEST = 1_000_000
"""Bytes of a list of signers that are read."""


@frozen(eq=False)
class Judge:
    """By what an approval is judged."""

    terms: Terms
    signers: bytes
    inside: str = ""
    """The project's folder as seen from the one that governs it: empty, or with a slash at its end."""

    def needed(self, rule: str) -> Proof:
        """Return the proof that an approval of a record about a rule needs."""
        severity = self.terms.severities.get(rule)
        return self.terms.policy.proof.get(severity, Proof.CLAIMED) if severity else Proof.CLAIMED


def judge_of(project: Project) -> Judge:
    """Return what governs a project as it lies there."""
    path = project.records / SIGNERS
    try:
        signers = path.read_bytes()[:_LARGEST] if path.is_file() else b""
    except OSError:
        signers = b""
    return Judge(project.terms, signers)


def judges_at(
    git: Git, prefix: str, commits: Sequence[str], adopted: Standard, rules: bool = False
) -> Mapping[str, Judge]:
    """Return what governed a project in each of some commits, in three calls of git.

    `prefix` is the project's folder as seen from the repository's top, and `adopted` the standard untailored. `rules`:
    the project's own rules are those of the commit, too.
    """
    keys = [(commit, folder) for commit in commits for folder in _upwards(prefix)]
    settings = _read(git, dict.fromkeys(keys, "pyproject.toml"))
    declared = {key: read_settings("pyproject.toml", _text(data))[0] for key, data in settings.items()}
    folders = {key: (declared[key] or Settings()).records for key in keys}
    texts = _read(git, {key: f"{folders[key]}/standard.md" for key in keys})
    signers = _read(git, {key: f"{folders[key]}/{SIGNERS}" for key in keys})
    standards = standards_then(git, folders, adopted) if rules else dict.fromkeys(keys, adopted)
    said: dict[str, tuple[tuple[str, str], Tailoring]] = {}
    for commit in commits:
        own = [(commit, folder) for folder in _upwards(prefix)]
        key = next((each for each in own if texts[each] is not None or declared[each] is not None), own[0])
        tailoring = read_tailoring("standard.md", _text(texts[key]))[0] if texts[key] else None
        said[commit] = key, granted(standards[key], tailoring or Tailoring())[0]
    named = {key: each.policy.codeowners for key, each in said.values() if each.policy.codeowners}
    owners = {key: read_codeowners(_text(data)) for key, data in _read(git, named).items()}
    return {
        commit: Judge(
            Terms(
                each.policy,
                _mandatory(standards[key], each),
                _severities(standards[key], each),
                owners.get(key, Codeowners()),
            ),
            signers[key] or b"",
            prefix.removeprefix(key[1]),
        )
        for commit, (key, each) in said.items()
    }


def _upwards(prefix: str) -> list[str]:
    """Return a folder and all around it, each empty or with a slash at its end."""
    parts = PurePosixPath(prefix).parts
    return ["".join(f"{part}/" for part in parts[:count]) for count in range(len(parts), -1, -1)]


def _read(git: Git, named: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], bytes | None]:
    """Return files of commits by commit and folder; None for one that is not there."""
    found = git.objects([f"{commit}:{folder}{name}" for (commit, folder), name in named.items()])
    return dict(zip(named, found, strict=True))


def _text(data: bytes | None) -> str:
    return (data or b"").decode("utf-8", "replace")


def _mandatory(adopted: Standard, tailoring: Tailoring) -> frozenset[str]:
    return mandatory(raised(adopted, tailoring.categories))


def _severities(adopted: Standard, tailoring: Tailoring) -> Mapping[str, Severity]:
    usual = {rule.id: rule.severity for rule in adopted.rules.values()}
    return usual | {rule: severity_of(degree) for rule, degree in tailoring.severities.items()}
