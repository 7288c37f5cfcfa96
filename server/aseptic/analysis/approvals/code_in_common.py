"""Which files of one project became another's, in whole or in the main, wherever they lie there and by whatever name.

What every project has tells nothing: empty packages, imports, versions, licences. Where a project has nothing else, its
files tell that are the same in the same place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.trees import Version

Files = Mapping[str, Sequence[Version]]
"""All that some files have been, newest first, by their paths."""
Lines = frozenset[bytes]
_MOST = 4000
"""Texts that are read, the newest of each file first."""
_SHORTEST = 12
"""Bytes of a line that tells something."""
_ENOUGH = 3
"""Lines in common by which a file is alike, where half of it has as many."""
_PROSE = re.compile(rb'"""(?:.|\n)*?"""|\'\'\'(?:.|\n)*?\'\'\'')
_USUAL = (b"#", b"import ", b"from ", b"__", b"if __name__ ")
"""How lines begin that many files have."""


def came(git: Git, old: Mapping[str, Files], home: str, new: Files) -> Mapping[str, frozenset[str]]:
    """Return which files of each old project are among those of one in a folder, of those projects of which any is."""
    since = max((versions[-1][0] for versions in new.values()), default=0)
    then = {home: {path: _sampled(each, since) for path, each in files.items()} for home, files in old.items()}
    now = {path: _sampled(each, since) for path, each in new.items()}
    lines = _lines(git, [ids for files in (now, *then.values()) for ids in files.values()])
    same = _texts(git, {id_ for each in new.values() for _, id_ in each}, [*old.values()])
    index: dict[bytes, set[str]] = {}
    for id_ in {each for ids in now.values() for each in ids}:
        for line in lines.get(id_, ()):
            index.setdefault(line, set()).add(id_)
    found: dict[str, frozenset[str]] = {}
    for root, files in old.items():
        here = {
            path
            for path, versions in files.items()
            if any(same.get(id_) for _, id_ in versions)
            or any(_alike(lines.get(id_) or frozenset(), index, lines) for id_ in then[root][path])
        }
        if not any(lines.get(id_) for ids in then[root].values() for id_ in ids):
            here = {path for path, ids in then[root].items() if {*ids} & {*now.get(f"{home}{path[len(root) :]}", ())}}
        found |= {root: frozenset(here)} if here else {}
    return found


def _sampled(versions: Sequence[Version], since: int) -> Sequence[str]:
    """Return the newest text of a file, its first, and that before so many commits back, each once."""
    texts = [each for each in versions if each[1]]
    before = [each for each in texts if each[0] >= since]
    return list(dict.fromkeys(id_ for _, id_ in (*texts[:1], *before[:1], *texts[-1:])))


def _lines(git: Git, files: Sequence[Sequence[str]]) -> Mapping[str, Lines]:
    """Return the lines that tell something of texts, the newest of each file first, of so many at most."""
    most = max(map(len, files), default=0)
    ids = [each[at] for at in range(most) for each in files if at < len(each)]
    wanted = list(dict.fromkeys(ids))[:_MOST]
    return {id_: _telling(text or b"") for id_, text in zip(wanted, git.objects(wanted), strict=True)}


def _texts(git: Git, new: set[str], old: Iterable[Files]) -> Mapping[str, Lines]:
    """Return the lines of the texts that were old ones as well."""
    both = sorted(new & {id_ for files in old for versions in files.values() for _, id_ in versions} - {""})[:_MOST]
    return {id_: _telling(text or b"") for id_, text in zip(both, git.objects(both), strict=True)}


def _telling(text: bytes) -> Lines:
    return frozenset(_worthy(_PROSE.sub(b"", text).splitlines()))


def _worthy(lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        bare = b" ".join(line.split())
        if len(bare) >= _SHORTEST and not bare.startswith(_USUAL):
            yield bare


def _alike(lines: Lines, index: Mapping[bytes, set[str]], texts: Mapping[str, Lines]) -> bool:
    """Say whether half of a text, or of one of those of an index, is in the other."""
    shared = Counter(id_ for line in lines for id_ in index.get(line, ()))
    return any(
        2 * count >= min(len(lines), len(texts[id_])) and count >= min(_ENOUGH, (len(lines) + 1) // 2)
        for id_, count in shared.items()
    )
