"""Where modules were found, and what lies in their folders: looked up once, until somebody looks at all of it again."""

from __future__ import annotations

import os
from pathlib import Path

from aseptic.analysis.imports.locations import found_below, modules_in

Roots = tuple[Path, ...]


class Finder:
    """Finds the modules of one project."""

    def __init__(self) -> None:
        self._located: dict[tuple[Roots, str], Path | None] = {}
        self._modules: dict[Path, frozenset[str]] = {}
        self._listings: dict[Path, frozenset[str]] = {}

    def located(self, roots: Roots, module: str) -> Path | None:
        """Return where a module lies below the first of these folders that holds it."""
        key = (roots, module)
        if key not in self._located:
            self._located[key] = self._find(roots, module)
        return self._located[key]

    def modules(self, folder: Path) -> frozenset[str]:
        """Return the names of the modules right in a folder."""
        if folder not in self._modules:
            self._modules[folder] = modules_in(folder)
        return self._modules[folder]

    def refresh(self) -> bool:
        """Look at everything again, and say whether any of it changed."""
        self._listings.clear()
        located = {question: self._find(*question) for question in self._located}
        modules = {folder: modules_in(folder) for folder in self._modules}
        if (located, modules) == (self._located, self._modules):
            return False
        self._located, self._modules = located, modules
        return True

    def _find(self, roots: Roots, module: str) -> Path | None:
        """Look for a module where a folder holds anything of its first name: most are a library's, and nowhere here."""
        first = module.partition(".")[0]
        likely = tuple([root for root in roots if not {first, f"{first}.py"}.isdisjoint(self._listed(root))])
        return found_below(likely, module) if likely else None

    def _listed(self, folder: Path) -> frozenset[str]:
        if folder not in self._listings:
            try:
                self._listings[folder] = frozenset(os.listdir(folder))  # noqa: PTH208  (names are all that is asked)
            except OSError:
                self._listings[folder] = frozenset()
        return self._listings[folder]
