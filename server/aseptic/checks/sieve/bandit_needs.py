"""What bandit's tests need, read from their code: most a name, some a piece of a text.

A test that is not here has no need, and is run on every chunk; so is every test of another release of bandit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from aseptic.checks.bandit.release import unread_release
from aseptic.checks.sieve.need import Hidden, Kind, Need, name_parts

_OLD_TLS = (
    "PROTOCOL_SSLv2 SSLv2_METHOD SSLv23_METHOD PROTOCOL_SSLv3 PROTOCOL_TLSv1 SSLv3_METHOD TLSv1_METHOD"
    " PROTOCOL_TLSv1_1 TLSv1_1_METHOD"
).split()
_NAMES: Mapping[str, tuple[str, ...]] = {
    "B101": ("assert",),
    "B102": ("exec",),
    "B113": ("requests", "httpx"),
    "B201": ("run debug",),
    "B324": ("hashlib md4", "hashlib md5", "hashlib sha", "hashlib sha1", "hashlib new", "crypt"),
    "B501": ("requests verify", "httpx verify"),
    "B503": tuple(_OLD_TLS),
    "B504": ("ssl wrap_socket",),
    "B505": (
        "cryptography hazmat primitives asymmetric generate_private_key",
        "Crypto PublicKey generate",
        "Cryptodome PublicKey generate",
    ),
    "B506": ("yaml load",),
    "B507": ("set_missing_host_key_policy AutoAddPolicy", "set_missing_host_key_policy WarningPolicy"),
    "B508": ("pysnmp hlapi CommunityData mpModel",),
    "B509": ("pysnmp hlapi UsmUserData",),
    "B601": ("exec_command",),
    "B604": ("shell",),
    "B611": ("RawSQL",),
    "B612": ("logging config listen",),
    "B614": ("torch load",),
    "B615": (
        "transformers from_pretrained",
        "datasets load_dataset",
        "huggingface_hub hf_hub_download",
        "huggingface_hub snapshot_download",
        "huggingface_hub repository_id",
    ),
    "B701": ("jinja2 Environment",),
    "B702": ("mako Template",),
    "B703": ("mark_safe", "SafeText", "SafeUnicode", "SafeString", "SafeBytes"),
    "B704": ("markupsafe Markup", "flask Markup"),
}
"""Alternatives; of each every name must be there."""
_SPELLED: Mapping[str, tuple[str, ...]] = {"B104": ("0.0.0.0",), "B108": ("/tmp", "/var/tmp", "/dev/shm")}
"""Alternatives that stand in a text."""
_INSIDE: Mapping[str, tuple[str, ...]] = {
    "B103": ("chmod",),
    "B202": ("extractall",),
    "B613": tuple("\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
}
"""What the called name, or the text as it stands, has somewhere in it."""

_VOID = r"(?:[\s\\]|#[^\r\n]*+)"
"""What may stand between two parts of a statement and says nothing."""
_SECRETS: Mapping[str, str] = {
    "pas": r"pas(?<![^\W_]pas)(?:s*wo?r?d|s(?:phrase)?)",
    "pwd": r"pwd(?<![^\W_]pwd)",
    "token": r"token(?<![^\W_]token)",
    "secret": r"secret(?<![^\W_]secret)e?",
}
"""Names that B105 to B107 take for a secret's, in lower case, by how they begin; what is before may be cut off."""
_SECRET = "<secret>"
"""Where each of them stands in a pattern, which begins with its letters then: so it is found fast."""
_TEXT = rf"(?:{_VOID}|\()*+[a-z]{{0,2}}[\"']"
_COMPARED = rf"(?:[=!]=|[<>]=?|(?:not|in|is)\b(?:{_VOID}+(?:in|not)\b)?){_TEXT}"
_GIVEN = rf"=(?!=)(?:{_TEXT}|[^\r\n]*(?:[^=!<>\r\n]=(?!=)|\\[\r\n]|[(\[{{][ \t]*(?:#[^\r\n]*)?[\r\n]))"
"""A text, perhaps to several names at once: `password = other = "…"`."""
_REST = r"(?![^\W_])\w*"
_KEY = rf"[^\"']*[\"']{{1,3}}(?:{_VOID}|\))*+(?::|\]{_VOID}*+{_GIVEN})"
_CLOSED = rf"(?:{_VOID}|\))*+"
_CATCH_ALL = rf"except(?:{_VOID}|\()*+(?:exception\b{_CLOSED}(?:as\b{_VOID}*+\w+{_VOID}*+)?)?:{_VOID}*+"
_PATTERNS: Mapping[str, tuple[str, Hidden, str]] = {
    "B105": ("", Hidden.LETTERS, rf"{_SECRET}{_REST}(?:{_CLOSED}(?:{_COMPARED}|{_GIVEN})|{_KEY})"),
    "B106": ("", Hidden.NEVER, rf"{_SECRET}{_REST}{_VOID}*+={_TEXT}"),
    "B107": ("", Hidden.NEVER, rf"{_SECRET}{_REST}{_VOID}*+(?::|={_TEXT})"),
    "B110": ("except pass", Hidden.NEVER, rf"{_CATCH_ALL}pass\b"),
    "B112": ("except continue", Hidden.NEVER, rf"{_CATCH_ALL}continue\b"),
    "B610": ("extra", Hidden.NEVER, rf"extra{_CLOSED}\("),
}
"""Names that must be there, and a pattern of the code that the test looks for."""
_SQL = (("select", "from"), ("delete", "from"), ("insert", "into", "values"), ("update", "set"))
_SQL_END = r"[\s\"'\\{(]"

