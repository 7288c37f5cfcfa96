import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { foreign, speaks, stranger } from "../src/logic/strangers";
import { ServerProcess } from "../src/serverProcess";

const skip = process.platform === "win32" ? "the programs are scripts of a shell" : false;
const HELLO = "Content-Length: 2\r\n\r\n{}";

/** Start a shell's script as the program that a setting names, and doubt it. */
async function begun(script: string, patience = 10_000): Promise<ServerProcess> {
  const file = join(mkdtempSync(join(tmpdir(), "aseptic-")), "aseptic");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  const started = await ServerProcess.start(file, ["server"], tmpdir());
  started.doubt(patience);
  return started;
}

/** What is odd about a script, once it has ended. */
async function oddity(script: string, patience?: number): Promise<string> {
  const started = await begun(script, patience);
  await new Promise((resolve) => started.child.once("close", resolve));
  await started.end();
  return started.odd;
}

test("a program that ends before it answers is odd, with its code and its last words", { skip }, async () => {
  assert.equal(await oddity("exit 0"), "it ended with code 0 before it answered");
  const old = "echo 'Usage: aseptic' >&2; echo \"Error: No such command 'server'.\" >&2; exit 2";
  assert.equal(await oddity(old), "it ended with code 2 before it answered (Error: No such command 'server'.)");
});

test("one that writes anything but messages is ended at once, however much it writes", { skip }, async () => {
  assert.equal(await oddity("exec yes"), "it writes what is no message to an editor");
  assert.equal(
    await oddity("printf Con; sleep 0.1; echo sole; exec sleep 60"),
    "it writes what is no message to an editor",
  );
});

test("one that keeps silent is ended when nobody would wait any longer", { skip }, async () => {
  assert.equal(await oddity("exec sleep 60", 200), "it has not answered for 0.2 seconds");
});

test("one that answered is no stranger, whatever becomes of it", { skip }, async () => {
  const started = await begun(`read -r line; printf '${HELLO}'; echo later; read -r line; exit 3`, 60_000);
  await new Promise((resolve) => {
    started.child.stdout.once("data", resolve);
    started.child.stdin.write("one\n");
  });
  started.trust();
  started.child.stdin.end("two\n");
  const end = await started.end();
  assert.deepEqual([started.odd, end.how], ["", "with code 3"]);
});

test("an end is told with its signal and the last lines of stderr", { skip }, async () => {
  const started = await begun("echo one >&2; echo two >&2; exec sleep 60", 60_000);
  await new Promise((resolve) => started.child.stderr.once("data", resolve));
  await new Promise((resolve) => setTimeout(resolve, 100));
  started.child.kill("SIGKILL");
  const end = await started.end();
  assert.deepEqual([end.how, end.last], ["by SIGKILL", ["one", "two"]]);
});

test("a program that is not there fails to start", async () => {
  await assert.rejects(ServerProcess.start("/no/such/aseptic", ["server"], tmpdir()), { code: "ENOENT" });
});

test("what names no server of ours is told in one line with its cure", () => {
  const named = { command: "/bin/true", setting: "aseptic.path" } as const;
  assert.equal(
    stranger(named, "it ended with code 0 before it answered"),
    "The setting aseptic.path names /bin/true, which is no working Aseptic: it ended with code 0 before it answered; " +
      "name another, or leave it empty",
  );
  assert.equal(stranger({ ...named, setting: "" }, "it is odd"), "The Aseptic server cannot be used: it is odd");
});

test("our server is known by its name, and messages by their first letters", () => {
  assert.deepEqual(["aseptic", "pylsp", undefined].map(foreign), [
    "",
    "it answers as pylsp",
    "it answers without a name",
  ]);
  assert.deepEqual(["", "Con", "content-length: 3", "Content-Type", "Hello", "Cont!"].map(speaks), [
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
});
