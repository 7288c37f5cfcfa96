"""What a log line still says once the values that are to stay out of it have gone."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from aseptic.replacements.command import quote_of, quoted
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import block_of, whole_lines
from aseptic.source.span import Edit, Span

INSTEAD = "[redacted]"
"""What is written for a value that stays out of a log, beside others that stay in."""
_GONE = re.escape(INSTEAD)
_LEADING = "of|for|with|by|from|to|at|as|is|and|or"
"""Words that lead to a value, and go with it."""
_ROW = re.compile(rf"{_GONE}(?:\s*[-,/|]\s*{_GONE})+")
_BESIDE = re.compile(rf"{_GONE}\s*[-,/|]\s*(?={{)|(?<=}})\s*[-,/|]\s*{_GONE}")
"""In a formatted text, such a value before or behind one that stays."""
_LABEL = (
    r"(?:(?:api|access|auth|session|refresh|bearer|private|secret|patient|birth|insurance|nhs)[ _-])?[A-Za-z][\w-]*"
)
_LABELLED = re.compile(rf"(?i)(?<=\S)(?:[,;(:]\s*{_LABEL}\s*[=:]|\s+{_LABEL}\s*=)\s*(['\"]?){_GONE}\1\)?")
_BEGINS = re.compile(
    rf"(?i)^\s*(?=[^=:]*(?:pass|secret|key|token|session|auth|mrn|patient|ssn|nhs|insur|dob|birth|name|id\b)){_LABEL}\s*"
    rf"[=:]\s*(['\"]?){_GONE}\1"
)
_LED_BY = re.compile(rf"(?i)(^\w?[\"']){_LABEL}\s*[=:]\s*{_GONE}\s*[;,]\s*")
"""At the beginning of a text's source, before something else that it says."""
_TOLD = re.compile(r"\w\s*[=:]\s*(?:%|\{)")
"""A label with a value that stays."""
_NAMED = re.compile(rf"(?<=\w )({{\w+}})\s*:\s*{_GONE}(?=\s)")
"""Behind what is counted, as in `Patient {number}: [redacted] of`."""
_DASHED = re.compile(rf"\s+[-|]\s+(?:\w+\s)?\w+\s*[=:]\s*{_GONE}")
_LED_TO = re.compile(
    rf"(?:\s+(?:of|for|with)(?: the)? (?:accession|mrn)(?: (?:number|no|nr)\b\.?)?(?=\s))?"
    rf"(?:\s+with(?: the)? (?:id|name|number|mrn)\b)?(?:\s*\b(?:{_LEADING}))*[\s:,(]*(['\"]?){_GONE}\1\)?"
)
_LEADS = re.compile(rf"(?:\s+(?:{_LEADING}))+\W*$")
_KEY = re.compile(r"(?i)(?:(?:study|series|sop)_?)?(?:instance_?)?uid|uuid|pk|dicom_id|orthanc_id|record_id")
"""Names of a record's key, which tells nothing of its patient by itself."""
_LEVELS = frozenset({"debug", "info", "warning", "error", "critical", "exception"})
_FEW = 3
"""Words that tell that something was done, and not to which."""
_WORD = re.compile(r"(?<![\w:])[A-Za-z]{3,}(?!\w*:)")


def without(site: Site, call: ast.Call, edits: Sequence[Edit], title: str) -> Replacement | None:
    """Return the replacement by edits that write `[redacted]`; where nothing else is left to say, one that says less.

    What told nothing but such values goes as a whole; None where it cannot.
    """
    if not edits:
        return None
    first, last = call.args[0], call.args[-1]
    whole = Span(site.parsed.span(first).start, site.parsed.span(last).end)
    texts = _constants(_applied(site, whole, edits))
    if texts is None:
        shorter = tuple(Edit(each.span, _unlabelled(_ROW.sub(INSTEAD, each.text))) for each in edits)
        with_key = _with_key(site, call, shorter, title)
        rest = tuple(
            Edit(each.span, _BESIDE.sub("", each.text) if each.text[:1] == "f" else each.text) for each in shorter
        )
        what = INSTEAD if any(INSTEAD in each.text for each in rest) else "say the rest alone"
        return with_key or Replacement(f"{title}: {what}", rest)
    left = said(" ".join(texts))
    if left:
        counter = _counter(site, call)
        if counter and "%" not in left and len(left.split()) <= _FEW:
            text = f"{quoted(f'{left} %s', quote_of(site, first))}, {counter}"
            return Replacement(f"{title}: {counter} instead", (_alone(site, call, whole, text),))
        edit = _alone(site, call, whole, quoted(left, quote_of(site, first)))
        return Replacement(f"{title}: say the rest alone", (edit,))
    statement = site.parsed.parents.get(call)
    if not isinstance(statement, ast.Expr) or len(block_of(site.parsed, statement)) < 2:
        return None
    lines = whole_lines(site.parsed, statement)
    return Replacement(f"{title}: drop the line, which says nothing else", (Edit(lines),)) if lines else None


