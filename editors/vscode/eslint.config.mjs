import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "bundled", "*.mjs", "**/*.mjs"] },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", package: "node:test", name: ["test", "describe"] }] },
      ],
    },
  },
  {
    files: ["src/logic/**"],
    rules: { "no-restricted-imports": ["error", "vscode", "vscode-languageclient", "vscode-languageclient/node"] },
  },
);
