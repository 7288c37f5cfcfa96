/** A person at the workbench: opens files, types, asks, and looks. */

import { existsSync, readFileSync, readdirSync, readlinkSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** Milliseconds before a test gives up; the machine may be busy. */
const PATIENCE = 90_000;
const require = createRequire(path.join(process.env.PARTS, "package.json"));
const { chromium } = require("playwright-core");

export class Workbench {
  /** Open a folder or workspace, and in it a file by its path where one is named. */
  static async open(folder, file = "") {
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM,
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
    });
    const page = await browser.newPage({
      viewport: { width: 1280, height: 760 },
    });
    page.setDefaultTimeout(PATIENCE);
    const opened = folder.endsWith(".code-workspace") ? "workspace" : "folder";
    const query = folder === "" ? "?ew=true" : `?${opened}=${encodeURIComponent(folder)}`;
    const remote = `vscode-remote://${new URL(process.env.URL).host}${file}`;
    const payload = encodeURIComponent(JSON.stringify([["openFile", remote]]));
    const begun = Date.now();
    await page.goto(`${process.env.URL}/${query}${file === "" ? "" : `&payload=${payload}`}`);
    await page.waitForSelector(".monaco-workbench .part.editor");
    return new Workbench(browser, page, folder, begun);
  }

  constructor(browser, page, folder, begun) {
    Object.assign(this, { browser, page, folder, begun });
  }

  /** Seconds since the page was asked for. */
  seconds() {
    return (Date.now() - this.begun) / 1000;
  }

  close() {
    return this.browser.close();
  }

  press(...keys) {
    return keys.reduce((done, key) => done.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  /** Save the file in front, and wait until it is saved. */
  async save() {
    await this.press("Control+s");
    await this.page.locator(".tab.active.dirty").waitFor({ state: "detached" });
  }

  shot(name) {
    return this.page.screenshot({
      path: path.join(process.env.SHOTS, `${name}.png`),
    });
  }

  /** Wait until what is looked at is as wanted, and return it. */
  async until(look, wanted, what) {
    const end = Date.now() + PATIENCE;
    for (let seen; ; await this.page.waitForTimeout(100)) {
      seen = await look();
      if (wanted(seen)) return seen;
      if (Date.now() > end) throw new Error(`${what} did not come; last: ${JSON.stringify(seen)}`);
    }
  }

  async texts(selector) {
    return (await this.page.locator(selector).allInnerTexts()).map((text) => text.replaceAll("\u00a0", " ").trim());
  }

  /** Open a file of the folder by its name. */
  async file(name) {
    await this.press("Control+p");
    const asked = this.page.locator(".quick-input-widget input");
    await asked.fill(name);
    await this.until(
      async () => {
        const rows = await this.texts(".quick-input-list .monaco-list-row");
        if (rows[0]?.includes("No matching")) {
          await asked.fill(""); // who asks before the folder was listed gets this answer, and no other later
          await asked.fill(name);
        }
        return rows;
      },
      (rows) => rows[0]?.includes(path.basename(name)),
      `${name} offered`,
    );
    await this.press("Enter");
    await this.tab(path.basename(name));
    await this.page.locator(".editor-group-container.active .monaco-editor .view-lines").first().click();
  }

  /** Wait until a file is in front. */
  tab(name) {
    return this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  }

  /** Wait until as many findings are underlined, or more. */
  found(count) {
    return this.until(
      () => this.squiggles(),
      (seen) => seen >= count,
      `${count} squiggles`,
    );
  }

  async go(line, column) {
    await this.press("Control+g");
    await this.page.locator(".quick-input-widget input").fill(`:${line}:${column}`);
    await this.press("Enter");
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  }

  async command(title) {
    await this.press("F1");
    await this.choose(`>${title}`, title);
  }

  /** Type into the list that is open, and take the first row once it is the wanted one. */
  async choose(typed, row) {
    await this.page.locator(".quick-input-widget input[type='text']").fill(typed);
    await this.until(
      () => this.texts(".quick-input-list .monaco-list-row"),
      (rows) => rows[0]?.includes(row),
      `${row} in the list`,
    );
    await this.press("Enter");
  }

  /** Wait until a question's title is shown. */
  asked(title) {
    return this.page.locator(".quick-input-widget .quick-input-title", { hasText: title }).waitFor();
  }

  /** Answer the two questions before a deviation is recorded. */
  async because(reason) {
    await this.asked("1/2");
    await this.press("Enter");
    await this.asked("2/2");
    await this.page.keyboard.type(reason);
    await this.press("Enter");
  }

  /** The text in the active editor, as far as it is drawn. */
  async shown() {
    return (await this.texts(".editor-group-container.active .monaco-editor .view-lines")).join("\n");
  }

  /** Wait until the text in the active editor holds some words. */
  showing(words) {
    return this.until(
      () => this.shown(),
      (text) => text.replaceAll("\u00b7", " ").includes(words),
      words,
    );
  }

  /** The text of an element in a page that is drawn in a frame of its own; empty while there is none. */
  async framed(selector) {
    for (const frame of this.page.frames()) {
      const found = await frame.locator(selector).allInnerTexts().catch(() => []); // the frame may go meanwhile
      if (found.length > 0) return found.join("\n");
    }
    return "";
  }

  squiggles() {
    return this.page.locator(".cdr[class*='squiggly-']").count();
  }

  /** The rows of the Problems panel, files without. */
  async problems() {
    if (!(await this.page.locator(".markers-panel").isVisible())) await this.press("Control+Shift+m");
    return (
      await this.texts(".markers-panel .monaco-list-row .marker-details, .markers-panel .monaco-list-row")
    ).filter(Boolean);
  }

  async quickFix(title) {
    const row = this.page.locator(".action-widget .monaco-list-row.action", { hasText: title }).first();
    const ask = async () => {
      await this.press("Escape", "Control+.");
      await row.waitFor({ timeout: 10_000 }).catch(() => undefined); // asked too early, the menu closes again
      return row.isVisible();
    };
    await this.until(ask, Boolean, `the quick fix "${title}"`);
    const offered = await this.texts(".action-widget .monaco-list-row.action");
    return { offered, take: () => row.click() };
  }

  async notifications() {
    return this.texts(".notifications-toasts .notification-list-item-message");
  }

  /** What the language menu says of Aseptic. */
  async status(picture) {
    const menu = this.page.locator(".hover-language-status").first();
    await this.page.locator("[id='status.languageStatus']").first().hover();
    await menu.waitFor();
    const lines = await this.texts(".hover-language-status");
    if (picture) await this.shot(picture);
    const leave = async () => {
      if (!(await menu.isVisible())) return false;
      await this.page.locator("[id='status.languageStatus']").first().hover(); // it may have moved from under the pointer
      await this.page.mouse.move(640, 14, { steps: 4 }); // the title: in the text there would be another hover
      await this.page.waitForTimeout(500);
      return menu.isVisible();
    };
    await this.until(leave, (visible) => !visible, "the menu's end");
    return lines;
  }

  /** The rows of the Deviations view. */
  async deviations() {
    const rows = ".pane-body .monaco-list-row";
    if (!(await this.page.locator(".composite.title", { hasText: "Aseptic" }).isVisible()))
      await this.page.locator(".activitybar a.action-label[aria-label^='Aseptic']").click();
    return this.texts(rows);
  }

  read(name) {
    return readFileSync(path.join(this.folder, name), "utf8");
  }

  has(name) {
    return existsSync(path.join(this.folder, name));
  }

  /** The process of this folder's server: ours by its words and its current folder. */
  server() {
    for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
      try {
        const words = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
        const served = words.includes("server") && words.some((word) => word.endsWith("bundled/start.py"));
        if (served && readlinkSync(`/proc/${name}/cwd`) === realpathSync(this.folder)) return Number(name);
      } catch {
        // it ended meanwhile
      }
    }
    return undefined;
  }
}