def _counter(site: Site, call: ast.Call) -> str:
    """Return what the statements right above a call of a logger count up: it says which one it was."""
    statement = site.parsed.parents.get(call)
    logs = isinstance(call.func, ast.Attribute) and call.func.attr in _LEVELS
    if not logs or not isinstance(statement, ast.Expr):
        return ""
    block = block_of(site.parsed, statement)
    for each in reversed(block[: block.index(statement)]):
        match each:
            case ast.AugAssign(
                target=ast.Name() | ast.Attribute() as target, op=ast.Add(), value=ast.Constant(value=1)
            ):
                return ast.unparse(target)
            case _:
                pass
    return ""


def _unlabelled(text: str) -> str:
    """Take a value that is gone from the source of a text with the label that it has there, where enough is left.

    A label without its value tells nothing, nor does what stands behind one that stays.
    """
    rest = _LED_BY.sub(r"\1", _LABELLED.sub("", text)) if INSTEAD in text else text
    rest = _DASHED.sub("", _NAMED.sub(r"\1", rest))
    return rest if _WORD.search(rest.replace(INSTEAD, "")) or _TOLD.search(rest) else text


def _alone(site: Site, call: ast.Call, whole: Span, text: str) -> Edit:
    """Write a text as what a call is given; on the call's own line where nothing else is given and it fits."""
    end = site.parsed.span(call).end
    inner = Span(site.parsed.span(call.func).end, end)
    fits = inner.start.column + len(text) + 2 <= site.columns
    comma = site.text(Span(whole.end, end)).lstrip().startswith(",")
    joins = inner.start.line < inner.end.line and fits and not comma and not call.keywords
    return Edit(inner, f"({text})") if joins else Edit(whole, text)


def _with_key(site: Site, call: ast.Call, edits: tuple[Edit, ...], title: str) -> Replacement | None:
    """Write a key of the same record, which the function uses, in the place of the first values that go."""
    function = next(
        (each for each in site.above(call) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)), call
    )
    owners = {each.id for each in ast.walk(call) if isinstance(each, ast.Name)}
    keys = [
        ast.unparse(each)
        for each in ast.walk(function)
        if isinstance(each, ast.Attribute)
        and isinstance(each.value, ast.Name)
        and each.value.id in owners
        and _KEY.fullmatch(each.attr)
        and each not in ast.walk(call)
    ]
    found = [each for each in edits if INSTEAD in each.text]
    if not keys or len(edits) != 1 or len(found) != 1 or found[0].text[:1] != "f":
        return None
    text = found[0].text.replace(INSTEAD, f"{{{keys[0]}}}", 1)
    return Replacement(f"{title}: {keys[0]} instead", (Edit(found[0].span, text),))


def said(text: str) -> str:
    """Return what a text says beside values that are left out, with their labels; "" where that is nothing."""
    begun = _BEGINS.sub("", text)
    rest = _LABELLED.sub("", text if begun == text else f";{begun}")
    if rest.lstrip(" ;").startswith(INSTEAD):
        return ""
    rest = _LEADS.sub("", _LED_TO.sub("", rest))
    return rest.strip(" ,;:-") if _WORD.search(rest) else ""


def _constants(source: str) -> list[str] | None:
    """Return the texts that a call is given by place; None where something else is among them."""
    try:
        node = ast.parse(f"f({source}\n)", mode="eval").body
    except (SyntaxError, ValueError):
        return None
    given = node.args if isinstance(node, ast.Call) else []
    texts = [each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return texts if texts and len(texts) == len(given) else None


def _applied(site: Site, whole: Span, edits: Sequence[Edit]) -> str:
    text, at = "", whole.start
    for edit in sorted(edits, key=lambda each: each.span):
        text, at = text + site.text(Span(at, edit.span.start)) + edit.text, edit.span.end
    return text + (site.text(Span(at, whole.end)) if at < whole.end else "")
