// Runs a TypeScript program of the workspace on the packages' sources, without a build: node run.mjs FILE [ARGUMENT...]
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { removeFolderSync } from "../testing/sandbox.mjs";

const packages = fileURLToPath(new URL("../packages/", import.meta.url));
const source = (name) => path.join(packages, name, "src/index.ts");
const [, , file, ...rest] = process.argv;
const folder = mkdtempSync(path.join(tmpdir(), "factorio-lock-run-"));
process.once("exit", () => removeFolderSync(folder));

/** A bundled module still means its own file by `import.meta.url`. */
const ownAddress = {
  name: "own-address",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/, namespace: "file" }, ({ path: source }) => ({
      contents: readFileSync(source, "utf8").replaceAll("import.meta.url", JSON.stringify(pathToFileURL(source).href)),
      loader: "ts",
    }));
  },
};

const outfile = path.join(folder, "program.mjs");
await build({
  entryPoints: [path.resolve(file)],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  sourcemap: "inline",
  logLevel: "warning",
  plugins: [ownAddress],
  alias: {
    ...Object.fromEntries(
      ["core", "disk", "game", "portal", "fetcher", "mirror"].map((name) => [`@factorio-lock/${name}`, source(name)]),
    ),
    "factorio-lock": source("cli"),
  },
  // Bundled CommonJS packages call `require`, which a module does not have.
  banner: {
    js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
  },
});
process.argv = [process.argv[0], file, ...rest];
await import(pathToFileURL(outfile).href);
