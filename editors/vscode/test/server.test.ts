import assert from "node:assert/strict";
import { test } from "node:test";
import { KINDS, allowed, answered, ruleOf, scopeOf, unanswered, kindsTold } from "../src/logic/asking";
import { Crashes, RESTARTS, Tail, obituary } from "../src/logic/crashes";
import { notRunning, serverLine, standardLine, versionMismatch, type State } from "../src/logic/status";

test("the server is started again three times in three minutes, then somebody is asked", () => {
  let now = 0;
  const crashes = new Crashes(() => now);
  const again = Array.from({ length: RESTARTS + 1 }, () => crashes.again());
  assert.deepEqual(again, [true, true, true, false]);
  now = 3 * 60_000 + 1;
  assert.equal(crashes.again(), true);
  assert.equal(crashes.count, 1);
});

test("a restart by hand begins anew", () => {
  const crashes = new Crashes(() => 0);
  for (let end = 0; end < RESTARTS; end++) crashes.again();
  crashes.forget();
  assert.equal(crashes.again(), true);
});

test("the last lines are kept, however they come in pieces", () => {
  const tail = new Tail(2);
  for (const piece of ["one\ntw", "o\r", "\nthree\n\n", "fo", "ur"]) tail.push(piece);
  assert.deepEqual(tail.last, ["three", "four"]);
});

test("an end is told with what was said last", () => {
  assert.equal(
    obituary(4, { how: "with code 1", last: ["Traceback", "MemoryError"] }),
    "The Aseptic server ended 4 times in three minutes, at last with code 1. Its last line: MemoryError",
  );
  assert.equal(obituary(1, { how: "", last: [] }), "The Aseptic server ended; it said nothing");
  assert.equal(obituary(1, { how: "by SIGKILL", last: [] }), "The Aseptic server ended by SIGKILL; it said nothing");
});

const standard = { name: "Aseptic", version: "0.1", digest: "13050ea44d7e6eaff845" };
const state: State = {
  phase: "running",
  why: "",
  warning: "",
  origin: "the extension's server",
  server: "0.1.0",
  extension: "0.1.0",
  told: { findings: 3, watching: true, worker: { state: "idle", residentBytes: 54 * 2 ** 20 } },
};

test("the status tells findings, worker and version", () => {
  const shown = serverLine(state);
  assert.equal(shown.text, "Aseptic: 3 findings");
  assert.equal(shown.detail, "types known, 54 MiB · server 0.1.0");
  assert.deepEqual([shown.busy, shown.gravity], [false, "information"]);
});

test("what is out of the ordinary is told: no watching, a resting worker, another release, a wish not met", () => {
  const told = { ...state.told, watching: false, worker: { state: "resting" } };
  const odd = serverLine({ ...state, server: "0.2.0", warning: "/p has no aseptic", told });
  assert.equal(odd.gravity, "warning");
  for (const part of ["server 0.2.0, extension 0.1.0", "/p has no aseptic", "on save", "died too often"]) {
    assert.ok(odd.detail.includes(part), `${part} in ${odd.detail}`);
  }
});

test("types of which nothing can be told for want of a folder are a warning", () => {
  const worker = { state: "idle", lacking: "Permission denied" };
  const shown = serverLine({ ...state, told: { ...state.told, worker } });
  assert.equal(shown.gravity, "warning");
  assert.ok(shown.detail.includes("are not told: no folder can be written (Permission denied)"), shown.detail);
});

test("while types are looked up the status is busy", () => {
  assert.equal(serverLine({ ...state, told: { analysing: true } }).busy, true);
  assert.equal(serverLine({ ...state, phase: "starting" }).busy, true);
});

test("a server that does not run says why", () => {
  const shown = serverLine({ ...state, phase: "stopped", why: "It ended." });
  assert.deepEqual([shown.text, shown.detail, shown.gravity], ["Aseptic does not run", "It ended.", "error"]);
});

test("who asks for something while no server runs is told so, and why", () => {
  assert.equal(notRunning(""), "The Aseptic server does not run");
  assert.equal(notRunning("it was stopped"), "The Aseptic server does not run: it was stopped");
  assert.equal(
    notRunning(obituary(4, { how: "", last: ["MemoryError"] })),
    "The Aseptic server does not run: it ended 4 times in three minutes. Its last line: MemoryError",
  );
});

