import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { isImpossible, launch, unstarted, type Strategy } from "../src/logic/launch";
import { expanded, ofFolder, onPath, type Machine, type Program } from "../src/logic/programs";
import { PRESENT_CODE, chosen, newEnough, type Ask } from "../src/logic/python";

function machine(path: string, files: readonly string[], platform: NodeJS.Platform = "linux"): Machine {
  return { platform, path, isFile: (file) => files.includes(file) };
}

/** Pythons by their version; those that have the server are starred. */
function answering(versions: Readonly<Record<string, string>>): Ask {
  return (command, args) => {
    const version = versions[command];
    if (version === undefined) return Promise.resolve(undefined);
    const said = args.includes(PRESENT_CODE) ? (version.endsWith("*") ? "True" : "False") : version.replace("*", "");
    return Promise.resolve(`${said}\n`);
  };
}

const program = (command: string): Program => ({ command, args: [], origin: "PATH" });
const wanted = (strategy: Strategy, path = "", interpreter = "") => ({
  path,
  interpreter,
  strategy,
  bundled: "/x/bundled/start.py",
});

test("the Pythons of PATH come in its order, python3 before python, relative folders never", () => {
  const files = ["/b/python3", "/a/python3", "/a/python", "bin/python3", "./python3"];
  const found = onPath(machine("bin:.:/a:/b:", files));
  assert.deepEqual(
    found.map((each) => each.command),
    ["/a/python3", "/b/python3", "/a/python"],
  );
});

test("on Windows python.exe comes first and the launcher is asked for Python 3", () => {
  const files = ["C:\\Windows\\py.exe", "C:\\P\\python.exe"];
  const found = onPath(machine("C:\\P;C:\\Windows", files, "win32"));
  assert.deepEqual(
    found.map((each) => [each.command, ...each.args]),
    [["C:\\P\\python.exe"], ["C:\\Windows\\py.exe", "-3"]],
  );
});

test("a folder's own environment is found by its usual names", () => {
  const found = ofFolder("/w", machine("", ["/w/venv/bin/python"]));
  assert.deepEqual(found, [{ command: "/w/venv/bin/python", args: [], origin: "the folder's virtual environment" }]);
  assert.deepEqual(ofFolder("C:\\w", machine("", ["C:\\w\\.venv\\Scripts\\python.exe"], "win32")).length, 1);
});

test("paths in settings are filled in", () => {
  assert.equal(expanded("~/bin/python", "/home/m", "/w"), "/home/m/bin/python");
  assert.equal(expanded("${workspaceFolder}/.venv/bin/python", "/home/m", "/w"), "/w/.venv/bin/python");
  assert.equal(expanded("~other/python", "/home/m", undefined), "~other/python");
});

test("versions compare as numbers", () => {
  assert.deepEqual(["3.11.0", "3.9.18", "3.13.1", "4.0.0", "2.7.18", "", "python"].map(newEnough), [
    true,
    false,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("the first Python that is new enough runs the server, and the others are told", async () => {
  const asked: string[] = [];
  const versions = answering({ "/a": "3.9.1", "/c": "3.12.4", "/d": "3.13.0" });
  const ask: Ask = (command, args) => {
    asked.push(command);
    assert.deepEqual(args.slice(0, 2), ["-I", "-S"], "isolated from the folder");
    return versions(command, args);
  };
  const { python, passed } = await chosen(["/a", "/b", "/a", "/c", "/d"].map(program), ask);
  assert.equal(python?.command, "/c");
  assert.deepEqual(passed, ["/a (PATH): is Python 3.9.1", "/b (PATH): does not run"]);
  assert.deepEqual(asked, ["/a", "/b", "/c"]);
});

test("the bundled server sees no library but its own", async () => {
  const ask = answering({ "/p": "3.12.4*" });
  const found = await launch(wanted("useBundled"), () => chosen([program("/p")], ask), ask);
  assert.ok(!isImpossible(found));
  assert.deepEqual([found.command, ...found.args], ["/p", "-I", "-S", "/x/bundled/start.py", "server"]);
  assert.match(found.origin, /extension's server under Python 3\.12\.4/);
});

test("the environment's own server runs as its own process, and nothing of the folder is imported", async () => {
  const ask = answering({ "/p": "3.12.4*" });
  const found = await launch(wanted("fromEnvironment"), () => chosen([program("/p")], ask), ask);
  assert.ok(!isImpossible(found));
  assert.deepEqual([found.command, ...found.args], ["/p", "-P", "-m", "aseptic", "server"]);
  assert.equal(found.warning, "");
});

test("an environment without a server falls back to the bundled one, and it is said", async () => {
  const ask = answering({ "/p": "3.12.4" });
  const found = await launch(wanted("fromEnvironment"), () => chosen([program("/p")], ask), ask);
  assert.ok(!isImpossible(found));
  assert.ok(found.args.includes("/x/bundled/start.py"));
  assert.match(found.warning, /^\/p has no aseptic/);
});

test("a program that is named is taken at its word, without any Python", async () => {
  const never = () => Promise.reject(new Error("nobody should ask"));
  const found = await launch(wanted("fromEnvironment", "/opt/aseptic"), never, never);
  assert.ok(!isImpossible(found));
  assert.deepEqual([found.command, ...found.args, found.setting], ["/opt/aseptic", "server", "aseptic.path"]);
});

test("a wrong interpreter is told with its setting and with what is wrong", async () => {
  const fault = async (versions: Readonly<Record<string, string>>) => {
    const ask = answering(versions);
    const found = await launch(wanted("useBundled", "", "/p"), () => chosen([program("/p")], ask), ask);
    return isImpossible(found) ? found.fault : found.setting;
  };
  assert.match(
    await fault({}),
    /3\.11 or newer; the setting aseptic\.interpreter names \/p, which does not run: correct/,
  );
  assert.match(await fault({ "/p": "3.9.1" }), /names \/p, which is Python 3\.9\.1: correct/);
  assert.equal(await fault({ "/p": "3.12.1" }), "aseptic.interpreter");
});

test("a program that cannot be started is told with the setting that names it", async () => {
  const missing = await new Promise((resolve) => spawn("/no/such/aseptic").once("error", resolve));
  const barred = Object.assign(new Error("spawn EACCES"), { code: "EACCES" });
  const named = { command: "/no/such/aseptic", setting: "aseptic.path" } as const;
  assert.equal(
    unstarted(named, missing),
    "The setting aseptic.path names /no/such/aseptic, and there is no such program; correct it, or leave it empty",
  );
  assert.match(unstarted(named, barred), /aseptic, which may not be run; correct/);
  assert.match(unstarted(named, new Error("spawn EINVAL")), /cannot be started \(spawn EINVAL\)/);
  assert.equal(unstarted({ ...named, setting: "" }, new Error("x")), "The Aseptic server cannot be started: x");
});

test("without any Python there is one line with its cure", async () => {
  const ask = answering({ "/p": "3.8.1" });
  const found = await launch(wanted("useBundled"), () => chosen([program("/p")], ask), ask);
  assert.ok(isImpossible(found));
  assert.match(found.fault, /3\.11 or newer.*aseptic\.interpreter/);
  assert.deepEqual(found.passed, ["/p (PATH): is Python 3.8.1"]);
});
