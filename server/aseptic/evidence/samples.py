"""A short sample of each kind of detector, for people who write rules: what it declares, finds and leaves alone."""

from __future__ import annotations

from attrs import frozen


@frozen
class Sample:
    """Lines under `detect:`, code that they find, and code that they leave alone."""

    anchor: str
    """The group of keys that it is a sample of."""
    title: str
    declared: str
    found: str
    left: str


SAMPLES = (
    Sample(
        "banned",
        "A function that may be called with a limit only",
        """\
banned:
  - name: pump.bolus.start
    also: [pump.bolus.restart]
    missing: [limit]
    message: "{name} without a limit; pass limit= in millilitres"
""",
        "from pump import bolus\n\nbolus.start(rate)\n",
        "from pump import bolus\n\nbolus.start(rate, limit=5)\n",
    ),
    Sample(
        "settings",
        "A setting, however it gets its value",
        """\
settings:
  - name: ALARM_MUTED
    value: true
    put: [assigned, key]
    message: "{name} silences the pump; set it to False"
""",
        'config["ALARM_MUTED"] = True\n',
        'config["ALARM_MUTED"] = False\n',
    ),
    Sample(
        "texts",
        "A text that stands in the code",
        """\
texts:
  - matches: '^ward-\\d+\\.internal$'
    words: [.internal]
    message: "This address is of one hospital; read it from the settings"
""",
        'HOST = "ward-12.internal"\n',
        'HOST = "ward.example.org"\n',
    ),
    Sample(
        "names",
        "Data by what it is called",
        """\
names:
  - matches: '(?i)(?:^|[.])dose_?log$'
    words: [dose]
    to: [pump.remote.send]
    message: "The log of doses stays in the pump; send its digest"
""",
        "from pump import remote\n\nremote.send(device.dose_log)\n",
        "from pump import remote\n\nremote.send(device.serial)\n",
    ),
    Sample(
        "comments",
        "A comment",
        """\
comments:
  - matches: '#\\s*skip interlock'
    words: [skip interlock]
    message: "A comment does not switch the interlock off; record a deviation"
""",
        "rate = 4  # skip interlock\n",
        "rate = 4  # through the interlock\n",
    ),
    Sample(
        "conditions",
        "A call that matters with certain arguments",
        """\
banned:
  - name: pump.log.write
    when:
      text/0: {built: true}
      level: {one_of: [debug, trace]}
    unless:
      masked: true
""",
        'from pump import log\n\nlog.write(f"seen {name}", level="debug")\n',
        'from pump import log\n\nlog.write(f"seen {name}", level="debug", masked=True)\n',
    ),
    Sample(
        "replace",
        "What an editor offers instead",
        """\
banned:
  - name: pump.legacy.connect
    replace:
      call: pump.link.connect
      set: {timeout: "5"}
      drop: [insecure]
      title: Connect by pump.link, with a time-out
""",
        "from pump import legacy\n\nlegacy.connect(host, insecure=True)\n",
        "from pump import link\n\nlink.connect(host, timeout=5)\n",
    ),
)
"""One of each kind."""