test("what the menu has no room for is cut at a clause", () => {
  const why = "Aseptic needs Python 3.11 or newer and found none; install one, or name it in the setting";
  const shown = serverLine({ ...state, phase: "impossible", why });
  assert.equal(shown.detail, "Aseptic needs Python 3.11 or newer and found none");
  assert.equal(serverLine({ ...state, phase: "stopped", why: "x".repeat(99) }).detail, `${"x".repeat(63)}…`);
});

test("the standard is told by name, version and digest", () => {
  const shown = standardLine({ standard }, "");
  assert.deepEqual([shown.text, shown.detail], ["Standard: Aseptic 0.1", "digest 13050ea44d7e"]);
  assert.equal(standardLine({ standard: null }, "file:///w/a.py").text, "Standard: not loaded yet");
});

test("of several projects the standard of the active file's is told, with the project's name", () => {
  const project = (root: string, digest: string) => ({ root, records: "security", standard: { ...standard, digest } });
  const projects = [
    project("file:///w", "1111"),
    project("file:///w/pump%20two", "2222"),
    project("file:///w2", "3333"),
  ];
  const detail = (file: string) => standardLine({ standard, projects }, file).detail;
  assert.equal(detail("file:///w/a.py"), "w · digest 1111");
  assert.equal(detail("file:///w/pump%20two/src/a.py"), "pump two · digest 2222", "the innermost");
  assert.equal(detail("file:///w2/a.py"), "w2 · digest 3333", "a name that begins alike is another folder");
  assert.equal(detail("file:///elsewhere/a.py"), "digest 13050ea44d7e", "a file of none: as before");
  assert.equal(standardLine({ projects: projects.slice(0, 1) }, "file:///w/a.py").detail, "digest 1111");
});

test("equal releases are no mismatch, nor is one that nobody told", () => {
  assert.equal(versionMismatch("0.1.0", "0.1.0"), "");
  assert.equal(versionMismatch("", "0.1.0"), "");
  assert.match(versionMismatch("0.2.0", "0.1.0"), /update the older/);
});

test("the kinds are the server's, in our order; an older server's are ours", () => {
  for (const old of [undefined, null, {}, { asepticGrounds: 1 }, { asepticGrounds: [{ id: 1 }] }]) {
    assert.equal(kindsTold(old), KINDS);
  }
  const told = [
    { id: "new_one", says: "something new" },
    { id: "accepted_risk", says: "in other words" },
    { id: "mitigated", says: "something else protects" },
  ];
  const ids = kindsTold({ asepticGrounds: told }).map(({ id, says }) => `${id}: ${says}`);
  assert.deepEqual(ids, [
    "mitigated: something else protects",
    "accepted_risk: in other words",
    "new_one: something new",
  ]);
});

test("an answer takes the third place behind the server's own arguments", () => {
  assert.equal(unanswered(["file:///a.py", {}]), true);
  assert.equal(unanswered(["file:///a.py", {}, { kind: "mitigated", reason: "" }]), false);
  const answer = { kind: "mitigated", reason: "It is our own list." };
  assert.deepEqual(answered(["file:///a.py", { rule: "INJ-003" }], answer), [
    "file:///a.py",
    { rule: "INJ-003" },
    answer,
  ]);
});

test("a decision is asked about first, so that nobody gives a reason for one that is refused", async () => {
  const asked: unknown[][] = [];
  const answering = (answer: unknown) => (args: unknown[]) => {
    asked.push(args);
    return Promise.resolve(answer);
  };
  const args = ["file:///security/deviations/DEV-0001.md", "DEV-0001"];
  for (const command of ["aseptic.rejectDeviation", "aseptic.approveDeviation"]) {
    assert.equal(await allowed(command, args, answering({ id: "DEV-0001", uri: "file:///x" })), true);
    for (const refused of [null, undefined]) assert.equal(await allowed(command, args, answering(refused)), false);
  }
  assert.deepEqual(asked, Array(6).fill([...args, { check: true }]));
});

test("what is no decision that can be refused is not asked about", async () => {
  const never = () => Promise.reject(new Error("nobody should ask"));
  for (const command of ["aseptic.recordDeviation", "aseptic.withdrawDeviation", "aseptic.checkWorkspace"]) {
    assert.equal(await allowed(command, [], never), true);
  }
});

test("the rule is read from a finding's key alone", () => {
  assert.deepEqual(
    [ruleOf({ rule: "INJ-003" }), ruleOf("DEV-0001"), ruleOf({ rule: 3 }), ruleOf(null)],
    ["INJ-003", "", "", ""],
  );
  assert.deepEqual([scopeOf({ scope: "Updater.install" }), scopeOf({ rule: "INJ-003" })], ["Updater.install", ""]);
});
