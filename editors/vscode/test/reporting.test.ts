import assert from "node:assert/strict";
import { test } from "node:test";
import { SAMPLE } from "../src/logic/sample";
import { TITLE, homeless, reported, type Facts } from "../src/logic/reporting";

const facts: Facts = {
  editor: "VS Code 1.139.1 (desktop)",
  trusted: true,
  folders: 1,
  state: {
    phase: "stopped",
    why: "The Aseptic server ended 4 times",
    warning: "/p has no aseptic",
    origin: "the extension's server under Python 3.12.4 (/p, from PATH)",
    server: "0.1.0",
    extension: "0.2.0",
    told: {},
  },
  launch: { command: "/p", args: ["-I", "-S", "/x/bundled/start.py", "server"] },
  passed: ["/a (the folder's virtual environment): is Python 3.9.1", "/b (PATH): does not run"],
  ends: [
    { at: new Date("2026-11-26T05:00:00Z"), how: "by SIGKILL", last: [] },
    { at: new Date("2026-11-26T05:01:00Z"), how: "with code 1", last: ["Traceback", "MemoryError"] },
  ],
  settings: [
    { name: "aseptic.path", value: "", place: "user" },
    { name: "aseptic.show", value: "changed", place: "folder pump" },
  ],
};

test("a report after a crash tells versions, start, ends with their last words, Pythons and settings", () => {
  assert.equal(
    reported(facts),
    `${TITLE}
extension    0.2.0 in VS Code 1.139.1 (desktop)
server       0.1.0 stopped: The Aseptic server ended 4 times
started      the extension's server under Python 3.12.4 (/p, from PATH)
             /p has no aseptic
command      /p -I -S /x/bundled/start.py server
passed over  /a (the folder's virtual environment): is Python 3.9.1
             /b (PATH): does not run
ended        2026-11-26T05:00:00.000Z by SIGKILL; it said nothing
             2026-11-26T05:01:00.000Z with code 1, after these words:
               Traceback
               MemoryError
workspace    trusted, 1 folder
settings     aseptic.path = "" (user)
             aseptic.show = "changed" (folder pump)
`,
  );
});

test("where nothing was started, passed over or set, that is said or left out", () => {
  const state = { ...facts.state, phase: "impossible", why: "no Python", warning: "", origin: "", server: "" } as const;
  const bare = { ...facts, state, launch: undefined, passed: [], ends: [], settings: [], trusted: false, folders: 2 };
  assert.equal(
    reported(bare),
    `${TITLE}
extension    0.2.0 in VS Code 1.139.1 (desktop)
server       impossible: no Python
started      nothing
workspace    not trusted, 2 folders
settings     none is set
`,
  );
});

test("what was never saved begins with a line that an editor's title shows whole", () => {
  for (const text of [TITLE, SAMPLE]) assert.ok((text.split("\n")[0] ?? "").length <= 40, text);
});

test("the home folder is written as people do, and does not tell who they are", () => {
  const launch = { command: "/home/mira/.venv/bin/python", args: ["/home/mira/x/start.py"] };
  const text = homeless(reported({ ...facts, launch }), "/home/mira");
  assert.match(text, /^command {6}~\/\.venv\/bin\/python ~\/x\/start\.py$/m);
  assert.ok(!text.includes("mira"));
  const settings = [{ name: "aseptic.path", value: "C:\\Users\\mira\\py", place: "user" }];
  const windows = reported({ ...facts, launch: { command: "C:\\Users\\mira\\python.exe", args: [] }, settings });
  assert.ok(!homeless(windows, "C:\\Users\\mira").includes("mira"));
  assert.equal(homeless("a/b", "/"), "a/b");
  assert.equal(homeless("a/b", ""), "a/b");
});
