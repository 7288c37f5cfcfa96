/** Stories of other places than one trusted folder with its records in `security`. */

/** Two projects in one workspace, each with a standard of its own. */
export async function several(bench) {
  const told = {};
  await bench.file("pump.py");
  await bench.found(4);
  for (const name of ["ward.py", "pump.py"]) {
    await bench.file(name);
    await bench.found(4);
    told[name] = await bench.until(
      () => bench.status(),
      (lines) => lines.some((line) => line.includes(`${name.slice(0, -3)} \u00b7 digest`)),
      `the standard of ${name}`,
    );
  }
  await bench.shot("several");
  return told;
}

/** A notebook: findings in its cells, and one replaced. */
export async function notebook(bench) {
  const told = {};
  await bench.press("Control+p");
  await bench.choose("study.ipynb", "study.ipynb");
  const cells = bench.page.locator(".notebook-editor .code-cell-row .view-lines");
  await cells.first().waitFor();
  await bench.found(2);
  told.problems = await bench.problems();
  await bench.press("Control+j");
  await cells.nth(1).click();
  await bench.press("Control+End", "ArrowUp", "End");
  await bench.page.keyboard.type("\nos.system(name)", { delay: 20 });
  await bench.found(3);
  told.status = await bench.status();
  await bench.shot("notebook");
  return told;
}

/** Records in another folder than `security`. */
export async function elsewhere(bench) {
  const told = {};
  await bench.file("update.py");
  await bench.found(4);
  await bench.go(11, 12);
  await (await bench.quickFix("Record a deviation from INJ-003")).take();
  await bench.because("");
  await bench.tab("DEV-0001.md");
  told.lenses = await bench.until(
    () => bench.texts(".codelens-decoration"),
    (lenses) => lenses.some((lens) => lens.includes("code")), // the workbench draws a lens before it has its words
    "a lens in the record",
  );
  told.status = await bench.status();
  const before = await bench.found(1);
  await bench.page.keyboard.type(process.env.REASON); // over what is selected: the place of the justification
  await bench.save();
  told.mended = await bench.until(
    () => bench.squiggles(),
    (count) => count < before,
    "the mended record",
  );
  await bench.shot("elsewhere");
  return told;
}

/** A workspace that nobody trusts yet, and then somebody does. */
export async function restricted(bench) {
  const told = {};
  await bench.file("update.py");
  await bench.found(4);
  await bench.shot("restricted");
  told.ran = bench.has("ran");
  await bench.command("Aseptic: Print What a Report of a Fault Needs");
  told.debug = await bench.showing("worker");
  const first = bench.server();
  await bench.command("Aseptic: Set Up This Project");
  told.asked = await bench.until(
    () => bench.notifications(),
    (found) => found.length > 0,
    "why nothing is set up",
  );
  await bench.page.locator(".notifications-toasts .monaco-button", { hasText: "Manage Trust" }).click();
  await bench.page
    .locator(".workspace-trust-editor .monaco-button", { hasText: /^Trust$/ })
    .first()
    .click();
  await bench.until(
    () => bench.server(),
    (server) => server !== undefined && server !== first,
    "another server",
  );
  told.after = bench.has("ran");
  return told;
}

/** Only what changed since the merge base in full. */
export async function changed(bench) {
  await bench.file("update.py");
  const status = await bench.until(
    () => bench.status(),
    (lines) => lines.some((line) => line.includes("older as hints")),
    "older findings",
  );
  const full = await bench.found(1);
  const hints = await bench.page.locator(".cdr.squiggly-hint").count();
  await bench.shot("changed");
  return {
    status,
    full: full - hints,
    hints,
    problems: await bench.problems(),
  };
}

/** No folder at all. */
export async function empty(bench) {
  const rows = await bench.deviations();
  const welcome = await bench.until(
    () => bench.texts(".pane-body .welcome-view-content"),
    (texts) => texts.some((text) => text.includes("No folder is open")),
    "the words for no folder",
  );
  await bench.shot("empty");
  await bench.page.locator(".pane-body .monaco-button", { hasText: "Open a Sample" }).click();
  await bench.found(3);
  await bench.shot("sample");
  return { rows, welcome, notifications: await bench.notifications() };
}
