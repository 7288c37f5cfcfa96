"""What finds breaches of a rule, as its front matter declares it."""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen

from aseptic.standard.condition import Wanted, is_pattern
from aseptic.standard.remedy import Remedy
from aseptic.standard.vocabulary import Severity


class Used(StrEnum):
    """How a banned name is used where it is a breach."""

    CALL = "call"
    """It is called."""
    DISCARDED = "discarded"
    """A call whose result nothing uses."""
    DECIDING = "deciding"
    """A call whose result decides more than what the name in its first argument stands for from there on."""
    COMPARED = "compared"
    """It, or the result of its call, is compared by `==` or `!=`; the other side is the argument `0`."""
    DEMANDED = "demanded"
    """Unless a call of it gives this value, the argument `0`, the program ends: `if f() != 0: sys.exit()`."""
    ITEM = "item"
    """An item of it is read; the key is the argument `0`."""
    REFERENCE = "reference"
    """It is mentioned in any way, a call included."""
    DECORATOR = "decorator"
    """It decorates a function or a class."""
    ANSWER = "answer"
    """What a function with this decorator returns; it is the argument `0`, beside those of the decorator."""
    ASSIGNED = "assigned"
    """A value is assigned to it; that is the argument `0`."""
    BASE = "base"
    """A class derives from it."""
    IMPORT = "import"
    """The module is imported, or one inside it."""


@frozen(kw_only=True)
class Declared:
    """What every entry that a rule declares can say of its findings."""

    message: str = ""
    """What a finding says, with `{name}` for what was found; empty means the rule's own message."""
    severity: Severity | None = None
    """Where this entry weighs other than the rule's others."""


@frozen
class Banned(Declared):
    """A name that code shall not use, always or only with certain arguments.

    A name that begins with a dot is one of anything: `.containers.run` is that method of whatever holds containers.
    An argument is named by its keyword (`mode`), its position (`1`), or both (`mode/1`); `**` is one that is spread,
    `*` the list of all that have a position, and `self` what a method is called on. One that stands in a dictionary
    which is spread and written out is given, too.
    """

    name: str
    """The dotted name, with the module that it is imported from: `pump.legacy.raw_write`."""
    also: tuple[str, ...] = ()
    """Further names of which the same holds."""
    used: Used = Used.CALL
    """How it is used where it is a breach."""
    replace: Remedy = ""
    """What mends it."""
    when: dict[str, Wanted] = field(factory=dict[str, Wanted])
    """Only where each of these arguments is as said."""
    unless: dict[str, Wanted] = field(factory=dict[str, Wanted])
    """Not where any of these arguments is as said."""
    missing: tuple[str, ...] = ()
    """Only where none of these arguments is given."""
    without: tuple[str, ...] = ()
    """Only in a function that calls none of these names."""
    not_after: tuple[str, ...] = ()
    """Only in a function that calls none of these names above it."""
    untested: bool = False
    """Only where what it gives has no name, or its function tests that for no range: `low <= name <= high`."""
    unmeasured: bool = False
    """Only where the way to it passes no test of the sizes that the archive's members have together."""
    in_async: bool | None = None
    """Only directly in an async function, or, with false, only elsewhere."""

    @property
    def names(self) -> tuple[str, ...]:
        """All the names that it bans."""
        return (self.name, *self.also)


class Put(StrEnum):
    """How a setting gets its value."""

    ASSIGNED = "assigned"
    """`DEBUG = True`, `settings.DEBUG = True`, `config["DEBUG"] = True`"""
    ATTRIBUTE = "attribute"
    """`settings.DEBUG = True` alone, where a name of one's own says nothing."""
    ANNOTATED = "annotated"
    """`DEBUG: bool = True` alone, also as a field of a class."""
    KEY = "key"
    """`{"DEBUG": True}`"""
    KEYWORD = "keyword"
    """`update(DEBUG=True)`"""
    DEFAULT = "default"
    """`def connect(password="...")`"""
    PAIR = "pair"
    """`send_header("Name", "value")`, `("Name", "value")`"""


@frozen
class Setting(Declared):
    """A setting that shall not have a value; one whose name is no name in Python is met in any case.

    Unless `put` says where it counts, that is assigned, under a key, and by a keyword in capitals.
    """

    name: str
    """The setting: `DEBUG`."""
    value: Wanted
    """What it shall not be."""
    also: tuple[str, ...] = ()
    """Further names of which the same holds."""
    put: tuple[Put, ...] = ()
    """How it gets the value where that is a breach."""
    beside: dict[str, Wanted] = field(factory=dict[str, Wanted])
    """Only where these other keys of the same dictionary, or keywords of the same call, are as said."""
    replace: Remedy = ""
    """What mends it."""

    @property
    def names(self) -> tuple[str, ...]:
        """All the names that it bans a value of."""
        return (self.name, *self.also)


