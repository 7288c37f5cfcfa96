"""The index of a project's own modules: what each brings to those that import it, read when somebody asks.

A file is read, cut and bound, and never checked or run. What an open document holds counts instead of its file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from pathlib import Path

from attrs import define, evolve, field, frozen

from aseptic.analysis.documents.memo import Memo
from aseptic.analysis.documents.outline import Outline, outlined
from aseptic.analysis.documents.reading import FileStamp, read_source, stamped
from aseptic.analysis.imports.finder import Finder, Unsaved
from aseptic.analysis.imports.locations import INIT, place_of
from aseptic.analysis.imports.stars import Stars
from aseptic.source.bindings import Bindings
from aseptic.source.document import Document
from aseptic.source.exports import STAR, Origin
from aseptic.source.meaning import BASES, Meanings

_Opened = Callable[[Path], Bindings | None]
_ROOT = re.compile(r"\w*")


@frozen(eq=False)
class Outside:
    """What surrounds a document: which module it is, and the others as it sees them."""

    origin: Origin
    exports: SeenModules


@define(eq=False)
class SeenModules:
    """The project's modules as one file sees them, and what was asked of them for it."""

    index: Index
    roots: tuple[Path, ...]
    places: dict[str, Path | None] = field(factory=dict[str, Path | None])
    asked: dict[tuple[str, str], Meanings | None] = field(factory=dict[tuple[str, str], Meanings | None])
    offers: dict[tuple[str, str], frozenset[str] | None] = field(factory=dict[tuple[str, str], "frozenset[str] | None"])

    @property
    def cuts(self) -> int:
        """How often a circle of imports was cut so far."""
        return self.index.cuts

    def has(self, module: str, /) -> bool:
        """Say whether the project has a module of this name."""
        return self.place(module) is not None

    def place(self, module: str) -> Path | None:
        """Return where the project has a module of this name."""
        if module not in self.places:
            self.places[module] = self.index.finder.located(self.roots, module)
        return self.places[module]

    def member(self, module: str, name: str, /) -> Meanings | None:
        """Return what a name of a module stands for; None where it has none such."""
        question = (module, name)
        if question in self.asked:
            return self.asked[question]
        cuts = self.cuts
        answer = self._answer(module, name)
        if cuts == self.cuts or not self.index.answering:
            self.asked[question] = answer
        return answer

    def offered(self, module: str, name: str, /) -> frozenset[str] | None:
        """Return the words that may lead on from a thing of a module to something else; None where any may."""
        question = (module, name)
        if question in self.offers:
            return self.offers[question]
        cuts = self.cuts
        answer = self.index.offered(self.places[module], name) if self.has(module) else frozenset[str]()
        if answer is not None and name != STAR:
            whole = f"{module}.{name}" if name else module
            answer |= self.index.banned_in(whole.removesuffix(BASES))
        if cuts == self.cuts or not self.index.answering:
            self.offers[question] = answer
        return answer

    def differs(self, other: SeenModules) -> bool:
        """Say whether what was asked here is answered otherwise there."""
        if any(other.index.finder.located(other.roots, module) != place for module, place in self.places.items()):
            return True
        if any(other.offered(*question) != answer for question, answer in self.offers.items()):
            return True
        return any(other.member(*question) != answer for question, answer in self.asked.items())

    def renewed(self) -> SeenModules:
        """Return the same with nothing asked yet."""
        return SeenModules(self.index, self.roots)

    def _answer(self, module: str, name: str) -> Meanings | None:
        whole = f"{module}.{name}"
        if whole in self.index.banned and self.has(module):
            return (whole,)  # what the project bans is known by its name, though it is no library's
        return self.index.exported(self.places[module], name) if self.has(module) else None


@frozen(eq=False)
class _Read:
    """A file as it was read."""

    stamp: FileStamp
    bindings: Bindings
    digest: int
    """The hash of its text."""
    outline: Outline | None
    """Kept where the file is to be checked, too, until it is."""

    @property
    def seen(self) -> SeenModules | None:
        """What it sees of the other modules."""
        return seen if isinstance(seen := self.bindings.exports, SeenModules) else None


