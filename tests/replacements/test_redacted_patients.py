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
    "a label in the midst": (
        'logger.info("skipped ward=%s patient=%s bed=%s", x, patient.mrn, x)',
        'logger.info("skipped ward=%s bed=%s", x, x)',
    ),
    "what it is the number of": (
        'logger.info("canceled for accession %s", patient.accession_number)',
        'logger.info("canceled")',
    ),
    "beside what is counted": (
        'x.count += 1\n    logger.info("created patient {} - {}".format(patient.mrn, patient.dob))',
        'x.count += 1\n    logger.info("created patient %s", x.count)',
    ),
    "beside what is counted, and enough is said": (
        'x.count += 1\n    logger.info("all the images were sent for patient %s", patient.mrn)',
        'x.count += 1\n    logger.info("all the images were sent for patient")',
    ),
    "a label of two words": (
        'logger.info(f"Bed: {x} - Acc Nr: {patient.accession_number}")',
        'logger.info(f"Bed: {x}")',
    ),
    "a label at first": ('logger.info(f"MRN: {patient.mrn}; Info: {x}")', 'logger.info(f"Info: {x}")'),
    "behind a number": ('print(f"--- Patient {x}: {patient.mrn} ---")', 'print(f"--- Patient {x} ---")'),
    "several before one that stays": (
        'logger.info("%s of %s at %s", patient.mrn, patient.dob, x)',
        'logger.info("[redacted] of [redacted] at %s", x)',
    ),
    "all, over lines": (
        'logger.info(\n        "came: %s of %s",\n        patient.mrn,\n        patient.dob,\n    )',
        'logger.info(\n        "came",\n    )',
    ),
    "all, over lines without a comma behind them": (
        'logger.info(\n        f"came: {patient.mrn}"\n    )',
        'logger.info("came")',
    ),
    "beside one that stays": ('logger.info(f"{patient.mrn} - {x}")', 'logger.info(f"{x}")'),
    "what led to it": (
        'logger.info(f"Patient with id {patient.mrn} not found")',
        'logger.info("Patient not found")',
    ),
    "a field of several": ('logger.info(f"{x} of {patient.mrn}")', 'logger.info(f"{x} of [redacted]")'),
    "by a key, as text": ("logger.info('data of ' + str(x.get('patient_id')))", "logger.info('data')"),
    "the rest of a text": ('logger.info(f"reads the file... {patient.mrn}")', 'logger.info("reads the file...")'),
    "a row of them": ('logger.info(f"{x}: {patient.mrn} - {patient.dob}")', 'logger.info(f"{x}: [redacted]")'),
    "a key at hand": (
        'y = patient.uuid\n    logger.info(f"{x}: {patient.mrn} - {patient.dob}")',
        'y = patient.uuid\n    logger.info(f"{x}: {patient.uuid}")',
    ),
    "a line that says nothing else": (
        'logger.info(f"Ward:: mrn: {patient.mrn}")\n    return x',
        "return x",
    ),
    "printed": ('print(x, patient.mrn, f"of {patient.dob}")', 'print(x, "[redacted]", "of [redacted]")'),
    "raised": ('raise ValueError(f"{x}: {patient.mrn}")', 'raise ValueError(f"{x}: [redacted]")'),
}
LEFT = {
    "a comment within": 'logger.info(\n        "%s",\n        patient.mrn,  # for the ward\n    )',
    "what nothing is left of": 'logger.info("%s", patient.mrn)',
    "what begins with it": 'logger.info("%s not found", patient.mrn)',
    "spread": 'logger.info("%s", patient.mrn, *x)',
    "made something else of": 'logger.info("%s", pseudonym(patient.mrn))',
}


@pytest.mark.parametrize(("before", "after"), TAKEN.values(), ids=TAKEN)
def test_an_identifier_is_taken_out(bench: Any, before: str, after: str) -> None:
    texts = {offer.text for offer in bench.offers(f"{TOP}{before}\n") if offer.rule in ("PHI-001", "PHI-005")}
    assert texts == {f"{TOP}{after}\n"}


@pytest.mark.parametrize(
    ("field", "found"),
    [("token", True), ("token is not None", False), ("not token", False), ("bool(token)", False), ("token.raw", True)],
)
def test_whether_there_is_a_secret_is_none(bench: Any, field: str, found: bool) -> None:
    code = f"{TOP}logger.info(f'{{x}}, access token: {{{field}}}')\n"
    assert ("LOG-001" in bench.rules(code)) is found


@pytest.mark.parametrize("before", LEFT.values(), ids=LEFT)
def test_what_else_is_left(bench: Any, before: str) -> None:
    assert [offer for offer in bench.offers(f"{TOP}{before}\n") if offer.rule == "PHI-001"] == []
