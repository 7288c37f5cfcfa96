"""What `aseptic init` writes: a standard, and one sample of each record to copy."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from attrs import asdict

from aseptic.records.forms import Forms, numbered
from aseptic.source.record_id import RECORD_ID
from aseptic.standard.head import Head

_STANDARD = """\
---
id: STANDARD
title: Secure coding standard
standard: {standard}
version: "{version}"
# date: {date}              # when the standard was adopted
# next_review: {review}       # by when somebody looks at it again
approved: {{by: , on: }}
severities: {{}}                  # a rule's id and high, medium or low; an advisory one as {{to: low, reason: …}}
categories: {{}}                  # a rule's id and required or mandatory: only stricter than the standard
excluded: {{}}                    # an advisory rule or a bandit test, and the reason
not_applicable: {{}}              # a rule that this product cannot break, and the reason
banned: []                      # functions that no code may call; "Add a banned function" in the book says how
policy: {{expires_days: 365, expiring_days: 30, shortest_justification: 20, shortest_reason: 8, gate: low}}
# in it, too, who may approve:  approvers: [kim@example.org, "@safety"], teams: {{safety: [bob@example.org]}},
#   codeowners: .github/CODEOWNERS, four_eyes: true, former: {{ann@example.org: {date}}};  and what an approval needs:
#   longest_days: {{high: 90}}, no_deviation: [INJ-003], proof: {{high: commit_signed}}
requirements: {{}}                # a rule's id and the requirements that it serves, as INJ-003: [SEC-001]
# paths:                        # files in which an advisory rule rests
#   - {{globs: ["tools/**"], without: [ERR-001], reason: what lies there ships with no product}}
---
The code of this product follows the rules of the standard named above, as tailored here.
"""
_REQUIREMENT = """\
---
id: SEC-001
title: Nothing from outside becomes a command
capability: SAHD
status: draft
threats: [THR-001]
rules: [INJ-003]
---
The product shall not run any part of a message, a file or its name as a command or as code.
"""
_INTERFACE = """\
---
id: IF-001
title: Import of studies
boundary: hospital network to the application
entry: []                       # qualified names or routes, as viewer.importing.receive or /studies/*
assets: [AST-001]
threats: [THR-001]
trust: nothing that comes in is trusted
---
Studies arrive here from devices and archives of the hospital.
"""
_ASSET = """\
---
id: AST-001
title: Health data of patients
value: disclosure harms patients, and a false value can lead to a wrong treatment
---
Names, studies and measured values, on disk and in memory.
"""
_THREAT = """\
---
id: THR-001
title: A crafted study runs a command
stride: [tampering, elevation_of_privilege]
interfaces: [IF-001]
assets: [AST-001]
mitigated_by: [SEC-001]
---
Somebody on the hospital network sends a study whose description holds the words of a command.
"""
_DEVIATION = """\
---
id: DEV-0001
kind: mitigated                 # accepted_risk, mitigated, false_positive or test_only
rule: CRY-001
requirements: [SEC-001]
where: src/pump/label.py::Label.digest
fingerprint: {v: 1, statement: c8f03181642f8a94, around: [cee2e7cb, ""], of: 1/1}
owner: pump-team
status: proposed                # proposed, approved, rejected or withdrawn
raised: {by: mira@example.org, on: 2026-11-23}
approved: {by: , on: , of: }    # written by an approval; of: the digest of what was approved
expires: 2027-11-23
measures:
  - {what: the package's signature is checked before it is installed, verified_by: tests/test_signature.py}
risk: RMF-031                   # the id in the risk management file
---
## Justification
The digest is printed on the service label, so that a technician can compare two screens. Nothing trusts it.

## Why not the replacement
The label has room for 32 characters, and SHA-256 needs 64.

## Code when raised
```python
return hashlib.md5(package).hexdigest()
```
"""
_PERMIT = """\
---
id: PER-001
title: Checks by assert in tests
rule: ERR-001
paths: ["tests/**"]
condition: the code is run by the test runner only and ships with no product
raised: {by: mira@example.org, on: 2026-11-23}
approved: {by: , on: , of: }
expires: 2027-11-23
---
Tests state what they expect with assert; the runner never drops them.
"""
_REVIEW = """\
---
id: REV-0001
title: Review of the import of studies before release 1.4
---
Held on 2026-11-23 by kim@example.org of another team, on src/viewer/importing at the commit that is tagged 1.4-rc1.

## Requirements
SEC-001 is implemented in receive and tested; nothing in the code contradicts it.

## Deviations and findings
`aseptic check` leaves no open finding. DEV-0001 was read: its measure is in place and its test passes.

## Threats
IF-001 was examined: THR-001 has no way past SEC-001. The size of a study is not limited, and no record names that.

## Issues
The missing limit is problem 231; its solution is due in 1.4.
"""


def samples(head: Head, today: datetime.date, forms: Forms | None = None) -> Mapping[str, str]:
    """Return each file's text by its path inside the records' folder, for a project that adopts a standard today.

    The samples stand in `samples/`, which is not read as records: what nobody wrote about this product is named by no
    finding and counted by no report. Whoever copies one into the folder of its kind makes it a record, whose id is of
    the project's own form.
    """
    usual, own = asdict(Forms()), asdict(forms or Forms())
    called = {numbered(usual[noun], 1): numbered(own[noun], 1) for noun in usual}

    def named(text: str) -> str:
        return RECORD_ID.sub(lambda match: called.get(match[0], match[0]), text)

    return {named(name): named(text) for name, text in _usual(head, today).items()}


def _usual(head: Head, today: datetime.date) -> Mapping[str, str]:
    return {
        "standard.md": _STANDARD.format(
            standard=head.standard, version=head.version, date=today, review=today + datetime.timedelta(days=365)
        ),
        "samples/SEC-001.md": _REQUIREMENT,
        "samples/IF-001.md": _INTERFACE,
        "samples/AST-001.md": _ASSET,
        "samples/THR-001.md": _THREAT,
        "samples/DEV-0001.md": _DEVIATION,
        "samples/PER-001.md": _PERMIT,
        "samples/REV-0001.md": _REVIEW,
    }