@frozen
class Words(Declared):
    """Texts, named data or comments that shall not stand in code."""

    matches: str = field(validator=is_pattern)
    """A regular expression that is searched in the text, in the comment with its `#`, or in what data is called.

    `self.patient.mrn`, `row["mrn"]` and `row.get("mrn")` are called `self.patient.mrn` and `row.mrn`.
    """
    words: tuple[str, ...]
    """Pieces of which a chunk must hold one, in any case, for the expression to be tried: what keeps it cheap."""
    to: tuple[str, ...] = ()
    """Of texts: only in an argument of a call of one of these dotted names.

    Of named data: where it becomes part of one, or of what one is called on, as it is or within a text.
    """
    arguments: tuple[str, ...] = ()
    """Of named data: only in one of these arguments of such a call, by keyword, position or both (`url/0`)."""
    raised: bool = False
    """Of named data: also where it becomes part of an exception that is raised."""
    compared: bool = False
    """Of named data: also where it is compared by `==` or `!=` with what is no literal, and no part of the same."""
    without: tuple[str, ...] = ()
    """Of named data: only in a function that calls none of these names."""
    on_restricted: bool = False
    """Of comments: only on a line that calls what some rule restricts, always or in part."""


class To(StrEnum):
    """Where the finding of a loud test matters."""

    SECURITY_VALUE = "security-value"
    PLAUSIBLE_SECRET = "plausible-secret"
    REACHES_QUERY = "reaches-query"
    BOUND_ADDRESS = "bound-address"
    OPENED_PATH = "opened-path"
    VARIABLE_ARGUMENT = "variable-argument"
    VARIABLE_PROGRAM = "variable-program"
    TAR_ARCHIVE = "tar-archive"
    GUARD = "guard"
    LOST_WORK = "lost-work"
    RAW_MARKUP = "raw-markup"
    FOREIGN_PICKLE = "foreign-pickle"
    FROM_HUB = "from-hub"


class Shape(StrEnum):
    """Statements that are a breach whatever they name."""

    SILENT_HANDLER = "silent-handler"
    """Catches all errors and does nothing, where work is lost or a name stays without a value."""
    JUMP_IN_FINALLY = "jump-in-finally"
    """A `return`, `break` or `continue` that leaves a `finally` block, and drops the error."""
    GROWING_DEFAULT = "growing-default"
    """A list, dictionary or set as a default that the function changes."""
    LOCK_LEFT_SHUT = "lock-left-shut"
    """A lock that the function releases, though not after an error."""
    FOLDER_AFTER_A_LOOK = "folder-after-a-look"
    """A folder that is made if it is not there, in two steps."""


@frozen
class Narrowing:
    """Keep the findings of a bandit test only where `to` says that they matter."""

    test: str
    """The bandit test."""
    to: To
    """Where its findings are kept."""
    reason: str
    """Why the others are no breach."""


@frozen
class Detect:
    """What finds breaches of a rule."""

    bandit: tuple[str, ...] = ()
    """Bandit tests of which each finding is a breach of this rule; a test belongs to one rule."""
    softened: tuple[str, ...] = ()
    """Bandit tests whose own verdict LOW makes the finding low, whatever the rule's severity."""
    narrows: tuple[Narrowing, ...] = ()
    """Bandit tests whose findings are a breach only where it matters."""
    banned: tuple[Banned, ...] = ()
    """Names that code shall not use."""
    settings: tuple[Setting, ...] = ()
    """Settings that shall not have a value."""
    texts: tuple[Words, ...] = ()
    """Texts that shall not stand in code."""
    names: tuple[Words, ...] = ()
    """Data by what it is called, where it shall not go."""
    comments: tuple[Words, ...] = ()
    """Comments that shall not stand in code."""
    shapes: tuple[Shape, ...] = ()
    """Shapes of statements that shall not stand in code."""
    flow: tuple[str, ...] = ()
    """What only the flow of data decides, in words: declared, and shown as not yet detected."""

    def __bool__(self) -> bool:
        return self.runs or bool(self.flow)

    @property
    def runs(self) -> bool:
        """Whether anything of it is looked for today."""
        return any(
            (
                *(self.bandit, self.narrows, self.banned, self.settings),
                *(self.texts, self.names, self.comments, self.shapes),
            )
        )
