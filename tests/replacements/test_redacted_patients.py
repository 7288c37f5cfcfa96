"""Identifiers of patients taken out of logs and errors; what is no identifier stays in its place."""

from __future__ import annotations

from typing import Any

import pytest

TOP = "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef f(patient, x):\n    "
TAKEN = {
    "the first and the last": (
        'logger.info("%s and %s of %s", patient.mrn, x, patient.dob, exc_info=True)',
        'logger.info("[redacted] and %s of [redacted]", x, exc_info=True)',
    ),
    "several before one that stays": (
        'logger.info("%s of %s at %s", patient.mrn, patient.dob, x)',
        'logger.info("[redacted] of [redacted] at %s", x)',
    ),
    "all, over lines": (
        'logger.info(\n        "%s of %s",\n        patient.mrn,\n        patient.dob,\n    )',
        'logger.info(\n        "[redacted] of [redacted]",\n    )',
    ),
    "a field of several": ('logger.info(f"{x} of {patient.mrn}")', 'logger.info(f"{x} of [redacted]")'),
    "by a key, as text": ("logger.info('of ' + str(x.get('patient_id')))", "logger.info('of [redacted]')"),
    "printed": ('print(x, patient.mrn, f"of {patient.dob}")', 'print(x, "[redacted]", "of [redacted]")'),
    "raised": ('raise ValueError(f"{x}: {patient.mrn}")', 'raise ValueError(f"{x}: [redacted]")'),
}
LEFT = {
    "a comment within": 'logger.info(\n        "%s",\n        patient.mrn,  # for the ward\n    )',
    "spread": 'logger.info("%s", patient.mrn, *x)',
    "made something else of": 'logger.info("%s", pseudonym(patient.mrn))',
}


@pytest.mark.parametrize(("before", "after"), TAKEN.values(), ids=TAKEN)
def test_an_identifier_is_taken_out(bench: Any, before: str, after: str) -> None:
    texts = {offer.text for offer in bench.offers(f"{TOP}{before}\n") if offer.rule in ("PHI-001", "PHI-005")}
    assert texts == {f"{TOP}{after}\n"}


@pytest.mark.parametrize("before", LEFT.values(), ids=LEFT)
def test_what_else_is_left(bench: Any, before: str) -> None:
    assert [offer for offer in bench.offers(f"{TOP}{before}\n") if offer.rule == "PHI-001"] == []
