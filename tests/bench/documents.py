"""Long Python documents made of the standard library's own code, the same ones in every run.

Top-level statements are taken whole, with their comments, from real modules one after another; a class or function
whose name an earlier module took is renamed throughout its module. Small functions with a finding each are planted
between them.
"""

from __future__ import annotations

import ast
import itertools
import re
import sysconfig
from collections.abc import Iterator
from pathlib import Path

_MODULES = (
    "shutil tempfile argparse tarfile subprocess typing zipfile pickle http/client http/server smtplib "
    "urllib/request urllib/parse logging/handlers logging/config configparser inspect doctest dataclasses "
    "threading socket ssl ipaddress mailbox imaplib ftplib enum datetime difflib email/message "
    "email/_header_value_parser unittest/mock unittest/case xml/etree/ElementTree xml/dom/minidom http/cookiejar "
    "asyncio/base_events asyncio/unix_events asyncio/selector_events pydoc pdb optparse statistics random "
    "multiprocessing/managers multiprocessing/connection multiprocessing/pool plistlib traceback functools "
    "calendar pprint tokenize uuid webbrowser _pydecimal turtle pickletools _pyio locale platform ast"
).split()
_HEADER = "import hashlib\nimport os\nimport pickle\nimport subprocess\nimport tempfile\n\n"
_PLANTED = (
    "os.system(value)",
    "return subprocess.call(value, shell=True)",
    "return pickle.loads(value)",
    "return hashlib.md5(value).hexdigest()",
    "return tempfile.mktemp(value)",
    "return eval(value)",
    "os.popen(value)",
)
_PLANTED_LINES = 3
_ENOUGH = 6
"""Lines of room that are no longer worth a search."""
_SEARCHED = 400
"""Statements looked at for one that fits the rest."""


def document(lines: int, findings: int) -> str:
    """Return a document of so many lines with so many findings planted, besides those that the code has itself."""
    body = _HEADER.split("\n")[:-1]
    planted, refused = 0, 0
    every = lines / max(findings, 1)
    for unit in _units():
        while planted < findings and len(body) >= planted * every:
            body += _planted(planted)
            planted += 1
        room = lines - len(body) - (findings - planted) * _PLANTED_LINES
        if room < _ENOUGH or refused > _SEARCHED:
            break
        fitting = _cut(unit, room)
        refused += not fitting
        body += fitting
    for number in range(planted, findings):
        body += _planted(number)
    body += ["# end"] * (lines - len(body))
    text = "\n".join(body) + "\n"
    ast.parse(text)
    return text


def _planted(number: int) -> list[str]:
    return [f"def planted_{number}(value):", f"    {_PLANTED[number % len(_PLANTED)]}", ""]


def _units() -> Iterator[list[str]]:
    """Yield top-level statements for ever, module after module, and from the first again."""
    taken: set[str] = set()
    library = Path(sysconfig.get_path("stdlib"))
    for turn in itertools.count():
        for name in _MODULES:
            path = library / f"{name}.py"
            if path.exists():
                yield from _statements(path, f"_{name.replace('/', '_')}{turn or ''}", taken)


def _statements(path: Path, suffix: str, taken: set[str]) -> Iterator[list[str]]:
    text = path.read_text(encoding="utf-8").encode("ascii", "replace").decode()
    tree = ast.parse(text)
    own = {each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.ClassDef)}
    if clashing := own & taken:
        words = "|".join(sorted(clashing, key=lambda word: (-len(word), word)))
        text = re.sub(rf"\b(?:{words})\b", lambda match: match.group() + suffix, text)
        tree = ast.parse(text)
    taken |= own
    lines = text.split("\n")
    done = 0
    for statement in tree.body:
        last = statement.end_lineno or statement.lineno
        if last > done and not _unwanted(statement):
            yield lines[done:last]
        done = max(done, last)


def _unwanted(statement: ast.stmt) -> bool:
    """Whether a statement makes no sense in the middle of a module: future and star imports, the main part."""
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "__future__" or statement.names[0].name == "*"
    return isinstance(statement, ast.If) and "__name__" in ast.unparse(statement.test)


def _cut(unit: list[str], room: int) -> list[str]:
    """Return as many lines of a statement as there is room for: all, a class's first members, or none."""
    if len(unit) <= room:
        return unit
    (statement,) = ast.parse("\n".join(unit)).body[:1]
    if not isinstance(statement, ast.ClassDef):
        return []
    ends = [member.end_lineno or 0 for member in statement.body]
    return unit[: max((end for end in ends if end <= room), default=0)]
