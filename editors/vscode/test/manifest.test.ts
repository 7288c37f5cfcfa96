import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

interface Step {
  readonly description: string;
  readonly media: { readonly markdown: string };
}

interface Manifest {
  readonly version: string;
  readonly extensionKind: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: unknown;
      readonly description: string;
      readonly restrictedConfigurations: readonly string[];
    };
    readonly virtualWorkspaces: { readonly supported: unknown; readonly description: string };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Record<string, unknown>>> };
    readonly walkthroughs: readonly { readonly steps: readonly Step[] }[];
    readonly viewsWelcome: readonly { readonly contents: string }[];
  };
}

const text = readFileSync("package.json", "utf8");
const manifest = JSON.parse(text) as Manifest;
const sources = ["commands.ts", "server.ts", "locating.ts"].map((name) => readFileSync(`src/${name}`, "utf8")).join("");

test("every command is registered, and each that a text links to is one of ours or of the editor's", () => {
  const commands = manifest.contributes.commands.map((each) => each.command);
  assert.deepEqual(
    commands.filter((command) => !sources.includes(`"${command}"`)),
    [],
  );
  const linked = [...text.matchAll(/command:(aseptic\.[\w.]+)/g)].map((each) => each[1]);
  assert.deepEqual(
    linked.filter((command) => command !== "aseptic.deviations.focus" && !commands.includes(command ?? "")),
    [],
  );
});

test("every setting has a description, a default and a scope", () => {
  for (const [name, setting] of Object.entries(manifest.contributes.configuration.properties)) {
    assert.ok(setting["markdownDescription"], name);
    assert.ok("default" in setting, name);
    assert.ok(setting["scope"], name);
  }
});

test("what one server can do otherwise in each folder is set for each, and what starts it says whose value counts", () => {
  const settings = Object.entries(manifest.contributes.configuration.properties);
  const scoped = (scope: string): string[] =>
    settings.filter(([, setting]) => setting["scope"] === scope).map(([name]) => name.replace("aseptic.", ""));
  assert.deepEqual(scoped("resource"), ["run", "show", "approved", "lenses", "types"]);
  assert.deepEqual(scoped("window"), ["trace.server"]);
  assert.deepEqual(
    settings
      .filter(([, setting]) => String(setting["markdownDescription"]).includes("the first folder's setting counts"))
      .map(([name]) => name),
    ["aseptic.importStrategy", "aseptic.interpreter", "aseptic.path"],
  );
});

test("what names a program or a folder of libraries is restricted until the workspace is trusted", () => {
  const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
  const naming = Object.entries(manifest.contributes.configuration.properties)
    .filter(([, setting]) => setting["scope"] === "machine-overridable")
    .map(([name]) => name);
  assert.deepEqual([...restricted].sort(), naming.sort());
});

test("it runs where the files are, needs a disk, and does less in a workspace that nobody trusts; each says why", () => {
  const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
  assert.deepEqual(manifest.extensionKind, ["workspace"]);
  assert.equal(virtualWorkspaces.supported, false);
  assert.equal(untrustedWorkspaces.supported, "limited");
  for (const { description } of [untrustedWorkspaces, virtualWorkspaces]) assert.match(description, /^[A-Z].+\.$/);
});

test("every step of the walkthrough has its page", () => {
  const pages = manifest.contributes.walkthroughs.flatMap(({ steps }) => steps.map((step) => step.media.markdown));
  assert.deepEqual(
    pages.filter((page) => !existsSync(page)),
    [],
  );
});

test("what stands in the walkthrough and in the empty view has no signs that are shown as they are", () => {
  const { walkthroughs, viewsWelcome } = manifest.contributes;
  const steps = walkthroughs.flatMap(({ steps }) => steps.map((step) => step.description));
  const texts = [...steps, ...viewsWelcome.map((each) => each.contents)];
  assert.deepEqual(
    texts.filter((each) => /[*`_]/.test(each.replace(/\]\([^)]*\)/g, ""))),
    [],
  );
});

test("extension and server are of one release", () => {
  const version = /__version__ = "(.+)"/.exec(readFileSync("../../server/aseptic/version.py", "utf8"))?.[1];
  assert.equal(manifest.version, version);
});
