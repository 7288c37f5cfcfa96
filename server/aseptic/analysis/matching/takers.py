"""Whether another file of the project takes a name from a module, so that an import there is no longer its own affair.

This goes by the saved text of the files, which costs a look at each: they are not parsed, and a file that may take the
name counts as one that does. What is reached by a name put together at run time shows in no text.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from aseptic.analysis.projects.exclusion import never_ours

_MOST = 20_000
"""Names in the project's folders beyond which nobody looks through them."""
_ENDINGS = (".py", ".pyw", ".pyi", ".ipynb")


class Takers:
    """The files below a project's root. What they were asked once is kept until somebody says that they changed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[tuple[str, str], bool] = {}

    def taken(self, path: str, name: str) -> bool:
        """Say whether a file other than the one at `path` may take a name from it; true where there are too many."""
        if (path, name) not in self._known:
            self._known[path, name] = self._find(path, name)
        return self._known[path, name]

    def forget(self) -> None:
        """Look again when somebody asks."""
        self._known.clear()

    def _find(self, path: str, name: str) -> bool:
        module = PurePosixPath(path).stem
        if not module.isidentifier():
            return False  # no import can name it
        own, words = self._root / path, (module.encode(), name.encode())
        for file in files_of(self._root):
            if file is None:
                return True
            try:
                data = file.read_bytes() if file != own else b""
            except OSError:
                continue
            if (
                words[0] in data
                and (words[1] in data or b"*" in data)
                and takes(data.decode(errors="replace"), module, name)
            ):
                return True
        return False


def takes(text: str, module: str, name: str) -> bool:
    """Say whether a text imports a name from a module of this last name, or reaches for it through the module."""
    from_it = rf"\bfrom\s+[\w.]*?\b{module}\s+import\s*(\([^)]*|(?:[^\r\n;#\\]|\\\r?\n)*)"
    if any(re.search(rf"\b{name}\b|\*", names) for names in re.findall(from_it, text)):
        return True
    holders = "|".join({module, *re.findall(rf"\b{module}\s+as\s+(\w+)", text)})
    return re.search(rf"\b(?:{holders})(?:\s*\.\s*|\s*,\s*['\"]){name}\b", text) is not None


def files_of(root: Path) -> Iterator[Path | None]:
    """Yield the files that may import others, and None where there are more than anybody should look at."""
    met = 0
    for folder, folders, files in os.walk(root):
        folders[:] = [each for each in folders if not never_ours(Path(folder, each))]
        met += len(folders) + len(files)
        if met > _MOST:
            yield None
            return
        yield from (Path(folder, each) for each in files if each.endswith(_ENDINGS))
