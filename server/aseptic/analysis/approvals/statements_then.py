"""Whether a statement stood in what files were: by what it calls, with which arguments by name.

Variables may be called otherwise, lines be broken elsewhere, and a module be imported by another name.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Iterable

from attrs import define, field

from aseptic.analysis.versioning.git import Git

_QUOTED = re.compile(
    rb'#[^\n]*|"""(?:\\.|[^\\])*?"""|\'\'\'(?:\\.|[^\\])*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL
)
_NAMED = re.compile(rb"\.\s*([^\W\d]\w*)|([^\W\d]\w*)\s*(?=\()|[(,]\s*([^\W\d]\w*)\s*=(?!=)")
"""An attribute, what is called, and an argument by name."""
_FEWEST = 2
"""Words of a statement that is known elsewhere by them alone."""


@define(eq=False)
class StatementsThen:
    """What texts call, as far as somebody asked; each is read once."""

    git: Git
    _words: dict[str, tuple[bytes, ...]] = field(factory=dict[str, tuple[bytes, ...]])

    def read(self, ids: Iterable[str]) -> None:
        """Read some texts by their ids, all at once."""
        wanted = [each for each in dict.fromkeys(ids) if each and each not in self._words]
        for id_, text in zip(wanted, self.git.objects(wanted), strict=True):
            self._words[id_] = words_of(text or b"")

    def stood(self, statement: str, ids: Collection[str]) -> bool:
        """Say whether a statement, or one much like it, may have stood in any of some texts."""
        asked = {*words_of(statement.encode())}
        self.read(ids)
        return not asked or any(4 * len(asked.intersection(self._words[id_])) >= 3 * len(asked) for id_ in ids if id_)

    def times(self, statement: str, id_: str) -> int:
        """Return how often a text has a statement that calls the same; of one that tells too little never."""
        asked = words_of(statement.encode())
        self.read([id_])
        return _joined(self._words.get(id_, ())).count(_joined(asked)) if len(asked) >= _FEWEST else 0


def words_of(text: bytes) -> tuple[bytes, ...]:
    """Return what code calls, and the arguments that it names, in their order."""
    found = (b"".join(each) for each in _NAMED.findall(_QUOTED.sub(b"''", text)))
    return tuple(each for each in found if not keyword.iskeyword(each.decode("ascii")))


def _joined(words: tuple[bytes, ...]) -> bytes:
    return b"".join(b" %b\n" % each for each in words)
