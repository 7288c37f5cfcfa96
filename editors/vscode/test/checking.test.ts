import assert from "node:assert/strict";
import { test } from "node:test";
import { inWords, isChecked } from "../src/logic/checking";

test("what a check came to is counted, with what it could not look at", () => {
  assert.equal(inWords({ files: 1, findings: 1, unchecked: 0 }), "1 finding in 1 file");
  assert.equal(inWords({ files: 13, findings: 0, unchecked: 0 }), "No findings in 13 files");
  assert.equal(
    inWords({ files: 13, findings: 2, unchecked: 1 }),
    "2 findings in 13 files; 1 file could not be checked wholly",
  );
});

test("a check that was stopped has no count", () => {
  assert.equal(isChecked({ files: 2, findings: 0, unchecked: 0 }), true);
  for (const none of [null, undefined, {}, { files: 2 }, "stopped"]) assert.equal(isChecked(none), false);
});
