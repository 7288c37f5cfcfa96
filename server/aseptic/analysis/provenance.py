"""How well an approval is shown to be its approver's own, and whether the policy of its time allowed it.

An approval is judged by the policy, the owners and the signers that held before the change that brought it: in the
first parent of that commit of the mainline. So no change approves itself by widening the policy that judges it, neither
in one commit nor in several that are merged at once.
"""

from __future__ import annotations

from attrs import frozen

from aseptic.analysis.git import Git
from aseptic.analysis.project import Project
from aseptic.analysis.settings import Settings, read_settings
from aseptic.analysis.signatures import COMMIT, RECORD, approval_statement, verified
from aseptic.records.authority import objection, same_person
from aseptic.records.codeowners import Codeowners, read_codeowners
from aseptic.records.deviation import Deviation, read_deviation
from aseptic.records.terms import Terms
from aseptic.standard.degree import severity_of
from aseptic.standard.granting import granted
from aseptic.standard.policy import Policy, Proof
from aseptic.standard.tailoring import Tailoring, read_tailoring
from aseptic.standard.vocabulary import Severity

SIGNERS = "allowed_signers"
_LARGEST = 100_000
"""Bytes of a signature that are read."""


@frozen
class Provenance:
    """What is known of one approval."""

    deviation: Deviation
    proof: Proof
    needed: Proof
    commit: str = ""
    """The commit that brought it; empty where none has."""
    against: str = ""
    """Why it does not count, though somebody wrote it; empty where nothing speaks against it."""

    @property
    def holds(self) -> bool:
        """Whether it counts, and is proved as well as the policy asks."""
        return not self.against and self.proof.rank >= self.needed.rank


@frozen
class Judge:
    """What held before an approval was brought."""

    policy: Policy
    owners: Codeowners
    signers: bytes
    severity: Severity | None


def provenance(git: Git, project: Project, deviation: Deviation) -> Provenance:
    """Return what is known of the approval of a deviation that says it is approved."""
    commit = bringing(git, deviation, mainline=False)
    judge = _judge(git, project, deviation)
    by, on = deviation.approved.by or "", deviation.approved.on
    severities = {deviation.rule: judge.severity} if judge.severity else {}
    terms = Terms(judge.policy, severities=severities, owners=judge.owners)
    if not deviation.approved.given or on is None:
        against = "it names no approver, date and digest of what was approved"
    elif deviation.approved.of != deviation.digest:
        against = f"it was changed after {by} approved it"
    else:
        raised = deviation.raised.by
        against = objection(raised, deviation.path, deviation.rule, deviation.expires, by, on, terms)
    needed = judge.policy.proof.get(judge.severity, Proof.CLAIMED) if judge.severity else Proof.CLAIMED
    return Provenance(deviation, _proof(git, project, deviation, judge, commit), needed, commit or "", against)


def bringing(git: Git, deviation: Deviation, mainline: bool) -> str | None:
    """Return the first commit in which the approval is the one that stands now."""
    found = None
    for commit in git.commits(deviation.record, mainline):
        then = git.show(commit, deviation.record)
        record = read_deviation(deviation.record, then.decode("utf-8", "replace"))[0] if then else None
        if record is None or (record.status, record.approved) != (deviation.status, deviation.approved):
            break
        found = commit
    return found


def _judge(git: Git, project: Project, deviation: Deviation) -> Judge:
    """Return what held before the change that brought an approval; before a first commit nothing did."""
    brought = bringing(git, deviation, mainline=True)
    before = git.parent(brought) if brought else git.resolved(git.head)
    rule = project.adopted.rules.get(deviation.rule)
    usual = rule.severity if rule else None
    if before is None:
        return Judge(Policy(), Codeowners(), b"", usual)
    settings = read_settings("pyproject.toml", _text(git, before, "pyproject.toml"))[0] or Settings()
    named = f"{settings.records}/standard.md"
    text = _text(git, before, named)
    said = (read_tailoring(named, text)[0] if text else None) or Tailoring()
    tailoring, _ = granted(project.adopted, said)
    policy = tailoring.policy
    owners = read_codeowners(_text(git, before, policy.codeowners)) if policy.codeowners else Codeowners()
    signers = git.show(before, f"{settings.records}/{SIGNERS}") or b""
    degree = tailoring.severities.get(deviation.rule)
    return Judge(policy, owners, signers, severity_of(degree) if degree else usual)


def _proof(git: Git, project: Project, deviation: Deviation, judge: Judge, commit: str | None) -> Proof:
    given = deviation.approved
    by, on, of = given.by or "", given.on.isoformat() if given.on else "", given.of or ""
    statement = approval_statement(deviation.id, by, on, of)
    if verified(judge.signers, by, RECORD, _signature(project, deviation), statement):
        return Proof.RECORD_SIGNED
    raw = git.ask("cat-file", "commit", commit) if commit else None
    if raw is None:
        return Proof.CLAIMED
    signature, signed = _taken_apart(raw)
    if signature and verified(judge.signers, by, COMMIT, signature, signed):
        return Proof.COMMIT_SIGNED
    # Whoever commits may write any author, so both have to be the approver.
    people = [_address(raw, role) for role in (b"author ", b"committer ")]
    return Proof.COMMITTED if all(same_person(each, by) for each in people) else Proof.CLAIMED


def _signature(project: Project, deviation: Deviation) -> bytes:
    """Read the signature beside a record."""
    path = project.root / f"{deviation.record}.sig"
    try:
        return path.read_bytes()[:_LARGEST] if path.is_file() else b""
    except OSError:
        return b""


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
    line = next((each for each in raw.split(b"\n") if each.startswith(role)), b"")
    return line[line.find(b"<") + 1 : line.find(b">")].decode("utf-8", "replace")


def _text(git: Git, revision: str, path: str) -> str:
    return (git.show(revision, path) or b"").decode("utf-8", "replace")
