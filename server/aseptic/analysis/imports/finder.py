"""Where modules were found, and what lies in their folders: looked up once, until somebody looks at all of it again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from aseptic.analysis.imports.locations import found_below, is_module, modules_in

Roots = tuple[Path, ...]
Unsaved = Callable[[], Iterable[Path]]


class Finder:
    """Finds the modules of one project, among them files that somebody edits and that lie nowhere: `unsaved`."""

    def __init__(self, unsaved: Unsaved = tuple) -> None:
        self._asked = unsaved
        self._unsaved = frozenset(map(str, unsaved()))
        self._located: dict[Roots, dict[str, Path | None]] = {}
        self._modules: dict[Path, frozenset[str]] = {}
        self._listings: dict[str, frozenset[str]] = {}

    def located(self, roots: Roots, module: str) -> Path | None:
        """Return where a module lies below the first of these folders that holds it."""
        known = self._located.setdefault(roots, {})
        if module not in known:
            known[module] = self._find(roots, module)
        return known[module]

    def modules(self, folder: Path) -> frozenset[str]:
        """Return the names of the modules right in a folder."""
        if folder not in self._modules:
            self._modules[folder] = self._modules_in(folder)
        return self._modules[folder]

    def refresh(self) -> bool:
        """Look at everything again, and say whether any of it changed."""
        self._listings.clear()
        self._unsaved = frozenset(map(str, self._asked()))
        located = {
            roots: {module: self._find(roots, module) for module in known} for roots, known in self._located.items()
        }
        modules = {folder: self._modules_in(folder) for folder in self._modules}
        if (located, modules) == (self._located, self._modules):
            return False
        self._located, self._modules = located, modules
        return True

    def _find(self, roots: Roots, module: str) -> Path | None:
        """Look for a module where folders hold anything of its first and its last name.

        Most are a library's and nowhere here, or are names in a module; the listings that tell so are few.
        """
        holder, _, last = module.rpartition(".")
        likely = self._holding(map(str, roots), module.partition(".")[0])
        if holder and likely and is_module(holder):
            inside = holder.replace(".", os.sep)
            folders = self._holding((f"{root}{os.sep}{inside}" for root in likely), last)
            likely = [folder[: -len(inside) - 1] for folder in folders]
        return found_below(likely, module, self._unsaved) if likely else None

    def _holding(self, folders: Iterable[str], name: str) -> list[str]:
        """Return those of some folders that hold something a module of this name may be."""
        names = {name, f"{name}.py"}
        return [folder for folder in folders if not names.isdisjoint(self._listed(folder))]

    def _listed(self, folder: str) -> frozenset[str]:
        if folder not in self._listings:
            try:
                listed = frozenset(os.listdir(folder))  # noqa: PTH208  (names are all that is asked)
            except OSError:
                listed = frozenset[str]()
            self._listings[folder] = listed.union(self._edited_in(folder)) if self._unsaved else listed
        return self._listings[folder]

    def _modules_in(self, folder: Path) -> frozenset[str]:
        return modules_in(folder).union(name.removesuffix(".py") for name in self._edited_in(str(folder)))

    def _edited_in(self, folder: str) -> Iterator[str]:
        """Yield the names of files right in a folder that lie nowhere yet."""
        return (os.path.basename(path) for path in self._unsaved if os.path.dirname(path) == folder)  # noqa: PTH119, PTH120
