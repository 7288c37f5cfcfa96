"""A project's tailoring: it may tighten any rule and loosen only advisory ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from attrs import evolve

from aseptic.source.problem import Problem
from aseptic.standard import adopted
from aseptic.standard.catalog import Standard, shipped
from aseptic.standard.degree import Milder
from aseptic.standard.granting import granted
from aseptic.standard.head import resting
from aseptic.standard.policy import Policy
from aseptic.standard.tailoring import BANNED_BY_PROJECTS, Tailoring, read_tailoring
from aseptic.standard.vocabulary import Category, Enforced, Severity

PATH = "security/standard.md"
HEAD = '---\nstandard: Aseptic\nversion: "1.0"\n'


@pytest.fixture(scope="module")
def standard() -> Standard:
    """The shipped rules with one made advisory, one mandatory and one that was renamed."""
    found, problems = shipped()
    assert problems == ()

    def changed(name: str, **changes: object):
        rule = found.rules[name]
        return evolve(rule, heading=evolve(rule.heading, **changes))

    rules = {
        **found.rules,
        "ERR-001": changed("ERR-001", category=Category.ADVISORY, severity=Severity.MEDIUM),
        "TLS-001": changed("TLS-001", category=Category.MANDATORY, severity=Severity.HIGH),
        "INJ-003": changed("INJ-003", category=Category.REQUIRED, severity=Severity.MEDIUM, formerly=("INJ-999",)),
    }
    return Standard(rules, "digest")


def read(keys: str) -> Tailoring:
    found, problems = read_tailoring(PATH, f"{HEAD}{keys}\n---\n")
    assert found is not None, [str(problem) for problem in problems]
    assert problems == ()
    return found


def tailored(standard: Standard, tailoring: Tailoring) -> tuple[Standard, tuple[Problem, ...]]:
    may_stand, problems = granted(standard, tailoring)
    return adopted.tailored(standard, may_stand), problems


def refused(standard: Standard, keys: str) -> Problem:
    made, problems = tailored(standard, read(keys))
    assert len(problems) == 1
    assert made.rules == standard.rules, "what is refused has no effect"
    assert problems[0].path == PATH and problems[0].cure
    return problems[0]


def test_the_policy_has_defaults_and_is_read():
    assert read("").policy == Policy(365, 30, 20, Severity.LOW)
    keys = (
        "policy: {expires_days: 90, expiring_days: 7, shortest_justification: 40, gate: {to: high, reason: old code}}"
    )
    policy = read(keys).policy
    assert policy == Policy(90, 7, 40, Milder(Severity.HIGH, "old code"))
    assert policy.threshold is Severity.HIGH


def test_no_tailoring_leaves_the_standard(standard: Standard):
    assert tailored(standard, Tailoring()) == (standard, ())


def test_severities_go_up_anywhere_and_down_where_advisory(standard: Standard):
    made, problems = tailored(
        standard, read("severities: {INJ-003: high, ERR-001: {to: low, reason: our runner keeps them}, TLS-001: high}")
    )
    assert problems == ()
    assert made.rules["INJ-003"].severity is Severity.HIGH
    assert made.rules["ERR-001"].severity is Severity.LOW
    assert standard.rules["INJ-003"].severity is Severity.MEDIUM


def test_a_ban_makes_no_finding_of_its_rule_milder(standard: Standard):
    tailoring = read(
        "banned:\n  - {name: subprocess.run, rule: INJ-003, severity: low}\n  - {name: a.b, severity: low}"
    )
    may_stand, problems = granted(standard, tailoring)
    assert [each.severity for each in may_stand.banned] == [None, Severity.LOW]
    assert [(each.key, each.message) for each in problems] == [
        ("banned[0].severity", "a ban under INJ-003 is medium at least, as the rule is")
    ]


def test_what_is_made_milder_needs_a_reason(standard: Standard):
    problem = refused(standard, "severities:\n  ERR-001: low")
    assert (problem.line, problem.key) == (4, "severities.ERR-001")
    assert str(problem).endswith("ERR-001 is made milder without a reason; write {to: low, reason: …}")


@pytest.mark.parametrize("degree", ["low", "{to: low, reason: we like it so}"])
@pytest.mark.parametrize("name", ["INJ-003", "TLS-001"])
def test_a_milder_severity_is_refused(standard: Standard, name: str, degree: str):
    problem = refused(standard, f"severities:\n  {name}: {degree}")
    assert (problem.line, problem.key) == (4, f"severities.{name}")
    assert "milder" in problem.message


def test_the_example_of_the_readme_is_granted():
    found, _ = shipped()
    page = Path(__file__).parents[2].joinpath("README.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert example is not None
    made, problems = tailored(found, read(example[1]))
    assert problems == ()
    assert made.rules[BANNED_BY_PROJECTS].heading.detect.banned


def test_categories_go_up(standard: Standard):
    made, problems = tailored(standard, read("categories: {ERR-001: required, INJ-003: mandatory, TLS-001: mandatory}"))
    assert problems == ()
    assert made.rules["ERR-001"].heading.category is Category.REQUIRED
    assert made.rules["INJ-003"].heading.category is Category.MANDATORY
    assert standard.rules["ERR-001"].heading.category is Category.ADVISORY


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("categories:\n  INJ-003: advisory", "INJ-003 is required and cannot be made advisory"),
        ("categories:\n  TLS-001: required", "TLS-001 is mandatory and cannot be made required"),
    ],
)
def test_a_looser_category_is_refused(standard: Standard, keys: str, said: str):
    problem = refused(standard, keys)
    assert problem.message == said
    assert (problem.line, problem.key.partition(".")[0]) == (4, "categories")


@pytest.mark.parametrize(
    "keys",
    [
        "excluded: {ERR-001: our own checker}",
        "excluded: {B101: our own checker}",
        "severities: {ERR-001: {to: low, reason: we like it}}",
        "paths: [{globs: ['x/**'], without: [ERR-001], reason: we like it}]",
    ],
)
def test_what_a_rule_was_raised_to_holds_for_the_rest_of_the_page(standard: Standard, keys: str):
    made, problems = tailored(standard, read(f"categories: {{ERR-001: required}}\n{keys}"))
    assert len(problems) == 1 and "required" in problems[0].message
    assert made.rules["ERR-001"].severity is Severity.MEDIUM
    assert "B101" in made.by_bandit


def test_a_raised_rule_rests_nowhere_any_more():
    found, _ = shipped()
    assert "ERR-001" in resting(found.head.paths, "tests/test_a.py")
    made, problems = tailored(found, read("categories: {ERR-001: required}"))
    assert problems == ()
    assert "ERR-001" not in resting(made.head.paths, "tests/test_a.py")


def test_an_advisory_rule_and_a_bandit_test_can_be_excluded(standard: Standard):
    made, problems = tailored(standard, read("excluded: {ERR-001: our own checker}"))
    assert problems == ()
    assert "ERR-001" not in made.rules
    assert made.head.excluded["B101"] == "our own checker"
    made, problems = tailored(standard, read("excluded: {B101: our own checker}"))
    assert problems == ()
    assert "B101" not in made.by_bandit and "B101" in standard.by_bandit


def test_a_rule_that_nothing_looks_for_any_more_is_left_out_with_the_reason():
    found, _ = shipped()
    assert found.rules["ERR-001"].tests == ("B101",)
    made, problems = tailored(found, read("excluded: {B101: our own checker}"))
    assert problems == ()
    assert "ERR-001" not in made.rules
    assert made.left_out == {"ERR-001": "our own checker (nothing else than B101 looks for it)"}
    made, _ = tailored(found, read("excluded: {B101: our own checker}\nbanned: [{name: pump.hold, rule: ERR-001}]"))
    assert made.left_out == {}
    assert [entry.name for entry in made.rules["ERR-001"].heading.detect.banned] == ["pump.hold"]
    assert made.rules["ERR-001"].tests == ()


def test_what_a_narrowing_or_softening_was_about_goes_with_its_test():
    found, _ = shipped()
    rule = found.rules["INJ-003"]
    heading = evolve(
        rule.heading, category=Category.ADVISORY, detect=evolve(rule.heading.detect, softened=("B602", "B605"))
    )
    mild = evolve(found, rules={**found.rules, rule.id: evolve(rule, heading=heading)})
    made, problems = tailored(mild, read("excluded: {B602: our own checker}"))
    assert problems == ()
    assert made.rules["INJ-003"].heading.detect.softened == ("B605",)
    narrowed = next(each for each in found.rules.values() if each.heading.detect.narrows)
    heading = evolve(narrowed.heading, category=Category.ADVISORY)
    mild = evolve(found, rules={**found.rules, narrowed.id: evolve(narrowed, heading=heading)})
    test = narrowed.heading.detect.narrows[0].test
    made, problems = tailored(
        mild, read(f"excluded: {{{test}: our own checker}}\nbanned: [{{name: p.q, rule: {narrowed.id}}}]")
    )
    assert problems == ()
    assert test not in made.rules[narrowed.id].tests


def test_a_path_setting_keeps_its_permitted_part(standard: Standard):
    keys = "paths:\n  - {globs: ['x/**'], without: [ERR-001, INJ-003, NO-001], reason: we like it so}"
    made, problems = tailored(standard, read(keys))
    assert [problem.message for problem in problems] == [
        "INJ-003 is required and may not rest",
        "no rule has the id 'NO-001'",
    ]
    assert {problem.line for problem in problems} == {4}
    assert resting(made.head.paths, "x/a.py") == {"ERR-001"}


def test_a_test_that_serves_a_required_rule_cannot_be_excluded(standard: Standard):
    made, problems = tailored(standard, read("excluded: {B602: our own checker}"))
    assert "B602" in made.by_bandit
    assert [problem.message for problem in problems] == ["B602 serves INJ-003, which is required"]


@pytest.mark.parametrize("name", ["INJ-003", "TLS-001"])
def test_other_rules_cannot_be_excluded(standard: Standard, name: str):
    problem = refused(standard, f"excluded:\n  {name}: we like it so")
    assert (problem.line, problem.key) == (4, f"excluded.{name}")


def test_a_rule_that_does_not_apply_is_still_checked(standard: Standard):
    made, problems = tailored(standard, read("not_applicable: {TLS-001: no network}"))
    assert problems == ()
    assert made.rules == standard.rules


@pytest.mark.parametrize(
    "keys",
    [
        "severities: {INJ-9003: high}",
        "excluded: {INJ-9003: none here}",
        "not_applicable: {INJ-9003: none here}",
        "requirements: {INJ-9003: [SEC-001]}",
        "banned: [{name: a.b, rule: INJ-9003}]",
        "categories: {INJ-9003: required}",
    ],
)
def test_an_unknown_rule_is_refused_at_its_line(standard: Standard, keys: str):
    problem = refused(standard, keys)
    assert problem.line == 3
    assert "INJ-9003" in problem.message
    assert problem.cure == "did you mean 'INJ-003'?"


def test_a_rule_that_was_renamed_is_named(standard: Standard):
    assert refused(standard, "severities: {INJ-999: high}").cure == "it is now INJ-003"


def test_a_project_bans_names(standard: Standard):
    keys = "banned:\n  - {name: pump.raw_shell, rule: INJ-003, message: '{name} is ours alone', missing: [safe]}"
    made, problems = tailored(standard, read(keys))
    assert problems == ()
    *own, last = made.rules["INJ-003"].heading.detect.banned
    assert tuple(own) == standard.rules["INJ-003"].heading.detect.banned
    assert (last.name, last.missing) == ("pump.raw_shell", ("safe",))
    assert made.rules["ERR-001"] == standard.rules["ERR-001"]


def test_a_changed_rule_keeps_its_other_detectors(standard: Standard):
    changed = [rule for rule in standard.rules.values() if rule.heading.detect.settings and rule.heading.detect.flow]
    assert changed
    keys = "banned:\n" + "".join(f"  - {{name: pump.raw, rule: {rule.id}}}\n" for rule in changed)
    made, problems = tailored(standard, read(keys))
    assert problems == ()
    for rule in changed:
        old, new = rule.heading.detect, made.rules[rule.id].heading.detect
        assert evolve(new, banned=old.banned) == old


def test_a_banned_name_needs_no_rule_and_is_looked_for_from_then_on():
    found, _ = shipped()
    assert not found.rules[BANNED_BY_PROJECTS].heading.detect.runs
    made, problems = tailored(found, read("banned:\n  - name: pump.raw"))
    assert problems == ()
    heading = made.rules[BANNED_BY_PROJECTS].heading
    assert [entry.name for entry in heading.detect.banned] == ["pump.raw"]
    assert heading.enforced is Enforced.TOOL


def test_a_built_in_function_is_banned_by_the_name_that_people_write():
    assert [entry.name for entry in read("banned: [{name: print}, {name: cgi, used: import}]").banned] == [
        "builtins.print",
        "cgi",
    ]


def test_the_digest_follows_the_text_and_not_its_line_ends(standard: Standard):
    plain, other = tailored(standard, read(""))[0], tailored(standard, read("title: T"))[0]
    assert len({standard.digest, plain.digest, other.digest}) == 3
    windows, _ = read_tailoring(PATH, f"{HEAD}\n---\n".replace("\n", "\r\n"))
    assert windows is not None
    assert tailored(standard, windows)[0].digest == plain.digest


@pytest.mark.parametrize(
    ("keys", "key", "line"),
    [
        ("severity: {}", "severity", 3),
        ("paths: {}", "paths", 3),
        ("narrowed: {}", "narrowed", 3),
        ("severities: {INJ-003: worst}", "severities.INJ-003", 3),
        ("excluded: {ERR-001: ' '}", "excluded.ERR-001", 3),
        ("excluded: [ERR-001]", "excluded", 3),
        ("not_applicable:\n  ERR-001:", "not_applicable.ERR-001", 4),
        ("banned: os.system", "banned", 3),
        ("banned: [{rule: INJ-003}]", "banned[0].name", 3),
        ("banned: [{name: raw_write}]", "banned[0].name", 3),
        ("banned: [{name: a.b()}]", "banned[0].name", 3),
        ("banned: [{name: a b}]", "banned[0].name", 3),
        ("banned:\n  - name: a.b\nbanned: []", "banned", 5),
        ("categories: {INJ-003: optional}", "categories.INJ-003", 3),
        ("categories: [INJ-003]", "categories", 3),
        ("approved: {by: kim}", "approved.on", 3),
        ("approved: {on: 2026-02-03}", "approved.by", 3),
        ("banned: [{name: a.b, rule: INJ-003, missing: safe}]", "banned[0].missing", 3),
        ("banned: [{name: '', rule: INJ-003}]", "banned[0].name", 3),
        ("policy: {expires_days: 0}", "policy.expires_days", 3),
        ("policy: {expires_days: 99999999}", "policy.expires_days", 3),
        ("policy: {expiring_days: 3651}", "policy.expiring_days", 3),
        ("policy: {shortest_justification: 2001}", "policy.shortest_justification", 3),
        ("policy: {longest_days: {high: 3651}}", "policy.longest_days.high", 3),
        ("banned: [{name: a.b, when: {'a b': 1}}]", "banned[0].when.a b", 3),
        ("paths: [{globs: [], without: [ERR-001], reason: of no use here}]", "paths[0].globs", 3),
        ("paths: [{globs: [a/*], without: [], reason: of no use here}]", "paths[0].without", 3),
        *(
            (
                f"paths:\n  - {{globs: ['x/**', '{glob}'], without: [ERR-001], reason: of no use here}}",
                "paths[0].globs[1]",
                4,
            )
            for glob in ("", " a/*", "/a/*", "C:/a/*", "a\\*", "./a/*", "a/../b.py", "a//b.py", "tests", "src/tests/")
        ),
        ("policy: {expires_days: a year}", "policy.expires_days", 3),
        ("policy: {expire_days: 3}", "policy.expire_days", 3),
        ("policy: {gate: none}", "policy.gate", 3),
        ("requirements: {INJ-003: SEC-001}", "requirements.INJ-003", 3),
        ("approved: {by: kim, on: 2026-02-30}", "approved.on", 3),
        ("title: A\ntitle: B", "title", 4),
        ("policy: {gate: high}", "policy.gate", 3),
        ("policy: {gate: {to: high, reason: ' '}}", "policy.gate.reason", 3),
        ("policy: {gate: {to: high}}", "policy.gate.reason", 3),
        ("policy: {gate: {to: high, reasn: old code}}", "policy.gate.reasn", 3),
        ("severities: {ERR-001: {to: low, reason: x}}", "severities.ERR-001.reason", 3),
        ("excluded: {ERR-001: x}", "excluded.ERR-001", 3),
        ("policy: {shortest_reason: 40}\nexcluded: {ERR-001: as agreed with everybody}", "excluded.ERR-001", 4),
        ("not_applicable:\n  DEV-001: as said in # 31", "not_applicable.DEV-001", 4),
    ],
)
def test_a_fault_names_line_and_key_and_has_no_effect(keys: str, key: str, line: int):
    found, problems = read_tailoring(PATH, f"{HEAD}{keys}\n---\n")
    assert found is not None
    assert not found.whole
    kept = evolve(found, policy=evolve(found.policy, shortest_reason=8), whole=True)  # some of the cases set these
    kept = evolve(kept, title=None, banned=tuple(each for each in kept.banned if each.name != "a.b"))
    assert kept == evolve(read(""), page=found.page, digest=found.digest)
    assert [(each.key, each.line) for each in problems] == [(key, line)]
    assert problems[0].cure


def test_who_agreed_is_read():
    approved = read("approved: {by: kim, on: 2026-11-24}").approved
    assert (approved.by, str(approved.on)) == ("kim", "2026-11-24")
    assert read("approved: {by: , on: }").approved.by is None


@pytest.mark.parametrize("version", ["1.0", "", "2026-11-24"])
def test_a_version_is_a_text(version: str):
    found, problems = read_tailoring(PATH, f"---\nstandard: Aseptic\nversion: {version}\n---\n")
    assert found is None
    assert [(each.key, each.line) for each in problems] == [("version", 2)]


def test_one_fault_costs_one_entry():
    keys = """\
