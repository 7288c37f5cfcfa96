import assert from "node:assert/strict";
import { test } from "node:test";
import { unrepeated } from "../src/logic/hover";

const rule = "### INJ-003 Start processes without a shell";
const message = "os.system runs a shell, so data can become a command; pass an argument list";

test("a finding's message, which the editor shows above the hover, is not said again", () => {
  const wrapped = message.replace("become a", "become\na");
  assert.equal(unrepeated(`**${wrapped}**\n\n${rule}`, ["another", `${message} (SEC-001)`]), rule);
  assert.equal(unrepeated(`**${message}**`, [message]), "");
});

test("what the editor does not show stays", () => {
  for (const [said, shown] of [
    [`**${message}**\n\n${rule}`, ["another"]],
    [`**${message}**\n\n${rule}`, []],
    [rule, [message]],
    ["**DEV-0001** proposed", ["DEV-0001"]],
  ] as const) {
    assert.equal(unrepeated(said, shown), said);
  }
});
