"""Which approvals count only because the code that they are about was moved or copied out from under a stricter policy.

A record is about one file, whose code lay in others before (`file_courses`). At each commit one policy governed it:
that of the innermost project around the file, and none where there was no project. Whoever moves code, or changes what
is around it, and may not approve by the policy that governed until then leaves that behind: people are told to look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import dedent

from attrs import define, evolve

from aseptic.analysis.approvals.approvable import Approvable
from aseptic.analysis.approvals.code_stages import Asked, CodeStages, Key, Stage, Way
from aseptic.analysis.approvals.code_then import CodeThen
from aseptic.analysis.approvals.file_courses import FileCourses
from aseptic.analysis.approvals.governing import Judge, judges_at, ungoverned
from aseptic.analysis.approvals.homes_then import Homes
from aseptic.analysis.approvals.loosening import loosened
from aseptic.analysis.approvals.originals_left import originals_left
from aseptic.analysis.approvals.policy_changes import PolicyChange, against, unshown, who_made
from aseptic.analysis.approvals.record_places import RecordPlaces
from aseptic.analysis.approvals.verdict import Provenance
from aseptic.analysis.projects.project import Project
from aseptic.analysis.versioning.git import Git
from aseptic.checks.retelling import digests, meaning_by
from aseptic.records.authority import same_person
from aseptic.records.meanings import default_meaning, read_names
from aseptic.records.permission import named
from aseptic.records.permit import Permit
from aseptic.records.reading import STANDARD

_MOST_FILES = 50
"""Files that one permit names which are followed."""
_SHOWN = 3
"""Approvals that are named one by one."""
_Told = tuple[str, str, Stage, str, str]
"""An approval's name, who made the commit by which it counts, that stage, what is against it before, its statement."""


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
        known_stages = [stage for each in ways.values() for way in each for stage in (*way.stages, *way.still)]
        stages = list(dict.fromkeys(key for stage in known_stages for key in (stage.key, *stage.makers)))
        judges = self._judges(stages)
        raws = dict(zip(stages, self.git.objects([commit for commit, _ in stages]), strict=True))
        found: list[_Told] = []
        seen = {*known}
        for each in counted:
            for way in ways[each.record.record]:
                told = self._through(each, way, judges, raws)
                if told and (mark := (told[0].commit, each.record.id)) not in seen:
                    seen.add(mark)
                    who = who_made(raws[told[0].key] or b"")
                    who = "its approver" if same_person(who, each.record.approved.by or "") else who
                    found.append((each.record.id, who, *told, _statement(each.record)))
        return [*self._lines(found)]

    def _lines(self, told: Sequence[_Told]) -> Iterator[str]:
        """Yield a line for all that somebody did alike in one commit."""
        came = list(dict.fromkeys(stage.came(statement) for _, _, stage, _, statement in told if stage.before))
        left = dict(zip(came, originals_left(self.git, came), strict=True))
        found: dict[tuple[str, str, str, str], dict[str, Stage]] = {}
        for name, who, stage, why, statement in told:
            what = ("copied" if left[stage.came(statement)] else "moved") if stage.before else "changed"
            found.setdefault((who, what, stage.commit, why), {})[name] = stage
        for (who, what, _, why), stages in found.items():
            yield _line(stages, who, what, why)

    def _ways(self, counted: Sequence[Provenance]) -> Mapping[str, Sequence[Way]]:
        """Return by the records' own files on which ways the code came that they are about."""
        if self._homes.policed <= {self.prefix}:
            return dict.fromkeys((each.record.record for each in counted), ())
        asked = {each.record.record: self._asked(each) for each in counted}
        here = list(dict.fromkeys(one for ones in asked.values() for one in ones))
        then = self._code.about(frozenset(path for path, _ in here))
        courses, stages = FileCourses(then), CodeStages(self._homes, then)
        ways = stages.of({one: courses.of(*one) for one in here})
        return {record: [way for one in ones for way in ways[one]] for record, ones in asked.items()}

    def _asked(self, found: Provenance) -> Sequence[Asked]:
        """Return the files that a record is about, each with its statement; a permit has none."""
        record = found.record
        if not isinstance(record, Permit):
            return [(f"{self.prefix}{record.path}", _statement(record))]
        names = [name for name, _ in self.git.files(self.git.head) if named(record, name)]
        return [(f"{self.prefix}{name}", "") for name in names[:_MOST_FILES]]

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
        way: Way,
        judges: Mapping[Key, tuple[str, Judge]],
        raws: Mapping[Key, bytes | None],
    ) -> tuple[Stage, str] | None:
        """Return the stage by which an approval counts, and what speaks against it by the policy before."""
        trusted, since = way.stages[0], list[Stage]()
        for stage in way.stages[1:]:
            before, judge = judges[trusted.key][1], judges[stage.key][1]
            if (not since and not loosened(before, judge)) or self._may(stage, before, judges, raws):
                trusted, since = stage, []
            else:
                since.append(stage)
        last, why = None, _against(found, trusted, judges) if since else ""
        for stage in since:
            now = _against(found, stage, judges)
            last = (stage, why) if why and not now else last
            why = now
        # A copy of what stays under such a policy is as well its original, where git does not tell.
        return None if any(_against(found, each, judges) for each in way.still) else last

    def _may(
        self, stage: Stage, before: Judge, judges: Mapping[Key, tuple[str, Judge]], raws: Mapping[Key, bytes | None]
    ) -> bool:
        """Say whether a stage is theirs who may approve by what governed before: whose merge it is, or what it brings.

        What a merge brings came under a policy that lets through no less than the one under which it is since.
        """
        place = f"{self.project.settings.records}/{STANDARD}"
        theirs = [not unshown(raws[key] or b"", before, place) for key in (stage.key, *stage.makers)]
        brought = stage.made and not loosened(judges[stage.makers[0]][1], judges[stage.key][1])
        return theirs[0] or bool(brought and all(theirs[1:]))


def _statement(record: Approvable) -> str:
    """Return the one statement that a record quotes; empty where that is not held against its fingerprint, or more."""
    if isinstance(record, Permit):
        return ""
    section = record.page.section("Code when raised")
    names = read_names(section.body) if section else None
    code = dedent(record.code[0].text) if record.code else ""
    alone = names is not None and len(digests(code, meaning_by(names, default_meaning))) == 1
    return code if alone else ""


def _against(found: Provenance, stage: Stage, judges: Mapping[Key, tuple[str, Judge]]) -> str:
    """Return what speaks against an approval by what governed its code at a stage."""
    home, judge = judges[stage.key]
    record = found.record
    if not isinstance(record, Permit):
        found = evolve(found, record=evolve(record, where=stage.path.removeprefix(home)))
    return against(found, judge)


def _line(stages: Mapping[str, Stage], who: str, what: str, why: str) -> str:
    ids, stage = [*stages], next(iter(stages.values()))
    more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
    others = " and others" if len({*stages.values()}) > 1 else ""
    whose, count = ("its", "it does") if len(ids) == 1 else ("their", "they do")
    did = f"{what} {whose} code from {stage.before} to" if stage.before else f"{what} the policy over"
    return (
        f"{', '.join(ids[:_SHOWN])}{more}: {who} {did} {stage.path}{others} in commit {stage.commit[:12]}, away from "
        f"a policy by which {count} not count ({why}): look at that commit"
    )
