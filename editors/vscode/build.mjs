/** Builds the extension into dist/extension.js; with --tests the unit tests into dist/test. */

import { readdirSync } from "node:fs";
import { build } from "esbuild";

const shared = { bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "warning" };
const tests = () => readdirSync("test").filter((name) => name.endsWith(".test.ts"));

await build(
  process.argv.includes("--tests")
    ? { ...shared, entryPoints: tests().map((name) => `test/${name}`), outdir: "dist/test", sourcemap: "inline" }
    : {
        ...shared,
        entryPoints: ["src/extension.ts"],
        outfile: "dist/extension.js",
        external: ["vscode"],
        minify: true,
      },
);
