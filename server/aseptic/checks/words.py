"""The words without which a chunk can breach nothing, so that most chunks are never parsed.

The filter is sound: it may let a chunk through that has no finding, and never keeps one back that has. A call can
only resolve to a name whose last part the chunk writes, or that one of its names stands for. Bandit's tests on
texts are triggered by pieces of what they look for; a text that is spelled with escapes triggers them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from attrs import frozen

from aseptic.source.view import View

_SHELLS = "Popen call check_call check_output run system popen popen2 popen3 popen4 Popen3 Popen4 getoutput"
_WORDS: Mapping[str, str] = {
    "B101": "assert",
    "B102": "exec",
    "B110": "except",
    "B112": "except",
    "B113": "requests httpx",
    "B201": "run",
    "B324": "hashlib crypt",
    "B501": "requests httpx",
    "B502": "PROTOCOL_SSLv2 SSLv2_METHOD SSLv23_METHOD PROTOCOL_SSLv3 PROTOCOL_TLSv1 SSLv3_METHOD TLSv1_METHOD"
    " PROTOCOL_TLSv1_1 TLSv1_1_METHOD",
    "B505": "generate_private_key generate",
    "B506": "load",
    "B507": "set_missing_host_key_policy",
    "B602": f"{_SHELLS} getstatusoutput",
    "B605": f"{_SHELLS} getstatusoutput",
    "B609": f"{_SHELLS} getstatusoutput",
    "B504": "wrap_socket Context",
    "B508": "CommunityData",
    "B509": "UsmUserData",
    "B601": "exec_command",
    "B603": f"{_SHELLS} getstatusoutput",
    "B604": "shell",
    "B606": "execl execle execlp execlpe execv execve execvp execvpe spawnl spawnle spawnlp spawnlpe spawnv spawnve "
    "spawnvp spawnvpe startfile",
    "B610": "extra",
    "B611": "RawSQL",
    "B612": "listen",
    "B614": "load",
    "B615": "from_pretrained load_dataset hf_hub_download snapshot_download repository_id",
    "B701": "Environment",
    "B702": "Template",
    "B703": "mark_safe SafeText SafeUnicode SafeString SafeBytes",
    "B704": "Markup",
}
_SAME_WORDS = {"B503": "B502"}
_TEXTS: Mapping[str, str] = {
    "B103": r"chmod",
    "B202": r"extractall",
    "B104": r"0\.0\.|\.0\.0",
    # The keyword `pass` alone is no sign; `PASS`, `user_pass` and "pass" are.
    "B105": r"(?i:pas+wo?r?d|pwd|token|secret)|(?i:pass)(?<!pass)|pass(?![\s;#])|(?<=[\w\"'.])pass",
    "B108": r"/tmp|/var|/dev",
    "B608": r"(?i:select|delete|insert|update)",
    "B613": "[\u200f\u202a-\u202e\u2066-\u2069]",
}
_SAME_TEXTS = {"B106": "B105", "B107": "B105"}
_ESCAPE = re.compile(r"\\(?:[xuUN0-7]|\r|\n)")
_WORD = re.compile(r"\w+")
_BY_NAME = frozenset({"getattr", "import_module", "__import__", "vars", "globals", "modules", "__dict__"})
"""What turns a text into the thing that it names."""
_PUT_TOGETHER = re.compile(r"\+|\\|\b[fF][rR]?[\"']|[\"'][\s]+[\"']")
"""The sign of a text that is not in one piece, so that the chunk's words may lack the name that it makes."""
_TEXT_TESTS = frozenset({"B104", "B105", "B106", "B107", "B108", "B608"})
IMPORT_LISTS = "B4"
"""How the ids of bandit's lists of imports begin."""
_WATCHED: Mapping[str, frozenset[str]] = {
    "flask": frozenset(("run",)),
    "tarfile": frozenset(("extractall",)),
    "yaml": frozenset(("load",)),
    "paramiko": frozenset(("set_missing_host_key_policy", "exec_command")),
    "torch": frozenset(("load",)),
    "transformers": frozenset(("from_pretrained",)),
    "datasets": frozenset(("load_dataset",)),
    "huggingface_hub": frozenset(("hf_hub_download", "snapshot_download", "repository_id")),
    "django.utils.safestring": frozenset("mark_safe SafeText SafeUnicode SafeString SafeBytes".split()),
    "django.db.models": frozenset(("RawSQL",)),
}
"""Modules whose mere import changes what a bandit test says, and the words of which one is needed for that."""


