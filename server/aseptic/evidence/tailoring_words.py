"""What a project's tailoring makes of one rule, in sentences of Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from aseptic.analysis.projects.project import Project
from aseptic.evidence.wording import banned_words, code
from aseptic.standard.degree import reason_of
from aseptic.standard.rule import Rule


def changes(project: Project, rule: Rule) -> Iterator[str]:
    """Yield how a rule holds here other than the adopted standard says; `rule` is as adopted."""
    tailoring, here = project.tailoring, project.standard.rules.get(rule.id)
    if any(each.id == rule.id for each in project.own_rules):
        yield f"This is a rule of the project's own, from {code(rule.path)}."
    if here is None:
        yield f"It is left out here: {project.standard.left_out[rule.id]}"
        return
    if rule.id in tailoring.not_applicable:
        yield f"It is declared not applicable: {tailoring.not_applicable[rule.id]}"
    if here.heading.category is not rule.heading.category:
        yield f"It is {here.heading.category} here; the standard has it as {rule.heading.category}."
    if here.severity is not rule.severity:
        reason = reason_of(tailoring.severities[rule.id])
        why = f": {reason}" if reason else "."
        yield f"Its severity is {here.severity} here; the standard has it as {rule.severity}{why}"
    for test in rule.tests:
        if test not in here.tests:
            yield f"Bandit's {test} is left out here: {project.standard.head.excluded.get(test, '')}"
    for entry in tailoring.banned:
        if entry.rule == rule.id and entry in here.heading.detect.banned:
            said = entry.message.replace("{name}", entry.name)
            yield f"The project bans {banned_words(entry)} under it" + (f": {said}" if said else "")
    for setting in project.standard.head.paths:
        if rule.id in setting.without:
            yield f"It rests in {', '.join(map(code, setting.globs))}: {setting.reason}"
