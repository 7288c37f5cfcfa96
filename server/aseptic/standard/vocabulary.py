"""The closed lists of words that a rule's front matter chooses from."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """How much a breach matters; editors show error, warning and information."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """Its place among the others; a graver one ranks higher."""
        return ("low", "medium", "high").index(self)


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
