"""Which policy, owners and signers govern a project in a commit, and in the tree as it lies there.

A project that a commit has not yet is governed by the nearest one around it that the commit has: a new folder with a
standard of its own does not take its approvals out from under the one before. One that it has no more, or cannot be
read in it, is governed by what it said last: see `policies_then`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from attrs import evolve, frozen

from aseptic.analysis.approvals.folders_then import read, text_of
from aseptic.analysis.approvals.policies_then import policies_then
from aseptic.analysis.approvals.record_places import RecordPlaces
from aseptic.analysis.approvals.rules_then import StandardThen, standards_then
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.git import Git
from aseptic.records.codeowners import Codeowners, read_codeowners
from aseptic.records.shelf import SIGNERS
from aseptic.records.terms import Terms
from aseptic.standard.catalog import Standard, mandatory
from aseptic.standard.degree import severity_of
from aseptic.standard.granting import granted
from aseptic.standard.policy import Proof
from aseptic.standard.raising import raised
from aseptic.standard.tailoring import Tailoring
from aseptic.standard.vocabulary import Severity

_LARGEST = 1_000_000
"""Bytes of a list of signers that are read."""


@frozen(eq=False)
class Judge:
    """By what an approval is judged."""

    terms: Terms
    signers: bytes
    inside: str = ""
    """The project's folder as seen from the one that governs it: empty, or with a slash at its end."""

    page: str = ""
    """The policy's page as seen from the repository's top; empty for the one that lies there."""
    at: str = ""
    """The commit that has the page."""

    @property
    def whose(self) -> str:
        """Which policy it judges by, as people find it."""
        return f"{self.page} of commit {self.at[:12]}" if self.page else "the policy"

    def needed(self, rule: str) -> Proof:
        """Return the proof that an approval of a record about a rule needs."""
        severity = self.terms.severities.get(rule)
        return self.terms.policy.proof.get(severity, Proof.CLAIMED) if severity else Proof.CLAIMED


def judge_of(project: Project) -> Judge:
    """Return what governs a project as it lies there."""
    path = project.records / SIGNERS
    try:
        signers = path.read_bytes()[:_LARGEST] if path.is_file() and not path.is_symlink() else b""
    except OSError:
        signers = b""
    return Judge(project.terms, signers)


def judges_at(
    git: Git,
    prefix: str,
    commits: Sequence[str],
    adopted: Standard,
    rules: bool = False,
    earlier: Sequence[str] = (),
) -> Mapping[str, Judge]:
    """Return what governed a project in each of some commits, in a bounded number of calls of git.

    `prefix` is the project's folder as seen from the repository's top, and `adopted` the standard untailored. `rules`:
    the project's own rules are those of the commit, too. `earlier` is as in `policies_then`.
    """
    policies = policies_then(git, prefix, commits, earlier)
    today = dict.fromkeys(policies, StandardThen(adopted))
    then = standards_then(git, policies, adopted) if rules else today
    said = {commit: granted(then[commit].standard, policy.tailoring)[0] for commit, policy in policies.items()}
    at = {commit: (commit, policy.folder) for commit, policy in policies.items()}
    signers = read(git, {at[commit]: f"{policy.records}/{SIGNERS}" for commit, policy in policies.items()})
    named = {at[commit]: each.policy.codeowners for commit, each in said.items() if each.policy.codeowners}
    owners = {key: read_codeowners(text_of(data)) for key, data in read(git, named).items()}
    return {
        commit: Judge(
            _terms(then[commit], said[commit], owners.get(key, Codeowners()), adopted.formerly),
            signers[key] or b"",
            prefix.removeprefix(key[1]),
            policies[commit].page,
            policies[commit].at,
        )
        for commit, key in at.items()
    }


def judges_wherever(
    places: RecordPlaces, wanted: Collection[tuple[str, str]], adopted: Standard
) -> Mapping[tuple[str, str], Judge]:
    """Return the same with the project's own rules where it may have lain elsewhere, by what is as in `homes`."""
    homes, projects = places.homes(wanted), dict.fromkeys(home for home, _ in places.projects)
    judges: dict[tuple[str, str], Judge] = {}
    for home in dict.fromkeys(homes.values()):
        commits = sorted({commit for (commit, _), folder in homes.items() if folder == home})
        earlier = [each for each in projects if each != home]
        found = judges_at(places.git, home, commits, adopted, True, earlier)
        judges |= {key: found[key[0]] for key, folder in homes.items() if folder == home}
    return judges


def ungoverned(adopted: Standard) -> Judge:
    """Return what governs where there is no project."""
    return Judge(_terms(StandardThen(adopted), Tailoring(), Codeowners(), adopted.formerly), b"")


def _terms(then: StandardThen, tailoring: Tailoring, owners: Codeowners, formerly: Mapping[str, str]) -> Terms:
    """Return what a project asked for then, of rules by the names that they have now, too."""
    standard, renamed = then.standard, (*formerly.items(), *then.taken)
    policy, barred = tailoring.policy, _mandatory(standard, tailoring)
    severities = dict(_severities(standard, tailoring))
    for old, new in renamed:
        if old in standard.rules:
            severities[new] = max(severities[new], severities[old], key=lambda each: each.rank)
            barred = barred | {new} if old in barred else barred
    named = (new for old, new in renamed if old in policy.no_deviation and new not in policy.no_deviation)
    policy = evolve(policy, no_deviation=(*policy.no_deviation, *named))
    return Terms(policy, barred, severities, owners)


def _mandatory(adopted: Standard, tailoring: Tailoring) -> frozenset[str]:
    return mandatory(raised(adopted, tailoring.categories))


def _severities(adopted: Standard, tailoring: Tailoring) -> Mapping[str, Severity]:
    usual = {rule.id: rule.severity for rule in adopted.rules.values()}
    return usual | {rule: severity_of(degree) for rule, degree in tailoring.severities.items()}
