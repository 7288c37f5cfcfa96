"""What is loaded of bandit is what bandit itself would run, in its order, and its other parts stay within reach."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

OURS = """
import json, sys
from aseptic.checks.bandit.installed import Tests, known_tests
tests = Tests(known_tests())
names = {kind: [each.__name__ for each in found] for kind, found in tests.only(known_tests()).items()}
configs = {each.__name__: repr(getattr(each, "_config", None)) for found in tests._by_kind.values() for each in found}
loaded = sorted(name for name in sys.modules if name.startswith(("rich", "stevedore", "bandit.formatters")))
print(json.dumps([sorted(known_tests()), names, configs, tests._lists, loaded]))
"""
THEIRS = """
import json
from bandit.core import config, extension_loader, test_set
loaded = extension_loader.MANAGER
own = test_set.BanditTestSet(config.BanditConfig()).tests
(listed,) = [each for each in own["Call"] if each.__name__ == "blacklist"]
names = {kind: [each.__name__ for each in found] for kind, found in own.items()}
configs = {each.__name__: repr(getattr(each, "_config", None)) for found in own.values() for each in found}
del configs["blacklist"]
print(json.dumps([sorted({*loaded.plugins_by_id, *loaded.blacklist_by_id}), names, configs, listed._config, []]))
"""
WHOLE = """
import aseptic.checks.bandit, bandit, bandit.core
print(bool(bandit.__version__), hasattr(bandit.manager, "BanditManager"), bandit.HIGH, hasattr(bandit, "nothing"))
from bandit.core import manager, extension_loader
print(manager.BanditManager is bandit.manager.BanditManager, len(extension_loader.MANAGER.plugins) > 30)
"""


def said(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_tests_their_order_configurations_and_lists_are_bandits() -> None:
    ours: list[Any] = json.loads(said(OURS))
    theirs: list[Any] = json.loads(said(THEIRS))
    names, registered = ours[1], theirs[1]
    for found in registered.values():
        found[:] = ["listed" if each == "blacklist" else each for each in found]
    # Bandit orders by registered names. Those of two tests differ from their functions', and never meet at a node.
    apart = {"snmp_insecure_version_check", "snmp_crypto_check"}
    assert apart < set(registered["Call"])
    assert {kind: sorted(found) for kind, found in names.items()} == {
        kind: sorted(found) for kind, found in registered.items()
    }
    for kind, found in registered.items():
        assert [each for each in names[kind] if each not in apart] == [each for each in found if each not in apart]
    assert (ours[0], ours[2:]) == (theirs[0], theirs[2:])
    assert len(ours[0]) > 60


def test_whoever_asks_for_the_rest_of_bandit_gets_it() -> None:
    assert said(WHOLE).split() == ["True", "True", "HIGH", "False", "True", "True"]
