import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { headOf, isInstalled, nearest, readable, type Rule } from "../src/logic/rulePage";

const rule: Rule = {
  id: "CRY-001",
  title: "Use a hash that is not broken",
  severity: "high",
  category: "required",
  page: "file:///r/CRY-001.md",
  href: "file:///r/CRY-001.md",
};
const read = "# CRY-001 Use a hash that is not broken\n\n*required, severity high*\n\n";

test("a rule's page begins with its title and has nothing of what the machine needs", () => {
  for (const end of ["\n", "\r\n"]) {
    const page = ["---", "id: CRY-001", "detect: {bandit: [B324]}", "---", "It shall not.", "", "---", "More."].join(
      end,
    );
    assert.equal(readable(page, rule), `${read}${["It shall not.", "", "---", "More."].join(end)}`);
  }
  assert.equal(readable("It shall not.", rule), `${read}It shall not.`, "a page without a head stays whole");
});

test("the rules that are breached in the file in front come first", () => {
  const other = { ...rule, id: "AUT-001" };
  assert.deepEqual(nearest([other, rule], new Set(["CRY-001", "E501"])), [[rule], [other]]);
  assert.deepEqual(nearest([other, rule], new Set()), [[], [other, rule]]);
});

test("a page that is opened by a finding's link takes its title from its own head", () => {
  const { id, title, severity, category } = rule;
  for (const end of ["\n", "\r\n"]) {
    const said = ["---", `id: ${id}`, `title: "${title}" `, `severity: ${severity}`, `category: ${category}`, "---"];
    const page = [...said, "It shall not.", "title: of something else"].join(end);
    assert.deepEqual(headOf(page, id), { id, title, severity, category });
  }
  assert.deepEqual(headOf("title: of something else", id), { id, title: "", severity: "", category: "" });
});

test("every rule of the standard is told by its own head", () => {
  const folder = "../../rules";
  const pages = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /[A-Z]+-\d+\.md$/.test(name),
  );
  assert.ok(pages.length > 100);
  for (const name of pages) {
    const told = headOf(readFileSync(join(folder, name), "utf8"), basename(name, ".md"));
    assert.match(told.title, /^\w.*\w\W?$/, name);
    assert.match(told.severity, /^(low|medium|high)$/, name);
    assert.match(told.category, /^[a-z]+$/, name);
  }
});

test("what came with a server is a page to read; a project's own rule and a checkout's are files", () => {
  for (const place of ["/x/bundled/libs", "/c:/v/Lib/site-packages", "/usr/lib/python3/dist-packages"]) {
    assert.equal(isInstalled(`${place}/aseptic/rules/CRY/CRY-001.md`, "CRY-001"), true, place);
    assert.equal(isInstalled(`${place}/aseptic/rules/CRY/CRY-001.md`, "CRY-002"), false, "another rule's");
  }
  for (const own of ["/w/security/rules/CRY/CRY-001.md", "/w/server/aseptic/rules/CRY/CRY-001.md"]) {
    assert.equal(isInstalled(own, "CRY-001"), false, own);
  }
});
