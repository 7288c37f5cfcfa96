"""A scan as JUnit's XML, as Jenkins and GitLab read it: a case for each finding, and one for a file without."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from aseptic.analysis.scanning.scan import Report
from aseptic.analysis.scanning.scanned import Scanned
from aseptic.evidence.integrity import integrity, integrity_text
from aseptic.records.disposition import Disposition

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped."""


def junit(report: Report) -> str:
    """Return the report as one suite: findings fail, covered ones are skipped, unchecked places are errors."""
    suite = ElementTree.Element("testsuite", name="aseptic")
    for file in report.files:
        _cases(suite, file)
    tests = list(suite.iter("testcase"))
    counts = {
        "tests": len(tests),
        "failures": sum(1 for _ in suite.iter("failure")),
        "errors": sum(1 for _ in suite.iter("error")),
        "skipped": sum(1 for _ in suite.iter("skipped")),
    }
    for name, count in counts.items():
        suite.set(name, str(count))
    ElementTree.SubElement(suite, "system-out").text = _sound(integrity_text(integrity(report)))
    root = ElementTree.Element("testsuites", suite.attrib)
    root.append(suite)
    ElementTree.indent(root)
    return f"{_HEAD}{ElementTree.tostring(root, encoding='unicode')}\n"


def _cases(suite: ElementTree.Element, file: Scanned) -> None:
    for placed in file.findings:
        finding, line = placed.finding, placed.span.start.line + 1
        case = _case(suite, file.shown, f"{finding.rule} at line {line}", line)
        said = _sound(f"{finding.rule}: {finding.message}")
        if placed.disposition.state.passes:
            ElementTree.SubElement(case, "skipped", message=_sound(_reason(placed.disposition)))
        else:
            failure = ElementTree.SubElement(case, "failure", type=finding.severity.value, message=said)
            failure.text = f"{_sound(file.shown)}:{line}:{placed.span.start.column + 1}: {said}"
    for each in file.unchecked:
        place = "" if each.first is None else f" at line {each.first + 1}"
        case = _case(suite, file.shown, f"not checked{place}", (each.first or 0) + 1)
        ElementTree.SubElement(case, "error", type=each.cause.value, message=_sound(f"{each.reason}; {each.cure}"))
    if not file.findings and not file.unchecked:
        _case(suite, file.shown, "no findings", 1)


def _case(suite: ElementTree.Element, path: str, name: str, line: int) -> ElementTree.Element:
    shown = _sound(path)
    return ElementTree.SubElement(suite, "testcase", classname=shown, name=name, file=shown, line=str(line))


def _reason(disposition: Disposition) -> str:
    return f"{disposition.deviation} {disposition.state.value}" if disposition.deviation else disposition.note


def _sound(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
