"""An identifier of a patient that goes into a log, taken out of the text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from aseptic.replacements.redacted import without_fields, without_values
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.unsaid import INSTEAD, without
from aseptic.source.span import Edit

_TITLE = "Leave the patient's identifier out"
_CALLED = re.compile(
    r"(?i)(?:^|[.])(?:patient_?(?:name|id|mrn|birth_?date|address|telephone_?numbers?)|mrn|ssn|nhs_?number"
    r"|insurance_?number|medical_?record_?number|social_?security_?number|(?:date_?of_?)?birth_?date|date_?of_?birth|dob"
    r"|other_?patient_?(?:ids|names)|accession_?number"
    r"|(?:\w+_)?patient(?:_row|_record|_data)?[.](?:(?:(?:first|last|full|family|given|middle|maiden|birth)_?)?name"
    r"|surname|identifier|telecom|address))$"
)
_BEFORE = re.compile(
    r"(?i)\b(?:patient[_ ]?(?:name|id|birth[_ ]?date)|mrn|medical record number|ssn|nhs[_ ]?number|insurance[_ ]?number"
    r"|dob|birth[_ ]?date|date of birth)\s*[=:]\s*['\"]?$"
)
_THROUGH = frozenset({"str", "repr", "get", "getattr", "strip", "upper", "lower"})
"""Functions whose result still says what they were given."""


def redacted_patient(site: Site) -> Replacement | None:
    """Write `[redacted]` for each value that is called as an identifier of a patient is; the others stay."""
    starts = (site.node.exc,) if isinstance(site.node, ast.Raise) else (site.node, *site.above(site.node))
    call = next((each for each in starts if isinstance(each, ast.Call)), None)
    if call is None or not call.args or "#" in site.text_of(call):
        return None
    edits = _printed(site, call) if site.meaning(call.func) == "builtins.print" else without_values(site, call, _hides)
    return without(site, call, edits, _TITLE)


def _printed(site: Site, call: ast.Call) -> tuple[Edit, ...]:
    """Return the edits in each thing that is printed."""
    edits: list[Edit] = []
    for each in call.args:
        if isinstance(each, ast.JoinedStr | ast.BinOp):
            edits += without_fields(site, each, _hides)
        elif not isinstance(each, ast.Constant) and _hides("", site.text_of(each)):
            edits.append(Edit(site.parsed.span(each), f'"{INSTEAD}"'))
    return tuple(edits)


def _hides(before: str, value: str) -> bool:
    try:
        node = ast.parse(value.strip(), mode="eval").body
    except SyntaxError:
        return False
    return bool(_BEFORE.search(before)) or any(_CALLED.search(name) for name in _names(node))


def _names(node: ast.expr) -> Iterator[str]:
    """Yield what a value is called, as its detector does: a function that makes something else of it hides it."""
    match node:
        case ast.Name(id=name):
            yield "" if name.isupper() else name
        case ast.Attribute(value=owner, attr=name) | ast.Subscript(value=owner, slice=ast.Constant(value=str(name))):
            yield f"{_last(owner)}.{name}"
            yield from _names(owner)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name) as function, args=args) if name in _THROUGH:
            owner = function.value if isinstance(function, ast.Attribute) else None
            keys = [each.value for each in args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            yield from (f"{_last(owner)}.{key}" if owner else key for key in keys)
            for each in (*([owner] if owner else []), *args):
                yield from _names(each)
        case ast.BoolOp(values=values):
            for each in values:
                yield from _names(each)
        case _:
            pass


def _last(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