_CONFIGURED = frozenset({"B602", "B603", "B605", "B606", "B607", "B609"})
IMPORT_LISTS = "B4"
"""How the ids of bandit's lists of imports begin."""
_IMPORTERS = ("__import__", "import_module")


def bandit_needs(tests: Iterable[str], listed: Callable[[str], tuple[str, ...]]) -> Iterator[Need]:
    """Yield the needs of these tests; `listed` gives the dotted names of a test that looks for names in a list.

    Of a release that the tables were not read from nobody knows what its tests need: they have no need.
    """
    if unread_release():
        yield from (Need(Kind.BANDIT, test) for test in tests)
        return
    for test in tests:
        found = [*_tabled(test), *_listed(test, listed(test))]
        yield from found or [Need(Kind.BANDIT, test)]


def _tabled(test: str) -> Iterator[Need]:
    for words in _NAMES.get(test, ()):
        yield Need(Kind.BANDIT, test, frozenset(words.split()))
    for piece in _SPELLED.get(test, ()):
        yield Need(Kind.BANDIT, test, spelled=(piece,))
    if test in _INSIDE:
        yield Need(Kind.BANDIT, test, pieces=_INSIDE[test])
    if test in _PATTERNS:
        words, hidden, pattern = _PATTERNS[test]
        names = frozenset(words.split())
        for piece, written in _SECRETS.items() if _SECRET in pattern else [("", "")]:
            said, each = (piece,) if piece else (), pattern.replace(_SECRET, written)
            yield Need(Kind.BANDIT, test, names, spelled=said, pattern=each, hidden=hidden, lower=True)
    if test == "B502":
        yield from (Need(Kind.BANDIT, test, words=frozenset((version,))) for version in _OLD_TLS)
    if test == "B608":
        for words in _SQL:
            # Their order says nothing: bandit puts `a + (b + c)` together as it meets the parts.
            pattern = rf"\A{_somewhere(words[0])}{_somewhere(words[-1])}"
            yield Need(Kind.BANDIT, test, spelled=words, pattern=pattern, hidden=Hidden.PARTED, quoted=True)


def _somewhere(word: str) -> str:
    """Find a word of SQL anywhere below; what cannot begin it is passed over in long strides."""
    return rf"(?=(?:[^{word[0]}]++|{word[0]}(?!{word[1:]}{_SQL_END}))*+{word}{_SQL_END})"


def _listed(test: str, names: tuple[str, ...]) -> Iterator[Need]:
    for name in names:
        yield Need(Kind.BANDIT, test, name_parts(name))
        if test.startswith(IMPORT_LISTS):
            # Imports are compared by their beginning, so that `telnetlib3` is found, too.
            yield Need(Kind.BANDIT, test, pieces=("import",), spelled=_lowered(name))
        elif test not in _CONFIGURED:
            yield from (Need(Kind.BANDIT, test, frozenset((each,)), spelled=_lowered(name)) for each in _IMPORTERS)


def import_needs(tests: Iterable[str], listed: Callable[[str], tuple[str, ...]]) -> Iterator[Need]:
    """Yield what imports by name need, which are found without bandit: of the modules on its lists."""
    names = {name for test in tests if test.startswith(IMPORT_LISTS) for name in listed(test)}
    for name in sorted(names):
        texts = frozenset(name.split("."))
        yield from (Need(Kind.BANNED, name, frozenset((each,)), texts=texts) for each in _IMPORTERS)


def _lowered(name: str) -> tuple[str, ...]:
    return tuple(name.lower().split("."))