class Index:
    """The modules of one project. `opened` returns the bindings of a file that somebody edits, None for any other.

    `checking`: what is read is mostly checked itself, sooner or later. `unsaved`: edited files that lie nowhere.
    """

    def __init__(
        self, root: Path, memo: Callable[[], Memo], opened: _Opened, checking: bool = False, unsaved: Unsaved = tuple
    ) -> None:
        self._root = root
        self._checking = checking
        self._memo = memo
        self._opened = opened
        self._read: dict[Path, _Read] = {}
        self.finder = Finder(unsaved)
        """Where modules lie."""
        self._stars = Stars(self._bindings, _place)
        self._told: frozenset[str] = frozenset()
        """What the project banned when somebody looked last."""
        self._answering: set[tuple[Path, str]] = set()
        self._partial: dict[tuple[Path, str], Meanings | None] = {}
        """Answers that a circle cut short, which hold until the first question of all is answered."""
        self.cuts = 0
        """How often a circle of imports was cut."""

    @property
    def banned(self) -> frozenset[str]:
        """The names that the project itself bans."""
        return self._memo().standard.banned_here

    def banned_in(self, whole: str) -> frozenset[str]:
        """Return the words that lead on from a thing, by its dotted name, to what the project itself bans."""
        start = f"{whole}."
        return frozenset(name[len(start) :].split(".")[0] for name in self.banned if name.startswith(start))

    @property
    def answering(self) -> bool:
        """Whether an answer is being looked for."""
        return bool(self._answering)

    def outside(self, path: Path) -> Outside:
        """Return what surrounds a file."""
        place = place_of(path, self._root)
        return Outside(place.origin, SeenModules(self, place.roots))

    def exported(self, path: Path | None, name: str) -> Meanings | None:
        """Return what a file brings under a name; modules that import one another in a circle bring nothing new."""
        if path is None or path.suffix != ".py":
            return None
        brought = self._stars.brought(path)
        root = _ROOT.match(name)
        if brought is not None and root is not None and root[0] not in brought:
            return None
        question = (path, name)
        if question in self._answering:
            self.cuts += 1
            return ()
        if question in self._partial:
            self.cuts += 1
            return self._partial[question]
        self._answering.add(question)
        before = self.cuts
        try:
            found = self._found(path, name)
        finally:
            self._answering.discard(question)
            if not self._answering:
                self._partial.clear()
        if self.cuts != before and self._answering:
            self._partial[question] = found
        return found

    def _found(self, path: Path, name: str) -> Meanings | None:
        """Return what a file brings under a name, by `import *` from those that bind it themselves."""
        bindings = self._bindings(path)
        if name in bindings.names or not bindings.stars or not name.isidentifier():
            return bindings.exported(name)
        return self._stars.meanings(path, name)

    def offered(self, path: Path | None, name: str) -> frozenset[str] | None:
        """Return the words that may lead on from a thing of a file, or of a folder of modules; None where any may."""
        if path is None:
            return frozenset()
        if name == STAR:
            return self._stars.public(path) if path.suffix == ".py" else frozenset()
        if path.suffix != ".py":
            return self.finder.modules(path) if not name else frozenset()  # what it has besides modules nobody wrote
        if not name:
            brought = self._stars.brought(path)
            within = self.finder.modules(path.parent) if path.name == INIT else frozenset[str]()
            return None if brought is None else brought | within
        question = (path, f"{name}?")
        if question in self._answering:
            self.cuts += 1
            return frozenset()
        self._answering.add(question)
        try:
            return self._bindings(path).offered(name)
        finally:
            self._answering.discard(question)

    def answers_otherwise(self, path: Path, text: str) -> bool:
        """Say whether something was answered about a file that this text of it might answer otherwise."""
        return path in self._read and self._read[path].digest != hash(text)

    @property
    def read(self) -> Mapping[Path, SeenModules]:
        """What was read so far, and what each file sees of the others."""
        return {path: kept.seen for path, kept in self._read.items() if kept.seen is not None}

    def users(self, changed: Iterable[Path], opened: Mapping[Path, SeenModules]) -> set[Path]:
        """Return the files that ask any of these for a name, by way of others, too; `opened` are those being edited."""
        asking: dict[Path, set[Path]] = {}
        for path, seen in {**self.read, **opened}.items():
            for place in seen.places.values():
                if place is not None:
                    asking.setdefault(place, set()).add(path)
        found: set[Path] = set()
        waiting = list(changed)
        while waiting:
            more = asking.get(waiting.pop(), set()) - found
            found |= more
            waiting.extend(more)
        return found

    def forget(self, paths: Container[Path]) -> None:
        """Let go what was answered to these files."""
        self._stars.forget()
        for path, kept in list(self._read.items()):
            if path in paths and kept.seen is not None:
                anew = kept.bindings.within(kept.bindings.origin, kept.seen.renewed())
                self._read[path] = evolve(kept, bindings=anew)

    def refresh(self) -> bool:
        """Look at the files again: those that changed are read anew when somebody asks. Say whether any did."""
        moved = self.finder.refresh()
        read = {path: kept for path, kept in self._read.items() if stamped(path) == kept.stamp}
        banned = self.banned
        if not moved and banned == self._told and len(read) == len(self._read):
            return False
        self._told, self._read = banned, read
        self.forget(read)
        return True

    def outline(self, path: Path, text: str) -> Outline:
        """Return the outline of a file with this text, which is read for others and for itself at once."""
        kept = self._read.get(path)
        if kept is None or kept.digest != hash(text) or kept.outline is None:
            kept = self._outlined(path, text)
        self._read[path] = evolve(kept, outline=None)
        assert kept.outline is not None
        return kept.outline

    def _bindings(self, path: Path) -> Bindings:
        opened = self._opened(path)
        if opened is not None:
            return opened
        if path not in self._read:
            text = read_source(path)
            kept = self._outlined(path, text if isinstance(text, str) else "")
            self._read[path] = kept if self._checking else evolve(kept, outline=None)
        return self._read[path].bindings

    def _outlined(self, path: Path, text: str) -> _Read:
        stamp, outside = stamped(path), self.outside(path)
        outline = outlined(Document.of(text), self._memo(), outside.origin, outside.exports)
        return _Read(stamp, outline.bindings, hash(text), outline)


def _place(bindings: Bindings, star: str) -> Path | None:
    """Return where a module lies, asked through what another sees, so that it is known to ask."""
    return bindings.exports.place(star) if isinstance(bindings.exports, SeenModules) else None
