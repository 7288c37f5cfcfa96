"""Which approvals count only because the code that they are about was moved out from under a stricter policy.

A record is about one file, whose code lay in others before (`file_courses`). At each commit one policy governed it:
that of the innermost project around the file, and none where there was no project. Whoever moves code, or changes what
is around it, and may not approve by the policy that governed until then leaves that behind: people are told to look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import define, evolve, frozen

from aseptic.analysis.approvals.code_then import CodeThen
from aseptic.analysis.approvals.file_courses import FileCourses, Stay
from aseptic.analysis.approvals.governing import Judge, judges_at, ungoverned
from aseptic.analysis.approvals.homes_then import Homes
from aseptic.analysis.approvals.loosening import loosened
from aseptic.analysis.approvals.policy_changes import PolicyChange, against, unshown, who_made
from aseptic.analysis.approvals.record_places import RecordPlaces
from aseptic.analysis.approvals.verdict import Provenance
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.git import Git
from aseptic.records.authority import same_person
from aseptic.records.permission import named
from aseptic.records.permit import Permit
from aseptic.records.reading import STANDARD

_MOST_FILES = 50
"""Files that one permit names which are followed."""
_SHOWN = 3
"""Approvals that are named one by one."""
Key = tuple[str, str]
"""A commit, and a file from the repository's top."""


@frozen
class Stage:
    """A commit since which some code lay in a file under a policy."""

    commit: str
    path: str
    before: str = ""
    """The file from which it came in that commit; empty where it did not."""

    @property
    def key(self) -> Key:
        """By which it is known what governs then."""
        return self.commit, self.path


def left_behind(
    project: Project, counted: Sequence[Provenance], change: PolicyChange | None, places: RecordPlaces
) -> Sequence[str]:
    """Return a line for each commit by which alone approvals count, of those that do; `change` is what else is told.

    `places` are those of the project's records, which know what else its repository had.
    """
    if not counted or not places.head:
        return []
    found = LeftBehind(project, places.git, places.prefix, places.homes_then, places.code_then)
    return found.told(counted, change.told_of(counted) if change else ())


@define(slots=False, eq=False)
class LeftBehind:
    """What is known of how the code came to where it is that the approvals of a project are about."""

    project: Project
    git: Git
    prefix: str
    """The project's folder from the repository's top: empty, or with a slash at its end."""
    _homes: Homes
    _code: CodeThen

    def told(self, counted: Sequence[Provenance], known: Iterable[tuple[str, str]] = ()) -> Sequence[str]:
        """Return a line for each commit by which alone approvals count, and the approvals that do.

        `known` are the commits that were told already, each with the name of an approval.
        """
        ways = self._ways(counted)
        stages = {stage.key: stage for each in ways.values() for way in each for stage in way}
        judges = self._judges([*stages])
        raws = dict(zip(stages, self.git.objects([commit for commit, _ in stages]), strict=True))
        found: dict[tuple[str, str, str], dict[str, Stage]] = {}
        seen = {*known}
        for each in counted:
            for way in ways[each.record.record]:
                told = self._through(each, way, judges, raws)
                if told and (mark := (told[0].commit, each.record.id)) not in seen:
                    seen.add(mark)
                    who = who_made(raws[told[0].key] or b"")
                    who = "its approver" if same_person(who, each.record.approved.by or "") else who
                    found.setdefault((who, told[0].commit, told[1]), {})[each.record.id] = told[0]
        return [_line(stages, who, why) for (who, _, why), stages in found.items()]

    def _ways(self, counted: Sequence[Provenance]) -> Mapping[str, Sequence[Sequence[Stage]]]:
        """Return by the records' own files on which ways the code came that they are about."""
        if self._homes.policed <= {self.prefix}:
            return dict.fromkeys((each.record.record for each in counted), ())
        here = [f"{self.prefix}{path}" for each in counted for path in self._paths(each)]
        courses = FileCourses(self._code.about(frozenset(here)))
        ways = {path: [self._stages(way, courses) for way in courses.of(path)] for path in dict.fromkeys(here)}
        return {
            each.record.record: [way for path in self._paths(each) for way in ways[f"{self.prefix}{path}"]]
            for each in counted
        }

    def _paths(self, found: Provenance) -> Sequence[str]:
        """Return the files that a record is about, from the project's folder."""
        record = found.record
        if not isinstance(record, Permit):
            return [record.path]
        return [name for name, _ in self.git.files(self.git.head) if named(record, name)][:_MOST_FILES]

    def _stages(self, way: Sequence[Stay], courses: FileCourses) -> Sequence[Stage]:
        """Return the commits in which some code went to another file, or a policy around it changed, oldest first."""
        found: list[Stage] = []
        for number, stay in enumerate(way):
            found.append(Stage(courses.then.commit(stay.since), stay.path, way[number - 1].path if number else ""))
            changes = self._homes.changes(stay.path, courses.then.files)
            found += [Stage(courses.then.commit(each), stay.path) for each in changes if stay.until < each < stay.since]
        return found

    def _judges(self, keys: Sequence[Key]) -> Mapping[Key, tuple[str, Judge]]:
        """Return what governed files in commits, each with the folder of its project."""
        governing = self._homes.at(keys)
        found = {key: ("", ungoverned(self.project.adopted)) for key in keys}
        for home in sorted({each for each in governing.values() if each is not None}):
            here = [key for key, each in governing.items() if each == home]
            commits = list(dict.fromkeys(commit for commit, _ in here))
            judges = judges_at(self.git, home, commits, self.project.adopted, rules=True)
            found |= {key: (home, judges[key[0]]) for key in here}
        return found

    def _through(
        self,
        found: Provenance,
        way: Sequence[Stage],
        judges: Mapping[Key, tuple[str, Judge]],
        raws: Mapping[Key, bytes | None],
    ) -> tuple[Stage, str] | None:
        """Return the stage by which an approval counts, and what speaks against it by the policy before."""
        place = f"{self.project.settings.records}/{STANDARD}"
        trusted, since = way[0], list[Stage]()
        for stage in way[1:]:
            before, judge = judges[trusted.key][1], judges[stage.key][1]
            if (not since and not loosened(before, judge)) or not unshown(raws[stage.key] or b"", before, place):
                trusted, since = stage, []
            else:
                since.append(stage)
        last, why = None, _against(found, trusted, judges) if since else ""
        for stage in since:
            now = _against(found, stage, judges)
            last = (stage, why) if why and not now else last
            why = now
        return last


def _against(found: Provenance, stage: Stage, judges: Mapping[Key, tuple[str, Judge]]) -> str:
    """Return what speaks against an approval by what governed its code at a stage."""
    home, judge = judges[stage.key]
    record = found.record
    if not isinstance(record, Permit):
        found = evolve(found, record=evolve(record, where=stage.path.removeprefix(home)))
    return against(found, judge)


def _line(stages: Mapping[str, Stage], who: str, why: str) -> str:
    ids, stage = [*stages], next(iter(stages.values()))
    more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
    others = " and others" if len({*stages.values()}) > 1 else ""
    whose, count = ("its", "it does") if len(ids) == 1 else ("their", "they do")
    what = f"moved {whose} code from {stage.before} to" if stage.before else "changed the policy over"
    return (
        f"{', '.join(ids[:_SHOWN])}{more}: {who} {what} {stage.path}{others} in commit {stage.commit[:12]}, away from "
        f"a policy by which {count} not count ({why}): look at that commit"
    )
