/** Runs one story at the workbench and prints what was seen, as one line of JSON. */

import { renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as palette from "./palette.mjs";
import * as places from "./places.mjs";
import { Workbench } from "./workbench.mjs";

const RECORD = "security/deviations/DEV-0001.md";
const FOUND = 4;

/** From the first finding to the recorded deviation. */
async function work(bench) {
  const told = {};
  await bench.file("update.py");
  await bench.found(FOUND);
  told.problems = await bench.until(
    () => bench.problems(),
    (rows) => rows.length > FOUND,
    "problems",
  );
  told.links = await bench.texts(".markers-panel .monaco-list-row a");
  await bench.shot("problems");
  await bench.press("Control+j");

  await bench.file("reboot.py");
  await bench.go(5, 5);
  await bench.press("Shift+End");
  await bench.page.keyboard.type('os.system("reboot " + host)', { delay: 20 });
  await bench.until(
    () => bench.squiggles(),
    (count) => count === 1,
    "a squiggle while typing",
  );
  await bench.shot("typing");
  told.dirty = bench.read("src/pump/reboot.py");
  await bench.press("Shift+Home", "Delete");
  await bench.page.keyboard.type("pass");
  await bench.until(
    () => bench.squiggles(),
    (count) => count === 0,
    "no squiggle",
  );
  await bench.save();
  await bench.press("Control+w");

  await bench.file("update.py");
  await bench.go(11, 12);
  await bench.press("Control+k", "Control+i");
  await bench.page.locator(".monaco-hover .rendered-markdown", { hasText: "shall" }).first().waitFor();
  told.hover = (await bench.texts(".monaco-hover .hover-row")).join("\n");
  await bench.shot("hover");
  await bench.press("Escape");

  await bench.go(20, 12);
  const fix = await bench.quickFix("Run it without a shell");
  told.offered = fix.offered;
  await bench.shot("quickfix");
  await fix.take();
  await bench.showing("subprocess");
  await bench.save();
  told.replaced = await bench.until(
    () => bench.read("src/pump/update.py"),
    (text) => text.includes("subprocess"),
    "the replacement",
  );

  await bench.go(12, 12); // an import was added above
  await (await bench.quickFix("Record a deviation from INJ-003")).take();
  await bench.page.locator(".quick-input-widget .quick-input-title", { hasText: "1/2" }).waitFor();
  told.kinds = await bench.texts(".quick-input-list .monaco-list-row .label-name");
  await bench.shot("kind");
  await bench.press("Enter");
  await bench.page.locator(".quick-input-widget .quick-input-title", { hasText: "2/2" }).waitFor();
  await bench.page.keyboard.type(process.env.REASON);
  await bench.shot("reason");
  await bench.press("Enter");
  await bench.page.locator(".tab.active[data-resource-name='DEV-0001.md']").waitFor();
  told.record = bench.read(RECORD);
  told.unsaved = await bench.page.locator(".tab.active.dirty").count();
  told.line = await bench.until(
    () => bench.page.locator("[id='status.editor.selection']").innerText(),
    (text) => text.includes("Ln") && !text.includes("Ln 1,"),
    "the place of the justification",
  );
  await bench.shot("record");

  told.deviations = await bench.until(
    () => bench.deviations(),
    (rows) => rows.length === 2,
    "the deviation listed",
  );
  await bench.page.locator(".pane-body .monaco-list-row", { hasText: "DEV-0001" }).hover();
  await bench.page.locator(".pane-body .monaco-list-row .action-label[aria-label='Go to the Code']").first().click();
  await bench.page.locator(".tab.active[data-resource-name='update.py']").waitFor();
  told.lenses = await bench.until(
    () => bench.texts(".codelens-decoration"),
    (lenses) => lenses.some((lens) => lens.includes("DEV-0001")),
    "the lens",
  );
  await bench.until(
    () => bench.status(),
    (lines) => /: 3 findings/.test(lines[0] ?? ""),
    "the status",
  );
  told.status = await bench.until(
    () => bench.status(),
    (lines) => lines.some((line) => line.includes("digest")),
    "the standard in the status",
  );
  await bench.status("view");
  told.notifications = await bench.notifications();
  return told;
}

/** The server killed, and settings that cannot be read. */
async function trouble(bench) {
  const told = {};
  await bench.file("update.py");
  await bench.until(
    () => bench.squiggles(),
    (count) => count >= FOUND,
    "squiggles",
  );
  const kill = async () => {
    const before = await bench.until(
      () => bench.server(),
      (server) => server !== undefined,
      "the server",
    );
    process.kill(before, "SIGKILL");
    return before;
  };
  const first = await kill();
  await bench.until(
    () => bench.server(),
    (server) => server !== undefined && server !== first,
    "another server",
  );
  await bench.until(
    () => bench.squiggles(),
    (count) => count >= FOUND,
    "squiggles again",
  );
  told.quietly = await bench.notifications();
  for (let again = 0; again < 2; again++) {
    const last = await kill();
    await bench.until(
      () => bench.server(),
      (server) => server !== undefined && server !== last,
      "another server",
    );
    await bench.until(
      () => bench.squiggles(),
      (count) => count >= FOUND,
      "squiggles again",
    );
  }
  await kill();
  told.asked = await bench.until(
    () => bench.notifications(),
    (found) => found.length > 0,
    "a question",
  );
  await bench.shot("killed");
  told.stopped = await bench.status();
  await bench.page.locator(".notifications-toasts .monaco-button", { hasText: "Restart" }).waitFor();
  await bench.command("Aseptic: Print What a Report of a Fault Needs");
  told.report = await bench.showing("ended");
  await bench.shot("report");
  await bench.file("update.py");
  await bench.page.locator(".notifications-toasts .monaco-button", { hasText: "Restart" }).click();
  await bench.until(
    () => bench.squiggles(),
    (count) => count >= FOUND,
    "squiggles after the restart",
  );

  writeFileSync(path.join(bench.folder, "next.toml"), "[tool.aseptic]\nexclude = [\n");
  renameSync(path.join(bench.folder, "next.toml"), path.join(bench.folder, "pyproject.toml"));
  told.broken = await bench.until(
    () => bench.problems(),
    (rows) => rows.some((row) => row.startsWith("pyproject.toml")),
    "the fault of the settings",
  );
  told.still = await bench.squiggles();
  told.loud = await bench.notifications();
  await bench.shot("broken");
  return told;
}

/** A folder in which there is nothing for us: no server, until somebody opens the view. */
async function bare(bench) {
  await bench.file("README.md");
  await bench.page.waitForTimeout(3000);
  const server = bench.server() ?? null;
  const deviations = await bench.deviations();
  const welcome = await bench.until(
    () => bench.texts(".pane-body .welcome-view-content"),
    (texts) => texts.some((text) => text.includes("No deviation is recorded")),
    "the words for the empty view",
  );
  await bench.shot("bare");
  return {
    server,
    notifications: await bench.notifications(),
    deviations,
    welcome,
  };
}

/** No Python answers. */
async function pythonless(bench) {
  await bench.file("update.py");
  const notifications = await bench.until(
    () => bench.notifications(),
    (found) => found.length > 0,
    "a notification",
  );
  const status = await bench.status();
  await bench.shot("pythonless");
  return { notifications, status, server: bench.server() ?? null };
}

/** Programs in `aseptic.path` that can be started and are no server of ours, one after another. */
async function strangers(bench) {
  const told = {};
  await bench.file("update.py");
  await bench.go(1, 1);
  const name = (program) => {
    const settings = JSON.stringify({ "aseptic.path": program });
    writeFileSync(path.join(bench.folder, ".vscode", "settings.json"), settings);
  };
  for (const [number, program] of JSON.parse(bench.read("programs.json")).entries()) {
    if (number > 0) name(program);
    told[path.basename(program)] = await bench.until(
      () => bench.notifications(),
      (found) => found.some((text) => text.includes(program)),
      `what is wrong with ${program}`,
    );
    await bench.shot(`stranger-${path.basename(program)}`);
    told.status = await bench.status();
    await bench.command("Notifications: Clear All Notifications");
  }
  name("");
  await bench.found(FOUND);
  return { ...told, after: await bench.notifications() };
}

/** From the page's request to what is seen, in seconds; a file is open from the beginning, as where one left it. */
async function start(bench) {
  const workbench = bench.seconds();
  await bench.showing("import hashlib");
  const text = bench.seconds();
  await bench.found(1);
  return { workbench, text, squiggle: bench.seconds() };
}

const stories = { work, trouble, strangers, start, bare, pythonless };
const story = { ...stories, ...places, ...palette }[process.argv[2]];
const bench = await Workbench.open(process.env.FOLDER, process.env.FILE ?? "");
try {
  console.log(JSON.stringify(await story(bench)));
} catch (error) {
  await bench.shot(`failed-${process.argv[2]}`).catch(() => undefined);
  console.log(JSON.stringify({ failed: String(error) }));
} finally {
  await bench.close();
}