excluded:
  ERR-001: our own checker
  RES-001: [no text]
banned:
  - name: pump.one
  - {name: pump.two, mesage: no}
  - name: three
  - {name: pump.four, rule: INJ-003}
policy: {gate: none, expires_days: 90}
"""
    found, problems = read_tailoring(PATH, f"{HEAD}{keys}---\n")
    assert found is not None and not found.whole
    assert found.excluded == {"ERR-001": "our own checker"}
    assert [each.name for each in found.banned] == ["pump.one", "pump.four"]
    assert found.policy == Policy(expires_days=90)
    assert {(each.key, each.line) for each in problems} == {
        ("excluded.RES-001", 5),
        ("banned[1].mesage", 8),
        ("banned[2].name", 9),
        ("policy.gate", 11),
    }
    assert [each.message for each in problems if each.key == "banned[2].name"] == [
        "'banned[2].name': 'three' lacks its module"
    ]
    # What stays is still told at its own line.
    _, refusals = tailored(Standard({}, ""), evolve(found, excluded={}))
    assert [(each.key, each.line) for each in refusals] == [("banned[0]", 7), ("banned[1]", 10)]


@pytest.mark.parametrize("head", ["version: '1'\n", "standard: Ours\n", "standard: ' '\nversion: '1'\n"])
def test_without_a_name_or_a_version_nothing_is_tailored(head: str):
    found, problems = read_tailoring(PATH, f"---\n{head}excluded: {{ERR-001: our own checker}}\n---\n")
    assert found is None
    assert len(problems) == 1


def test_the_digest_is_of_what_holds_and_not_of_who_approved_it(standard: Standard):
    keys = "excluded: {ERR-001: our own checker}"
    plain = read(keys).digest
    assert read(f"{keys}\napproved: {{by: kim, on: 2026-11-24}}").digest == plain
    assert read(keys.replace("our own", "their")).digest != plain
