"""Whether a statement stood in what files were: whole, or much like it in a function that was called the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from attrs import define, field

from aseptic.analysis.approvals.statement_shape import Shape, functions_in, plain, shape_of
from aseptic.analysis.versioning.git import Git


@define(eq=False)
class StatementsThen:
    """What texts hold, as far as somebody asked; each is read once."""

    git: Git
    _texts: dict[str, bytes] = field(factory=dict[str, bytes])
    _plain: dict[str, bytes] = field(factory=dict[str, bytes])
    _shapes: dict[str, Shape] = field(factory=dict[str, Shape])

    def read(self, ids: Iterable[str]) -> None:
        """Read some texts by their ids, all at once."""
        wanted = [each for each in dict.fromkeys(ids) if each and each not in self._texts]
        for id_, text in zip(wanted, self.git.objects(wanted), strict=True):
            self._texts[id_] = text or b""

    def shape(self, statement: str) -> Shape:
        """Return what tells of a statement."""
        if statement not in self._shapes:
            self._shapes[statement] = shape_of(statement)
        return self._shapes[statement]

    def stood(self, statement: str, then: Collection[str], now: Collection[str]) -> bool:
        """Say whether a statement of texts `now` may have stood in any of those `then`.

        One that is too short to tell, or that was rewritten, did in a function that is called as the one around it.
        """
        shape = self.shape(statement)
        self.read((*then, *now))
        if shape.tells and any(shape.at(self._text(id_, shape)) for id_ in then if id_):
            return True
        around = {name for id_ in now if id_ for name in self._around(shape, id_)}
        functions = (each for id_ in then if id_ for each in functions_in(self._text(id_)) if each.name in around)
        return any(shape.at(each.text) or shape.much_in(each.text) for each in functions)

    def times(self, statement: str, id_: str) -> int:
        """Return how often a text has a statement; of one that tells too little never."""
        shape = self.shape(statement)
        self.read([id_])
        return len(shape.at(self._text(id_, shape))) if id_ and shape.tells else 0

    def calls(self, statement: str, id_: str) -> int:
        """Return how often a text calls what a statement does, however."""
        self.read([id_])
        return self.shape(statement).calls(self._text(id_)) if id_ else 0

    def _around(self, shape: Shape, id_: str) -> Iterable[bytes]:
        """Return the names of the functions in which a text has a statement."""
        return (each.name for each in functions_in(self._text(id_)) if shape.at(each.text))

    def _text(self, id_: str, shape: Shape | None = None) -> bytes:
        """Return a plain text; empty where not all words of what is looked for are in it."""
        text = self._texts[id_]
        if shape is not None and not all(each in text for each in shape.words):
            return b""
        if id_ not in self._plain:
            self._plain[id_] = plain(text)
        return self._plain[id_]
