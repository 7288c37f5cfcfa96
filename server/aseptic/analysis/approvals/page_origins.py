"""Which projects are gone and went on as another, where no record tells: their pages do, or most of their code.

However the page was rewritten, in however many commits and in which order: their records come along. A commit that
takes a page away to have one elsewhere tells it, unless the code went to another page that it brought.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import define, frozen

from aseptic.analysis.approvals.code_then import CodeThen
from aseptic.analysis.approvals.homes_then import Homes
from aseptic.analysis.versioning.trees import Exchange, Version
from aseptic.records.reading import STANDARD


@frozen
class PageOrigin:
    """A project that went on as another."""

    place: str
    """The folder of its records, from the repository's top."""
    home: str
    """Its own folder: empty, or with a slash at its end."""


@define(slots=False, eq=False)
class PageOrigins:
    """The projects that a repository had, told by where policies and code lay."""

    _homes: Homes
    _code: CodeThen

    def of(self, place: str, home: str, change: Exchange) -> Iterator[PageOrigin]:
        """Yield the origins of the project whose records lie in a place since a commit, which changed this."""
        for folder, root in sorted(self._homes.gone.items()):
            if home.startswith(root):
                continue
            taken = f"{folder}/{STANDARD}" in change.taken and f"{place}/{STANDARD}" in change.added
            if self._most(folder, root, home) or (taken and not self._elsewhere(root, place, change)):
                yield PageOrigin(folder, root)

    def _elsewhere(self, root: str, place: str, change: Exchange) -> bool:
        """Say whether a file of a project came to another than that of a place, whose page a commit added, too."""
        pages = {path.removesuffix(f"/{STANDARD}") for path in change.added if path.endswith(f"/{STANDARD}")} - {place}
        went = {id_ for path, id_ in change.taken.items() if path.startswith(root)}
        others = tuple(home for each in pages if (home := self._homes.of(each)) not in (None, root))
        return any(id_ in went and path.startswith(others) for path, id_ in change.added.items())

    def _most(self, folder: str, root: str, home: str) -> bool:
        """Say whether half of the code that a project had when its page went came to another."""
        code, likeness = self._code.code, self._code.likeness
        went = max((back for back, id_ in self._code.files.get(f"{folder}/{STANDARD}", ()) if not id_), default=-1)
        then = ((path, [each for each in code[path] if each[0] > went]) for path in code if path.startswith(root))
        had = {path: _ids(code[path]) for path, each in then if each and each[0][1]}
        if not any(likeness.tells(id_) for ids in had.values() for id_ in ids):  # the same in the same place
            came = [each for each in had if had[each] & _ids(code.get(f"{home}{each.removeprefix(root)}", ()))]
            return bool(came) and 2 * len(came) >= len(had)
        here = {
            id_ for path, each in code.items() if path.startswith(home) for id_ in _ids(each) if likeness.tells(id_)
        }
        came = [each for each in had if any({id_, *likeness.of(id_)} & here for id_ in had[each])]
        return bool(came) and 2 * len(came) >= len(had)


def _ids(versions: Sequence[Version]) -> frozenset[str]:
    return frozenset(id_ for _, id_ in versions if id_)
