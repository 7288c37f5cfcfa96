"""Who approved on a branch, and left before it was merged: what is said later of when they left counts there, too.

Such an approval is judged by the policy to which the branch came. That names its approver no more, and where it does
not say yet that they left, it takes them for somebody who never might. So what is said of it by now is taken, as long
as that gives nobody what they had not: they might approve by the policy that the branch left, and by the one on it.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence

from attrs import evolve

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.basis import Basis
from aseptic.analysis.approvals.governing import Judge
from aseptic.analysis.approvals.objections import objection_of
from aseptic.analysis.approvals.record_history import RecordHistory
from aseptic.analysis.versioning.commits import parents
from aseptic.analysis.versioning.git import Git
from aseptic.records.authority import left


def leaving(judge: Judge, who: str, day: datetime.date) -> Judge:
    """Return what judges once its policy says on which day somebody left, too."""
    policy = judge.terms.policy
    return evolve(judge, terms=evolve(judge.terms, policy=evolve(policy, former={**policy.former, who: day})))


def policies_against(record: Approvable, base: Basis, said: Judge, given: Collection[Judge]) -> str:
    """Return what the policies that judge an approval have against it, but for what `said` has of when somebody left.

    `given` is what governed the approval where it was given, if that is elsewhere.
    """
    if told := _objection(record, base.judge, said, given):
        return f"{told}, by {base.words}"
    for commit, judge in base.merged.items():
        if told := _objection(record, judge, said, given):
            return f"{told}, by the policy in commit {commit[:12]}, which was merged with it"
    return ""


def _objection(record: Approvable, judge: Judge, said: Judge, given: Collection[Judge]) -> str:
    told, by = objection_of(record, judge), record.approved.by or ""
    day = left(by, said.terms.policy)
    if not told or day is None or left(by, judge.terms.policy) is not None:
        return told
    might = bool(given) and not any(objection_of(record, each) for each in given)
    return objection_of(record, leaving(judge, by, day)) if might else told


def given_under(
    lifetime: RecordHistory, records: Iterable[Approvable], before: Mapping[str, str], today: Judge
) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return by record the keys of what governed approvals on branches, whose approvers left or may not today.

    `before` is to which commit each came, by its record. Git is asked once, and where it does not know there are none.
    """
    asked: dict[str, tuple[str, str]] = {}
    for each in records:
        gone = left(each.approved.by or "", today.terms.policy) is not None
        if before.get(each.record) and (gone or objection_of(each, today)):
            commit = next((step.commit for step in reversed(lifetime.steps(each))), "")
            if commit != lifetime.brought(each) and parents(lifetime.raw(commit)):
                asked[each.record] = before[each.record], commit
    forks = _forks(lifetime.git, lifetime.head, asked.values())
    found: dict[str, Sequence[tuple[str, str]]] = {}
    for record, (there, commit) in asked.items():
        if fork := forks.get((there, commit)):
            place = lifetime.place_in(commit, record)
            found[record] = (fork, place), (parents(lifetime.raw(commit))[0], place)
    return found


def _forks(git: Git, tip: str, asked: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
    """Return by a commit of the mainline and one of a branch which is the last before that one that the branch had."""
    if not asked:
        return {}
    listed = [line.split() for line in (git.text("rev-list", "--parents", tip) or "").split("\n") if line]
    graph = {commit: before for commit, *before in listed}
    mainlines = [_mainline(graph, next(iter(graph), ""))]
    found: dict[tuple[str, str], str] = {}
    for before, commit in {*asked}:
        line = next((each for each in mainlines if before in each), None)
        if line is None:
            mainlines.append(line := _mainline(graph, before))
        waiting, seen, met = [commit], {commit}, list[tuple[int, str]]()
        while waiting:
            each = waiting.pop()
            if line.get(each, -1) >= line.get(before, 0):
                met.append((line[each], each))
            else:
                new = {*graph.get(each, ())} - seen
                seen |= new
                waiting += new
        if met:
            found[before, commit] = min(met)[1]
    return found


def _mainline(graph: Mapping[str, Sequence[str]], tip: str) -> Mapping[str, int]:
    """Return the commits of a mainline, the newest first, each with its place in it."""
    found: dict[str, int] = {}
    while tip in graph:
        found[tip] = len(found)
        tip = next(iter(graph[tip]), "")
    return found
