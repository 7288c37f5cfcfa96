/** Stories of what the palette offers, and of who else has a say in what is started. */

/** Every command of the manifest that the other stories do not come across. */
export async function commands(bench) {
  const told = {};
  await bench.file("update.py");
  await bench.found(4);

  await bench.go(1, 1);
  await bench.command("Aseptic: Record a Deviation for the Finding");
  told.none = await bench.until(
    () => bench.notifications(),
    (found) => found.length > 0,
    "that there is no finding",
  );
  await bench.command("Notifications: Clear All Notifications");
  await bench.go(11, 12);
  await bench.command("Aseptic: Record a Deviation for the Finding");
  await bench.because(process.env.REASON);
  await bench.tab("DEV-0001.md");

  await bench.file("silenced.py");
  await bench.command("Aseptic: Turn Silencing Comments");
  await bench.asked("Turn which comments");
  told.silencers = await bench.texts(".quick-input-list .monaco-list-row");
  await bench.shot("silencers");
  await bench.press("Enter");
  await bench.because(process.env.REASON);
  await bench.tab("DEV-0002.md");
  await bench.shot("silenced");

  await bench.command("Aseptic: Open the Standard at a Rule");
  await bench.asked("Open the standard");
  await bench.shot("rules");
  await bench.choose("CRY-001", "CRY-001");
  await bench.tab("CRY-001.md");
  told.rule = await bench.until(
    () => bench.framed("h1"),
    (text) => text.includes("CRY-001"),
    "the rule's page",
  );
  await bench.shot("rule");

  await bench.file("update.py");
  await bench.command("Aseptic: Turn Off What Ruff or bandit");
  await bench.asked("Turn off which");
  await bench.choose("Ruff", "Ruff");
  await bench.tab("pyproject.toml");
  told.overlap = await bench.showing("ignore");
  told.settings = bench.read("pyproject.toml");
  await bench.shot("overlap");
  await bench.save();

  await bench.command("Aseptic: Check the Whole Workspace");
  told.checked = await bench.until(
    () => bench.problems(),
    (rows) => rows.some((row) => row.startsWith("closed.py")),
    "findings in a file that is not open",
  );
  await bench.shot("checked");
  await bench.press("Control+j");

  await bench.command("Aseptic: Set Up This Project");
  await bench.tab("standard.md");
  told.setUp = bench.has("security/standard.md");
  told.kept = await bench.page
    .locator('.tab[data-resource-name="CRY-001.md"]')
    .count();
  await bench.command("Notifications: Clear All Notifications"); // the check's end, which has been seen
  await bench.shot("setup");

  await bench.command("Aseptic: Print What a Report of a Fault Needs");
  told.debug = await bench.showing("worker");
  await bench.shot("debug");

  const first = bench.server();
  await bench.command("Aseptic: Restart the Server");
  await bench.until(
    () => bench.server(),
    (server) => server !== undefined && server !== first,
    "another server",
  );
  await bench.command("Aseptic: Show the Output");
  await bench.until(
    () => bench.texts(".panel .monaco-editor .view-lines"),
    (texts) => texts.some((text) => text.replaceAll("\u00b7", " ").includes("Starting the extension's server")),
    "the last start in the output",
  );
  await bench.shot("output");
  await bench.press("Control+j");
  told.notifications = await bench.notifications();
  return { ...told, ...(await tree(bench)) };
}

/** What the view's title and its rows offer. */
async function tree(bench) {
  const told = {};
  await bench.until(
    () => bench.deviations(),
    (rows) => rows.length > 2,
    "both deviations",
  );
  await bench.command("Aseptic: Group the Deviations");
  await bench.asked("Group the deviations");
  await bench.choose("By file", "By file");
  told.byFile = await bench.until(
    () => bench.deviations(),
    (rows) => rows[0]?.startsWith("src/pump/"),
    "groups by file",
  );
  await bench.shot("grouped");
  await bench.command("Aseptic: Filter the Deviations");
  await bench.asked("Show which deviations?");
  await bench.choose("High only, in open", "High only, in open");
  told.filtered = await bench.until(
    () => bench.texts(".pane-body .message"),
    (texts) => texts.some((text) => text.includes("Filter: high only")),
    "what the filter says",
  );
  await bench.shot("filtered");
  await bench.command("Aseptic: Filter the Deviations");
  await bench.asked("Show which deviations?");
  await bench.choose("All severities", "All severities");
  await bench.command("Aseptic: Refresh the Deviations");
  told.refreshed = await bench.until(
    () => bench.deviations(),
    (rows) => rows.length === told.byFile.length,
    "all again",
  );
  await bench.page.locator(".pane-body .monaco-list-row", { hasText: "DEV-0001" }).click({ button: "right" });
  const open = bench.page.locator(".monaco-menu .action-label", { hasText: "Open the Record" });
  await open.waitFor();
  await bench.page.waitForTimeout(500); // a click that comes with the menu is taken for the one that opened it
  await open.click();
  await bench.tab("DEV-0001.md");
  return told;
}

/** The walkthrough, step by step. */
export async function walkthrough(bench) {
  await bench.deviations();
  await bench.page.locator(".pane-body .monaco-button", { hasText: "First Steps" }).click();
  await bench.page.locator(".getting-started-step").first().waitFor();
  const steps = await bench.texts(".getting-started-step .step-title");
  for (const [number, step] of steps.entries()) {
    await bench.page.locator(".getting-started-step .step-title", { hasText: step }).first().click();
    await bench.page.waitForTimeout(1000); // its page is drawn in a frame of its own
    await bench.shot(`walkthrough-${number + 1}`);
  }
  await bench.page.locator(".getting-started-step .step-title", { hasText: steps[0] }).first().click();
  await bench.page
    .locator(".getting-started-step .monaco-button", {
      hasText: "Open a Sample",
    })
    .click();
  await bench.found(3);
  return { steps, notifications: await bench.notifications() };
}

/** The Python extension is there, has chosen an environment, and chooses another. */
export async function chosen(bench) {
  const told = {};
  await bench.file("update.py");
  await bench.found(4);
  const report = async (python) => {
    await bench.command("Aseptic: Print What a Report of a Fault Needs");
    return bench.showing(python);
  };
  told.first = await report("/one/python");
  const first = bench.server();
  await bench.command("Fake: Choose the Other");
  await bench.until(
    () => bench.server(),
    (server) => server !== undefined && server !== first,
    "another server",
  );
  told.second = await report("/two/python");
  return told;
}
