import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest, readable, type Rule } from "../src/logic/rulePage";

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
