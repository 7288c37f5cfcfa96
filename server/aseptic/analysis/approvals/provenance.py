"""How well an approval is shown to be its approver's own, and whether the policy of its time and today's allow it.

An approval, of a deviation or a permit, is judged by the policy, the owners and the signers that held before the change
that brought it, in the first parent of that commit of the mainline, and by today's where that is stricter. So no change
approves itself by widening the policy that judges it, neither in one commit nor in several that are merged at once.
Where that commit merged histories in which the policy was changed, each of their policies has to let it through: the
text that a merge takes is the choice of whoever merges.
What is not on the default branch yet, as far as the clone knows that branch, is one change, too, in however many
commits: all of it is judged by what held where it left that branch. Commits that a fast-forward has put there one by
one are several changes: git keeps nothing that binds them, unless somebody says where the branch was before.

Where there is nothing before (no git, a first commit, a history that was cut off), the policy and the signers of that
commit or tree judge, and `basis` says so. A commit at which a history was cut off proves nothing of who made it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import PurePosixPath

from attrs import define, evolve

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.approvers_left import approvers_left, cure
from aseptic.analysis.approvals.basis import Basis
from aseptic.analysis.approvals.doubts import doubts
from aseptic.analysis.approvals.four_eyes import written_by_approver
from aseptic.analysis.approvals.governing import Judge, judge_of, judges_wherever
from aseptic.analysis.approvals.later_decisions import held_against, taken_back
from aseptic.analysis.approvals.left_since import given_under, leaving, policies_against
from aseptic.analysis.approvals.objections import objection_of
from aseptic.analysis.approvals.place_changes import repointed
from aseptic.analysis.approvals.policy_history import PolicyHistory
from aseptic.analysis.approvals.record_history import RecordHistory, lifetime_of
from aseptic.analysis.approvals.record_places import RecordPlaces
from aseptic.analysis.approvals.record_signature import Signers, fault_of, signature_beside, signs
from aseptic.analysis.approvals.rejected_before import Rejection, barred
from aseptic.analysis.approvals.since_then import since_then
from aseptic.analysis.approvals.unkept import unkept
from aseptic.analysis.approvals.verdict import CUT_OFF, FIRST, NO_GIT, Provenance
from aseptic.analysis.projects.day import utc_today
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.commits import author, committed_by, committer, parents, signed_by
from aseptic.analysis.versioning.forking import Fork
from aseptic.analysis.versioning.git import Git
from aseptic.records.authority import amended, untimely
from aseptic.records.deviation import Deviation, Status
from aseptic.standard.policy import Proof


@define(frozen=True, slots=False, eq=False)
class Approvals:
    """The approvals of a project, judged when they are asked for; git is asked a bounded number of times for all."""

    project: Project
    git: Git
    given: str = ""
    """Where the default branch was before, if somebody knows; see `Fork`."""
    known: RecordHistory | None = None
    """What git has of the project's records, where somebody asked for more than for the approved ones."""

    def judged(self, record: Approvable, enough: bool = False) -> Provenance:
        """Return what is known of the approval of a record that says it is approved.

        `enough`: no better proof is looked for than is needed.
        """
        base = self._base(record)
        then, now = base.needed(record.rule), self._today.needed(record.rule)
        unkept = self._unkept.get(record.record, "")
        found = Provenance(record, Proof.CLAIMED, then, now, base.commit, basis=base.basis, unkept=unkept)
        against = self._against(record)
        rejected = None if against else self._rejected(record)
        came = "" if against else self._came_about(record, base, found.needed) or (rejected.said if rejected else "")
        wrote = "" if against or came else self._wrote(record, base, found.needed)
        most = found.needed if enough else Proof.RECORD_SIGNED
        proof, stale = self._proof(record, base, most), bool(came or wrote)
        since = self._since(record, base, against) if against else ""
        against = against or came or wrote
        doubt = "" if against else "; ".join(doubts(self._lifetime, record, self.project))
        way = cure(self._lifetime, record, self._today) if wrote else self._who_may(record, base) if came else ""
        way = since or (rejected.cure if rejected and came == rejected.said else way)
        found = evolve(found, proof=proof, against=against, stale=stale, doubt=doubt, cure=way)
        return found if against or found.holds else evolve(found, shown=self._shown(record, base, proof))

    @property
    def places(self) -> RecordPlaces:
        """Where the project's records lay before."""
        return self._lifetime.places_then

    @cached_property
    def _fork(self) -> Fork:
        return Fork(self.git, self.given)

    @cached_property
    def _records(self) -> tuple[Approvable, ...]:
        return tuple(approved(self.project))

    @cached_property
    def _lifetime(self) -> RecordHistory:
        return self.known or lifetime_of(self.git, self._records)

    @cached_property
    def _today(self) -> Judge:
        return judge_of(self.project)

    @cached_property
    def _brought(self) -> Mapping[str, str]:
        return {each.record: self._lifetime.brought(each) for each in self._records}

    @cached_property
    def _unkept(self) -> Mapping[str, str]:
        return unkept(self.git, [each for each, brought in self._brought.items() if not brought])

    @cached_property
    def _before(self) -> Mapping[str, str]:
        """The commit before each that brought an approval to the mainline; itself where there is none before it."""
        fork = self._fork
        found = {
            each: fork.base if each in fork.since else (*parents(self._lifetime.raw(each)), each)[0]
            for each in self._brought.values()
            if each
        }
        there = dict(zip(found.values(), self.git.ids(list(found.values())), strict=True))
        return {each: before if there[before] else each for each, before in found.items()}

    @cached_property
    def _sides(self) -> Mapping[str, tuple[str, ...]]:
        """The merges that brought approvals and had a choice of policies, with the commits that tell those."""
        brought = {each for each in self._brought.values() if len(parents(self._lifetime.raw(each))) > 1}
        brought -= self._fork.since  # judged by what held before all that is not taken over yet
        if not brought:
            return {}
        sides = PolicyHistory(self.project, self.git, self._lifetime.head, self._lifetime.places_then).sides
        return {each: sides[each] for each in brought if each in sides}

    @cached_property
    def _given(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """By record the keys of what governed an approval on the branch on which it was given by who may no more."""
        before = {record: self._before[brought] for record, brought in self._brought.items() if brought}
        return given_under(self._lifetime, self._records, before, self._today)

    @cached_property
    def _latest(self) -> str:
        """The commit whose policy judges what is not committed."""
        return self._fork.base or self._lifetime.head

    @cached_property
    def _judges(self) -> Mapping[tuple[str, str], Judge]:
        """What judges, by the commit that has it and the place of a record: its project may have been elsewhere."""
        wanted = {(self._latest, "")} if self._latest else set[tuple[str, str]]()
        for record, brought in ((each, brought) for each, brought in self._brought.items() if brought):
            commits = (self._before[brought], *self._sides.get(brought, ()))
            wanted |= {(each, self._lifetime.place_in(brought, record)) for each in commits}
        wanted |= {key for keys in self._given.values() for key in keys}
        return judges_wherever(self._lifetime.places_then, sorted(wanted), self.project.adopted)

    def signers(self, record: Approvable | None = None) -> Signers:
        """Return the signers that prove a record's approval; without one, an approval that is still to be written."""
        return (self._base(record) if record else self.ahead).signers

    def needed(self, record: Approvable, given: Approvable | None = None) -> Proof:
        """Return the proof that an approval needs; of one that is still to be written where none is `given`."""
        base = self._base(given) if given else self.ahead
        return max(base.needed(record.rule), self._today.needed(record.rule), key=lambda each: each.rank)

    @property
    def ahead(self) -> Basis:
        """What judges that which no commit has."""
        if not self._lifetime.head:
            return Basis(self._today, basis=NO_GIT)
        return Basis(self._judges[self._latest, ""], at=self._latest, fork=self._fork.base)

    def _base(self, record: Approvable) -> Basis:
        brought = self._brought.get(record.record, "")
        if not (self._lifetime.head and brought):
            return self.ahead
        before, place = self._before[brought], self._lifetime.place_in(brought, record.record)
        raw = self._lifetime.raw(brought)
        if before == brought and (parents(raw) or not raw):  # what was before is not there
            return Basis(self._judges[brought, place], basis=CUT_OFF, at=brought)
        commit = next((each.commit for each in reversed(self._lifetime.steps(record))), "")
        merged = {each: self._judges[each, place] for each in self._sides.get(brought, ())}
        fork = self._fork.base if brought in self._fork.since else ""
        return Basis(self._judges[before, place], commit, FIRST if before == brought else "", merged, before, fork)

    def _against(self, record: Approvable) -> str:
        """Return what today speaks against an approval."""
        given = record.approved
        by, on = given.by or "", given.on
        if not given.given or on is None:
            return f"it names no {given.missing}"
        if given.of != record.digest:
            return f"it {amended(by or '')}"
        if why := untimely(record.raised.on, on, utc_today()):
            return f"it {why}"
        if PurePosixPath(record.record).name != f"{record.id}.md":  # under a new name it would be new, whatever it was
            return f"its file is not called {record.id}.md, by which git tells what became of it"
        if self._lifetime.head and _behind_a_link(self.project, record):
            return "it lies behind a link, of which git keeps no history; put the record itself there"
        if (
            self._lifetime.head
            and not self._brought.get(record.record)
            and (told := held_against(self._lifetime, record))
        ):
            return told
        return objection_of(record, self._today)

    def _came_about(self, record: Approvable, base: Basis, needed: Proof) -> str:
        """Return what speaks against how an approval came about."""
        if told := self._by_policies(record, base, self.ahead.judge):
            return told
        if told := taken_back(self._lifetime, record, needed):
            return told
        judges = (self._today, *base.judges)
        return repointed(self._lifetime, record, judges, needed) if isinstance(record, Deviation) else ""

    def _by_policies(self, record: Approvable, base: Basis, said: Judge) -> str:
        return policies_against(record, base, said, [self._judges[key] for key in self._given.get(record.record, ())])

    def _since(self, record: Approvable, base: Basis, against: str) -> str:
        """Return what to do about an approval of which this is said by today's policy."""
        by, on = record.approved.by or "", record.approved.on or utc_today()
        once = leaving(self._today, by, on)
        may = not (objection_of(record, once) or self._by_policies(record, base, once))
        return since_then(self._lifetime, record, may, self._today, against, utc_today())

    def _rejected(self, record: Approvable) -> Rejection | None:
        """Return the rejection that an approval leaves out."""
        return barred(self._lifetime, record, self.project) if self._lifetime.head else None

    def _wrote(self, record: Approvable, base: Basis, needed: Proof) -> str:
        return written_by_approver(self._lifetime, record, (self._today, *base.judges), needed)

    def _who_may(self, record: Approvable, base: Basis) -> str:
        """Return who may approve a record by what holds by now; empty where whoever did may by that."""
        judge = self.ahead.judge
        if self._by_policies(record, base, judge) and not self._by_policies(record, base, self._today):
            where = "take into the default branch" if self._fork.base else "commit"
            return f"{where} the policy that says when {record.approved.by} left"
        if not judge.page or not judge.terms.policy.names_approvers or not objection_of(record, judge):
            return ""
        others = " or ".join(approvers_left(self._lifetime, record, judge))
        return f"propose it again, and have {others} approve it, as {judge.whose} asks" if others else ""

    def _proof(self, record: Approvable, base: Basis, most: Proof) -> Proof:
        by = record.approved.by or ""
        raw = self._lifetime.raw(base.commit) if base.commit else b""
        plain = Proof.COMMITTED if committed_by(raw, by) else Proof.CLAIMED
        if plain.rank >= most.rank:  # without a signature to be checked
            return plain
        lists = base.signers.lists
        if signs(signature_beside(self.project, record), record, lists):
            return Proof.RECORD_SIGNED
        return Proof.COMMIT_SIGNED if all(signed_by(raw, by, each) for each in lists) else plain

    def _shown(self, record: Approvable, base: Basis, proof: Proof) -> str:
        """Return what git and a signature show instead of what is asked for, as sentences without their points."""
        raw, signature = self._lifetime.raw(base.commit), signature_beside(self.project, record)
        if not base.commit:
            shown = "no commit has it yet" * bool(self._lifetime.head and not base.basis)
        elif proof is Proof.CLAIMED and raw and base.basis != CUT_OFF:
            shown = f"{base.commit[:12]} has {author(raw)} as author and {committer(raw)} as committer"
        else:
            shown = ""
        fault = fault_of(signature, record, base.signers, self.project) if signature else ""
        return "; ".join(filter(None, (shown, fault and f"the signature beside it {fault}")))


def approved(project: Project) -> Iterable[Approvable]:
    """Yield the records that say that they are approved."""
    records = (*project.deviations, *project.shelf.permits)
    yield from (each for each in records if each.status is Status.APPROVED)


def judged(
    project: Project, history: Git | None = None, given: str = "", known: RecordHistory | None = None
) -> list[Provenance]:
    """Return what is known of every approval of a project; `history` is as in `proving.unproved`, `given` in `Fork`."""
    approvals = Approvals(project, history or Git(project.root), given, known)
    return [approvals.judged(each) for each in approved(project)]


def provenance(git: Git, project: Project, record: Approvable) -> Provenance:
    """Return what is known of the approval of one record that says it is approved."""
    return Approvals(project, git).judged(record)


def _behind_a_link(project: Project, record: Approvable) -> bool:
    """Say whether a record or a folder on the way to it from its project is a link."""
    path = PurePosixPath(record.record)
    return any((project.root / each).is_symlink() for each in (path, *path.parents[:-1]))