@frozen(eq=False)
class Filter:
    """Which of the tests and banned names of a standard a chunk can concern."""

    always: frozenset[str]
    by_word: Mapping[str, frozenset[str]]
    by_text: tuple[tuple[frozenset[str], re.Pattern[str]], ...]
    banned: frozenset[str]
    pieces: tuple[str, ...]
    """Texts of which one must stand in a chunk, in any case, for a banned text, comment or odd setting to be in it."""

    def tests(self, text: str, words: frozenset[str]) -> frozenset[str]:
        """Return the bandit tests that may find something in a chunk."""
        found = set(self.always)
        for word in words & self.by_word.keys():
            found |= self.by_word[word]
        escaped = _ESCAPE.search(text) is not None
        for tests, pattern in self.by_text:
            if (escaped and tests & _TEXT_TESTS) or pattern.search(text):
                found |= tests
        return frozenset(found)

    def watched(self, text: str, words: frozenset[str]) -> frozenset[str]:
        """Return the modules whose mere import changes what this chunk's findings are."""
        return frozenset(
            module
            for module, triggers in _WATCHED.items()
            if not triggers.isdisjoint(words) or any(trigger in text for trigger in triggers)
        )

    def watching(self, modules: Iterable[str]) -> bool:
        """Say whether the import of any of these modules changes what a test says."""
        return any(word in module for module in modules for word in _WATCHED)

    def concerns(self, text: str, words: frozenset[str]) -> bool:
        """Say whether the chunk is worth parsing."""
        if not self.banned.isdisjoint(words) or self.tests(text, words):
            return True
        if not _BY_NAME.isdisjoint(words) and _PUT_TOGETHER.search(text):
            return True
        lowered = text.lower()
        return any(piece in lowered for piece in self.pieces)


def words_of(names: frozenset[str], view: View) -> frozenset[str]:
    """Return a chunk's names and every part of what they stand for."""
    extra: set[str] = set()
    for _, targets in (*view.names, *view.facts):
        for target in targets:
            extra.update(_WORD.findall(target))
    for _, target in view.aliases:
        extra.update(target.split("."))
    return names | extra if extra else names


def make_filter(
    tests: Iterable[str],
    lists: Callable[[str], tuple[str, ...]],
    banned: Iterable[str],
    pieces: Iterable[str] = (),
) -> Filter:
    """Make the filter for these tests, names and pieces; `lists` gives the names of a test that is a list."""
    always: set[str] = set()
    by_word: dict[str, set[str]] = {}
    by_text: dict[str, set[str]] = {}
    for test in tests:
        words = _WORDS.get(_SAME_WORDS.get(test, test))
        text = _TEXTS.get(_SAME_TEXTS.get(test, test))
        names = lists(test)
        if words:
            for word in words.split():
                by_word.setdefault(word, set()).add(test)
        elif text:
            by_text.setdefault(text, set()).add(test)
        elif names:
            lasts = sorted({name.rpartition(".")[2] for name in names})
            for word in lasts:
                by_word.setdefault(word, set()).add(test)
            if test.startswith(IMPORT_LISTS):
                # Imports are compared by their beginning, so that `telnetlib3` is found, too.
                by_text.setdefault("|".join(map(re.escape, lasts)), set()).add(test)
        else:
            always.add(test)
    return Filter(
        frozenset(always),
        {word: frozenset(found) for word, found in by_word.items()},
        tuple((frozenset(found), re.compile(pattern)) for pattern, found in by_text.items()),
        frozenset(name.rpartition(".")[2] for name in banned),
        tuple(sorted({piece.lower() for piece in pieces})),
    )
