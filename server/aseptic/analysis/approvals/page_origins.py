"""From which other folder a project came, where no record tells: its page does, and the files that came with it.

A project that had no record yet, or whose records were numbered anew on the way, brings its policy's history all the
same: else whoever moves it makes the policy what they like. Where one page goes and one comes in a commit, that is a
move, however the page was rewritten. Where that takes two commits, half of the files that came have to be the old ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import PurePosixPath

from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.trees import Exchange
from aseptic.records.reading import STANDARD

_MOST_ALIKE = 8
"""Files of one name and text, beyond which they tell nothing of where one is from."""
Roots = tuple[str, str]
"""Two folders in which the same lay, each as far as they differ."""


def page_taken(git: Git, place: str, change: Exchange) -> str:
    """Return the folder whose page a commit took away to have it in a place; empty where it took none.

    Of several it is the one of which most files came along, else whose page is most alike, unless that one went
    elsewhere by the same measure.
    """
    if not any(map(_folder, change.taken)):
        return ""
    old, new = _pages(git, change.taken), _pages(git, change.added)
    if place not in new:
        return ""
    along = _along(change.taken, change.added)

    def fit(folder: str, target: str) -> tuple[int, float]:
        return along[_roots(folder, target)], _alike(old[folder], new[target])

    best = max(sorted(old), key=lambda each: fit(each, place))
    return best if fit(best, place) >= max(fit(best, each) for each in new) else ""


def pages_before(git: Git, head: str, place: str, before: Mapping[str, str], added: Mapping[str, str]) -> list[str]:
    """Return the folders whose page lay there before a commit and is gone today, of whose project most files came."""
    folders = [each for path in before if (each := _folder(path)) and each != place]
    there = git.ids([f"{head}:{each}/{STANDARD}" for each in folders])
    gone = [folder for folder, page in zip(folders, there, strict=True) if not page]
    along = _along(before, added) if gone else Counter[Roots]()
    found: list[str] = []
    for folder in gone:
        roots = _roots(folder, place)
        root = f"{roots[1]}/" if roots[1] else ""
        came = sum(each.startswith(root) and not each.startswith(f"{place}/") for each in added)
        if came and 2 * along[roots] >= came:
            found.append(folder)
    return found


def _pages(git: Git, files: Mapping[str, str]) -> Mapping[str, Counter[bytes]]:
    """Return the lines of the pages among some files, by their folders."""
    pages = {folder: blob for path, blob in files.items() if (folder := _folder(path))}
    texts = zip(pages, git.objects([*pages.values()]), strict=True)
    return {folder: Counter((text or b"").splitlines()) for folder, text in texts}


def _folder(path: str) -> str:
    """Return the folder in which a page lies; empty for a file that is none."""
    folder, _, name = path.rpartition("/")
    return folder if name == STANDARD else ""


def _alike(one: Counter[bytes], other: Counter[bytes]) -> float:
    """Return how much of two pages is the same, from 0 to 1, in lines."""
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)


def _along(before: Mapping[str, str], added: Mapping[str, str]) -> Counter[Roots]:
    """Return how many files came from one folder to another as they were, what tells of records left out."""
    lay: dict[tuple[str, str], list[str]] = {}
    for path, blob in before.items():
        lay.setdefault((PurePosixPath(path).name, blob), []).append(path)
    found = Counter[Roots]()
    for path, blob in added.items():
        same = lay.get((PurePosixPath(path).name, blob), [])
        found.update({_roots(each, path) for each in same} if len(same) <= _MOST_ALIKE else ())
    return found


def _roots(one: str, other: str) -> Roots:
    """Return two paths without the end that they have in common."""
    mine, others = one.split("/"), other.split("/")
    while mine and others and mine[-1] == others[-1]:
        mine.pop()
        others.pop()
    return "/".join(mine), "/".join(others)
