import assert from "node:assert/strict";
import { test } from "node:test";
import { described, ended, grouped, hovering, passing, type Deviation } from "../src/logic/deviations";

function deviation(id: string, more: Partial<Deviation> = {}): Deviation {
  return {
    id,
    state: "approved",
    note: "",
    kind: "mitigated",
    rule: "INJ-003",
    title: "Start processes without a shell",
    severity: "high",
    owner: "pump-team",
    expires: "2027-01-31",
    daysLeft: 400,
    reason: "The name comes from our own list.",
    where: "src/pump/update.py::Updater.install",
    record: `file:///w/security/deviations/${id}.md`,
    recordLine: 17,
    code: {
      uri: "file:///w/src/pump/update.py",
      range: { start: { line: 1, character: 2 }, end: { line: 1, character: 9 } },
    },
    permit: null,
    ...more,
  };
}

const reason = "The name comes from our own list.";
const unreadable = deviation("DEV-0007", {
  state: "cannot_be_read",
  note: "DEV-0007 covers nothing before it can be read",
  doubted: true,
  reason: "expires: 2027-13-01 is no date",
  ...{ kind: "", rule: "", title: "", severity: null, owner: "", expires: null, daysLeft: null, where: "", code: null },
});

test("what needs somebody comes first, and in a group what ends first", () => {
  const groups = grouped(
    [
      deviation("DEV-0001", { daysLeft: 40 }),
      deviation("DEV-0002", { state: "proposed" }),
      deviation("DEV-0003", { state: "not_seen" }),
      deviation("DEV-0004", { daysLeft: 12 }),
      deviation("DEV-0005", { state: "expired", daysLeft: -3 }),
      deviation("DEV-0006", { state: "withdrawn", expires: null, daysLeft: null }),
      unreadable,
    ],
    "state",
  );
  assert.deepEqual(
    groups.map((each) => [each.label, each.description, each.deviations.map(({ id }) => id)]),
    [
      ["cannot be read", "1", ["DEV-0007"]],
      ["expired", "1", ["DEV-0005"]],
      ["proposed", "1", ["DEV-0002"]],
      ["not seen", "1", ["DEV-0003"]],
      ["approved", "2", ["DEV-0004", "DEV-0001"]],
      ["withdrawn", "1", ["DEV-0006"]],
    ],
  );
});

test("rules stand with their titles, files without the function", () => {
  const found = [deviation("DEV-0001"), deviation("DEV-0002", { rule: "CRY-001", title: "Hash well", where: "a.py" })];
  assert.deepEqual(
    grouped(found, "rule").map((each) => `${each.label} ${each.description}`),
    ["CRY-001 Hash well · 1", "INJ-003 Start processes without a shell · 1"],
  );
  assert.deepEqual(
    grouped(found, "file").map((each) => each.label),
    ["a.py", "src/pump/update.py"],
  );
});

test("the severity's filter keeps what has no known severity: nobody knows that it is mild", () => {
  const found = [
    deviation("DEV-0001", { severity: "low" }),
    deviation("DEV-0002", { severity: "medium" }),
    deviation("DEV-0003", { severity: null }),
  ];
  assert.deepEqual(
    passing(found, { least: "medium", open: undefined }).map(({ id }) => id),
    ["DEV-0002", "DEV-0003"],
  );
});

test("the filter by open files knows the code and the record", () => {
  const found = [deviation("DEV-0001"), deviation("DEV-0002", { code: null }), deviation("DEV-0003", { code: null })];
  const open = new Set(["file:///w/src/pump/update.py", "file:///w/security/deviations/DEV-0003.md"]);
  assert.deepEqual(
    passing(found, { least: "low", open }).map(({ id }) => id),
    ["DEV-0001", "DEV-0003"],
  );
});

test("the end is told with its date, and in days when it is near", () => {
  const told = (daysLeft: number | null, expires: string | null = "2027-01-31") => ended({ daysLeft, expires });
  assert.deepEqual(
    [told(-1), told(0), told(1), told(90), told(91), told(null, null)],
    [
      "ended 2027-01-31",
      "until 2027-01-31, ends today",
      "until 2027-01-31, 1 day left",
      "until 2027-01-31, 90 days left",
      "until 2027-01-31",
      "",
    ],
  );
});

test("beside an id stands what its group does not say", () => {
  const one = deviation("DEV-0001", { daysLeft: 12 });
  assert.equal(described(one, "state"), `until 2027-01-31, 12 days left · INJ-003 · ${reason}`);
  assert.equal(described(deviation("DEV-0002"), "state"), `until 2027-01-31 · INJ-003 · ${reason}`);
  assert.equal(described(one, "rule"), `until 2027-01-31, 12 days left · approved · ${reason}`);
  assert.match(
    described(deviation("DEV-0003", { state: "not_seen" }), "file"),
    /^until 2027-01-31 · not seen · INJ-003/,
  );
});

test("beside one that does not hold stands its end and then why not, in place of the reason", () => {
  const note = "covers nothing before its reasons are written";
  assert.equal(
    described(deviation("DEV-0001", { doubted: true, note }), "state"),
    `until 2027-01-31 · ${note} · INJ-003`,
  );
  const told = deviation("DEV-0001", { doubted: true, note: `DEV-0001 ${note}` });
  assert.match(
    described(told, "file"),
    /^until 2027-01-31 · covers nothing .* written · approved · INJ-003/,
    "its id stands there already",
  );
  assert.match(described(deviation("DEV-0001", { doubted: false, note }), "state"), /our own list\.$/);
  assert.match(described(deviation("DEV-0001", { doubted: true, note: "" }), "state"), /our own list\.$/);
});

test("a record that cannot be read is listed with what is known of it, and nothing stands alone", () => {
  assert.equal(described(unreadable, "state"), "covers nothing before it can be read");
  assert.deepEqual(
    grouped([unreadable], "rule").map((each) => each.label),
    ["no rule"],
  );
  assert.deepEqual(hovering(unreadable), ["cannot be read", [unreadable.note, unreadable.reason]]);
});

test("what hovers has state and kind, rule, place, owner with the end, and why", () => {
  assert.deepEqual(hovering(deviation("DEV-0001", { state: "not_seen", kind: "accepted_risk", permit: "PER-0001" })), [
    "not seen, accepted risk",
    [
      "INJ-003 Start processes without a shell",
      "src/pump/update.py::Updater.install",
      "pump-team · until 2027-01-31 · under PER-0001",
      reason,
    ],
  ]);
});
