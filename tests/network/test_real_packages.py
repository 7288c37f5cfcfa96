"""Real packages of health software: whatever bandit's command finds by a test that a rule takes whole, we find too."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from aseptic.analysis.incremental import fresh
from aseptic.analysis.memo import Memo
from aseptic.source.document import Document
from aseptic.standard.catalog import Standard
from aseptic.standard.finding import Finding
from aseptic.standard.head import resting

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "packages"
PACKAGES = {"gnuhealth": "5.0.6", "gnuhealth-fhir-server": "0.9b7", "pynetdicom": "3.0.4", "pydicom": "3.0.2"}
LEFT_OUT = {
    # Tables of 300 to 1,900 kB: dictionaries alone, over which bandit spends 50 seconds to find nothing.
    "pydicom": (
        "pydicom/_dicom_dict.py",
        "pydicom/_private_dict.py",
        "pydicom/sr/_cid_dict.py",
        "pydicom/sr/_concepts_dict.py",
        "pydicom/sr/_snomed_dict.py",
    )
}
NO_NETWORK = (
    "NewConnectionError",
    "NameResolutionError",
    "name resolution",
    "ConnectTimeout",
    "ReadTimeout",
    "Read timed out",
    "ProxyError",
    "Max retries exceeded",
    "Network is unreachable",
    "Connection refused",
)
Found = Counter[tuple[str, int, str]]

pytestmark = pytest.mark.network


def fetched(name: str) -> Path:
    """Return the folder that holds a package's code, downloaded and unpacked once."""
    folder = CACHE / f"{name}-{PACKAGES[name]}"
    if (folder / "code").is_dir():
        return folder / "code"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        archive = downloaded(name, Path(scratch))
        code = Path(scratch) / "code"
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                wheel.extractall(code)
        else:
            with tarfile.open(archive) as sdist:
                sdist.extractall(code, filter="data")
        for each in LEFT_OUT.get(name, ()):
            (code / each).unlink()
        # A project of its own, so that nothing round the cache is taken for its settings or records.
        (code / "pyproject.toml").write_text("[tool.aseptic]\n", encoding="utf-8")
        try:
            code.rename(folder / "code")
        except OSError:  # another worker was quicker
            shutil.rmtree(code)
    return folder / "code"


def downloaded(name: str, folder: Path) -> Path:
    wanted = f"{name}=={PACKAGES[name]}"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--retries", "1", "--timeout", "20"]
    done = subprocess.run(
        [*command, "--disable-pip-version-check", "-d", str(folder), wanted], capture_output=True, text=True
    )
    said = done.stdout + done.stderr
    if done.returncode != 0 and any(words in said for words in NO_NETWORK):
        pytest.skip(f"the package index cannot be reached, so {wanted} cannot be had")
    assert done.returncode == 0, said
    (archive,) = (each for each in folder.iterdir() if each.name.endswith((".whl", ".tar.gz")))
    return archive


@pytest.mark.parametrize("name", PACKAGES)
def test_every_finding_of_bandit_that_a_rule_takes_whole_is_found_at_its_line(name: str, standard: Standard) -> None:
    code = fetched(name)
    whole = {test for rule in standard.rules.values() for test in rule.heading.detect.bandit}
    assert whole
    theirs, missed = by_bandit(code, whole)
    # Tests may assert: where the standard lets a rule rest, and says so, bandit's finding is none of ours.
    rested = {
        key for key in theirs if standard.by_bandit[key[2]].id in resting(standard.head.paths, f"package/{key[0]}")
    }
    theirs = Counter({key: count for key, count in theirs.items() if key not in rested})
    ours, unchecked = by_us(code, whole)
    assert not theirs - ours, "bandit finds it and we do not"
    assert not ours - theirs, "we say that bandit finds it, and it does not"
    assert unchecked <= missed, "bandit reads it and we do not"


@pytest.mark.parametrize("name", ["pynetdicom", "gnuhealth-fhir-server", "gnuhealth"])
def test_the_word_filter_loses_nothing(name: str, memo: Memo, open_memo: Memo) -> None:
    for path in sorted(fetched(name).rglob("*.py")):
        document = Document.of(path.read_text(encoding="utf-8"))
        assert findings(document, memo) == findings(document, open_memo), path


def findings(document: Document, memo: Memo) -> list[tuple[int, Finding]]:
    return [(start, finding) for start, entry in fresh(document, memo).found for finding in entry.findings]


def by_bandit(code: Path, whole: set[str]) -> tuple[Found, set[str]]:
    command = [sys.executable, "-m", "bandit", "-r", ".", "-f", "json", "-q", "--ignore-nosec"]
    done = subprocess.run(command, cwd=code, capture_output=True, text=True)
    report = json.loads(done.stdout)
    found = Counter(
        (Path(each["filename"]).as_posix(), each["line_number"], each["test_id"])
        for each in report["results"]
        if each["test_id"] in whole
    )
    return found, {Path(each["filename"]).as_posix() for each in report["errors"]}


def by_us(code: Path, whole: set[str]) -> tuple[Found, set[str]]:
    command = [sys.executable, "-m", "aseptic", "check", "--format", "json"]
    done = subprocess.run(command, cwd=code, capture_output=True, text=True)
    assert done.returncode in {0, 1}, done.stderr
    assert done.stderr == ""
    report = json.loads(done.stdout)
    assert report["files"] == sum(1 for _ in code.rglob("*.py"))
    found = Counter(
        (each["path"], each["line"], test) for each in report["findings"] for test in each["bandit"] if test in whole
    )
    return found, {each["path"] for each in report["notChecked"]}
