"""One rule of the standard: a requirement on code, why it stands, and what finds a breach."""

from __future__ import annotations

import re
from enum import StrEnum

from attrs import Attribute, field, frozen

from aseptic.source.frontmatter import Code
from aseptic.standard.condition import Wanted, is_pattern
from aseptic.standard.structure import Unfit

RULE_ID = re.compile(r"[A-Z]{2,5}-\d{3}")


class Severity(StrEnum):
    """How much a breach matters; editors show error, warning and information."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Category(StrEnum):
    """Whether the rule may be departed from: never, by a recorded deviation, or by leaving it out."""

    MANDATORY = "mandatory"
    REQUIRED = "required"
    ADVISORY = "advisory"


class Enforced(StrEnum):
    """Who checks a rule."""

    TOOL = "tool"
    REVIEW = "review"
    TEST = "test"


class Capability(StrEnum):
    """The security capabilities of IEC TR 80001-2-2, by their codes."""

    ALOF = "ALOF"
    AUDT = "AUDT"
    AUTH = "AUTH"
    CNFS = "CNFS"
    CSUP = "CSUP"
    DTBK = "DTBK"
    EMRG = "EMRG"
    DIDT = "DIDT"
    IGAU = "IGAU"
    MLDP = "MLDP"
    NAUT = "NAUT"
    PAUT = "PAUT"
    PLOK = "PLOK"
    RDMP = "RDMP"
    SAHD = "SAHD"
    SGUD = "SGUD"
    STCF = "STCF"
    TXCF = "TXCF"
    TXIG = "TXIG"


class Used(StrEnum):
    """How a banned name is used where it is a breach."""

    CALL = "call"
    DISCARDED = "discarded"
    """A call whose result nothing uses."""
    COMPARED = "compared"
    """It, or the result of its call, is compared by `==` or `!=`; the other side is the argument `0`."""
    DEMANDED = "demanded"
    """Unless a call of it gives this value, the argument `0`, the program ends: `if f() != 0: sys.exit()`."""
    ITEM = "item"
    """An item of it is read; the key is the argument `0`."""
    REFERENCE = "reference"
    DECORATOR = "decorator"
    ANSWER = "answer"
    """What a function with this decorator returns; it is the argument `0`, beside those of the decorator."""
    ASSIGNED = "assigned"
    """A value is assigned to it; that is the argument `0`."""
    BASE = "base"
    IMPORT = "import"


@frozen
class Banned:
    """A name that code shall not use, always or only with certain arguments.

    A name that begins with a dot is one of anything: `.containers.run` is that method of whatever holds containers.
    An argument is named by its keyword (`mode`), its position (`1`), or both (`mode/1`); `**` is one that is spread,
    `*` the list of all that have a position, and `self` what a method is called on.
    """

    name: str
    also: tuple[str, ...] = ()
    """Further names of which the same holds."""
    used: Used = Used.CALL
    replace: str = ""
    """A rewrite by name."""
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
    in_async: bool | None = None
    """Only directly in an async function, or, with false, only elsewhere."""
    message: str = ""
    """What a finding says, with `{name}` for the call; empty means the rule's own message."""
    severity: Severity | None = None
    """Where this use weighs other than the rule's others."""

    @property
    def names(self) -> tuple[str, ...]:
        """All the names that it bans."""
        return (self.name, *self.also)


class Put(StrEnum):
    """How a setting gets its value."""

    ASSIGNED = "assigned"
    """`DEBUG = True`, `settings.DEBUG = True`, `config["DEBUG"] = True`"""
    KEY = "key"
    """`{"DEBUG": True}`"""
    KEYWORD = "keyword"
    """`update(DEBUG=True)`"""
    PAIR = "pair"
    """`send_header("Name", "value")`, `("Name", "value")`"""


@frozen
class Setting:
    """A setting that shall not have a value; one whose name is no name in Python is met in any case.

    Unless `put` says where it counts, that is assigned, under a key, and by a keyword in capitals.
    """

    name: str
    value: Wanted
    also: tuple[str, ...] = ()
    """Further names of which the same holds."""
    put: tuple[Put, ...] = ()
    beside: dict[str, Wanted] = field(factory=dict[str, Wanted])
    """Only where these other keys of the same dictionary, or keywords of the same call, are as said."""
    message: str = ""
    replace: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All the names that it bans a value of."""
        return (self.name, *self.also)


@frozen
class Words:
    """Texts or comments that shall not stand in code."""

    matches: str = field(validator=is_pattern)
    """A regular expression that is searched in the text, or in the comment with its `#`."""
    words: tuple[str, ...]
    """Pieces of which a chunk must hold one, in any case, for the expression to be tried: what keeps it cheap."""
    to: tuple[str, ...] = ()
    """Of texts: only in an argument of a call of one of these dotted names."""
    message: str = ""


class To(StrEnum):
    """Where the finding of a loud test matters."""

    SECURITY_VALUE = "security-value"
    PLAUSIBLE_SECRET = "plausible-secret"
    REACHES_QUERY = "reaches-query"
    BOUND_ADDRESS = "bound-address"
    OPENED_PATH = "opened-path"
    VARIABLE_ARGUMENT = "variable-argument"
    VARIABLE_PROGRAM = "variable-program"


@frozen
class Narrowing:
    """Keep the findings of a bandit test only where `to` says that they matter."""

    test: str
    to: To
    reason: str


@frozen
class Detect:
    """What finds breaches of a rule."""

    bandit: tuple[str, ...] = ()
    softened: tuple[str, ...] = ()
    """Bandit tests whose own verdict LOW makes the finding low, whatever the rule's severity."""
    narrows: tuple[Narrowing, ...] = ()
    banned: tuple[Banned, ...] = ()
    settings: tuple[Setting, ...] = ()
    texts: tuple[Words, ...] = ()
    comments: tuple[Words, ...] = ()
    flow: tuple[str, ...] = ()
    """What only the flow of data decides, in words: declared, and shown as not yet detected."""

    def __bool__(self) -> bool:
        return self.runs or bool(self.flow)

    @property
    def runs(self) -> bool:
        """Whether anything of it is looked for today."""
        return any((self.bandit, self.narrows, self.banned, self.settings, self.texts, self.comments))


def _rule_id(_: object, attribute: Attribute[str], value: str) -> None:
    if not RULE_ID.fullmatch(value):
        raise Unfit(
            f"'{value}' is no rule id; two to five capitals, a hyphen and three digits make one", attribute.name
        )


@frozen
class Heading:
    """A rule's front matter."""

    id: str = field(validator=_rule_id)
    title: str
    message: str
    severity: Severity
    category: Category
    cwe: tuple[int, ...]
    capabilities: tuple[Capability, ...]
    references: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    detect: Detect = Detect()
    replace: tuple[str, ...] = ()
    enforced: Enforced = Enforced.TOOL
    formerly: tuple[str, ...] = ()


@frozen
class Rule:
    """A rule as its page states it."""

    heading: Heading
    path: str
    shall: str
    why: str
    noncompliant: tuple[Code, ...]
    compliant: tuple[Code, ...]
    deviation: str

    @property
    def id(self) -> str:
        """The rule's id, as `INJ-003`."""
        return self.heading.id

    @property
    def tests(self) -> tuple[str, ...]:
        """The bandit tests that the rule owns, whole or narrowed."""
        detect = self.heading.detect
        return (*detect.bandit, *(narrowing.test for narrowing in detect.narrows))

    @property
    def title(self) -> str:
        """The rule in a few words."""
        return self.heading.title

    @property
    def severity(self) -> Severity:
        """How much a breach matters."""
        return self.heading.severity
