// Bundles the executable into dist/bin: one file with everything of ours, in which each command's modules are evaluated
// when the command is called, and a file next to it for each larger library, loaded when it is first needed. CommonJS,
// because node starts it faster than ES modules, and one file, because each further file costs about a millisecond. Each
// file is one function expression, as bin/code-cache.js calls it.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { billOfMaterials } from "./bill-of-materials.mjs";
import { bundledLibraries } from "./bundled-libraries.mjs";
import { directImports } from "./direct-imports.mjs";
import { thirdPartyNotices } from "./third-party-notices.mjs";
import { UNDICI_PARTS, undiciParts } from "./undici-parts.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(await readFile(here("./package.json"), "utf8"));
const { address } = JSON.parse(await readFile(here("../../scripts/release/repository.json"), "utf8"));

/** The schemas of files and of what commands return: only the command `schema` loads them. */
const SCHEMAS = "schemas";

/** Libraries that not every command needs. */
const APART = [
  "@clack/prompts",
  "@dagrejs/dagre",
  "fast-string-width",
  SCHEMAS,
  "semver",
  "socks",
  "undici",
  "yaml",
  "yazl",
];

/** Those of them that are one function of a text. */
const FUNCTIONS = new Set(["fast-string-width"]);

/** Node's own modules that not every command needs: each takes a millisecond or two. */
const LATE =
  /^node:(?:child_process|crypto|events|fs\/promises|http|net|os|stream|stream\/promises|timers\/promises|zlib)$/;

const fileOf = (library) => `${library.replace(/\W+/g, "-").replace(/^-/, "")}.cjs`;

/** By library: what is imported of it (its name, or a file of it), and where that was found. */
const found = new Map(APART.map((library) => [library, new Map()]));

/**
 * A module with what another exports, loaded when the first of it is used, not when whoever imports it is evaluated; once, because
 * `require` of what is loaded already costs a microsecond.
 */
function atFirstUse(load, exported) {
  const names = Object.keys(exported).filter((name) => name !== "default" && name !== "module.exports");
  const getters = names.map((name) => `get ${name}() { return (loaded ??= ${load}).${name}; }`);
  return `let loaded; module.exports = { ${getters.join(", ")} };`;
}

const apart = {
  name: "apart",
  setup({ onLoad, onResolve, resolve }) {
    onResolve(
      { filter: new RegExp(`^(?:${APART.join("|")})(?:/|$)`) },
      async ({ path, resolveDir, kind, pluginData }) => {
        if (pluginData === "asked") return undefined;
        const { path: file, errors } = await resolve(path, { resolveDir, kind, pluginData: "asked" });
        if (errors.length > 0) return { errors };
        const library = APART.find((name) => path === name || path.startsWith(`${name}/`));
        found.get(library).set(path, file);
        return { path, namespace: "apart", pluginData: library };
      },
    );
    onResolve({ filter: /\/(?:result|schemas)\.ts$/ }, ({ path, resolveDir, kind }) => {
      if (kind !== "dynamic-import") return undefined;
      const file = join(resolveDir, path);
      const part = relative(here("./src"), file);
      found.get(SCHEMAS).set(part, file);
      return { path: part, namespace: "apart", pluginData: SCHEMAS };
    });
    onLoad({ filter: /.*/, namespace: "apart" }, async ({ path, pluginData: library }) => {
      const load = `require("./${fileOf(library)}")[${JSON.stringify(path)}]`;
      if (library === SCHEMAS) return { contents: `module.exports = ${load};` };
      const exported = path === "undici" ? UNDICI_PARTS : await import(found.get(library).get(path));
      if (typeof exported.default !== "function") return { contents: atFirstUse(load, exported) };
      // A class is made at its first use: what `new` gives is what the wrapper returns.
      const made = library === "semver" ? `function (...parts) { return new (${load})(...parts); }` : load;
      return { contents: `module.exports = ${FUNCTIONS.has(library) ? `(text) => ${load}.default(text)` : made};` };
    });
    onResolve({ filter: LATE }, ({ path, namespace }) =>
      namespace === "late" ? { path, external: true } : { path, namespace: "late" },
    );
    onLoad({ filter: /.*/, namespace: "late" }, async ({ path }) => {
      return { contents: atFirstUse(`require(${JSON.stringify(path)})`, await import(path)) };
    });
    onResolve({ filter: /^\.\/.*\.cjs$/, namespace: "apart" }, ({ path }) => ({ path, external: true }));
  },
};

/** Of yargs only its parser is wanted; what else its helpers load costs as much as a command. */
const parserAlone = {
  name: "parser-alone",
  setup({ onLoad, onResolve, resolve }) {
    onResolve({ filter: /^yargs\/helpers$/ }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === "asked") return undefined;
      const { path: file, errors } = await resolve(path, { resolveDir, kind, pluginData: "asked" });
      return errors.length > 0 ? { errors } : { path, namespace: "parser-alone", pluginData: dirname(file) };
    });
    onLoad({ filter: /.*/, namespace: "parser-alone" }, ({ pluginData: resolveDir }) => {
      return { contents: 'export { default as Parser } from "yargs-parser";', resolveDir };
    });
  },
};

/** The file of a library: each part of it is evaluated when it is asked for. */
const libraryFile = (parts) =>
  `module.exports = { ${[...parts].map(([path, file]) => `get ${JSON.stringify(path)}() { return require(${JSON.stringify(file)}); }`).join(", ")} };`;

/** Stands in the main file for the list of the libraries that went into all files, which is known when they are made. */
const LIBRARIES = "the libraries of this build";

/**
 * A program's text with other characters as escapes, which mean the same in its patterns and templates (in strings esbuild wrote
 * them already): bin/code-cache.js reads the files byte by byte, which is faster.
 */
function inAscii(text) {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const shared = {
  bundle: true,
  metafile: true,
  minify: true,
  lineLimit: 160,
  legalComments: "external",
  format: "cjs",
  platform: "node",
  target: "node20.19",
  // Everything is loaded by `require`, also what asks for node's own modules by `import()`.
  supported: { "dynamic-import": false },
  define: {
    FACTORIO_LOCK_VERSION: JSON.stringify(version),
    FACTORIO_LOCK_REPOSITORY: JSON.stringify(address),
    FACTORIO_LOCK_LIBRARIES: JSON.stringify(LIBRARIES),
    "import.meta.url": "importMetaUrl",
  },
  banner: {
    js: '(function(exports,require,module,__filename,__dirname){const importMetaUrl=require("node:url").pathToFileURL(__filename).href;',
  },
  footer: { js: "})" },
  logLevel: "warning",
};

// Written beside, and moved in file by file when all are there: whoever runs the executable meanwhile finds it whole.
const next = here(`./dist/.bin-${process.pid}`);
const target = here("./dist/bin");
const main = await build({
  ...shared,
  entryPoints: [here("./src/main.ts")],
  outfile: `${next}/main.cjs`,
  plugins: [apart, directImports, parserAlone],
});
const libraries = await Promise.all(
  [...found].map(([library, parts]) =>
    build({
      ...shared,
      stdin: { contents: libraryFile(parts), resolveDir: here(".") },
      plugins: [undiciParts, directImports],
      outfile: `${next}/${fileOf(library)}`,
    }),
  ),
);

const metafiles = [main, ...libraries].map(({ metafile }) => metafile);
const bundled = await bundledLibraries(metafiles, process.cwd());
await writeFile(here("./dist/THIRD-PARTY-NOTICES.txt"), thirdPartyNotices(bundled));
await writeFile(here("./dist/sbom.cdx.json"), billOfMaterials(version, bundled));

const listed = bundled.map(({ name, version }) => `${name} ${version}`).join("\n");
const mainText = await readFile(`${next}/main.cjs`, "utf8");
const filled = mainText.replaceAll(JSON.stringify(LIBRARIES), () => JSON.stringify(listed));
if (filled === mainText) throw new Error("the main file has no place for the list of its libraries");
await writeFile(`${next}/main.cjs`, filled);

const made = await readdir(next);
for (const name of made.filter((name) => name.endsWith(".cjs"))) {
  // bin/code-cache.js knows a build by this head, whatever its size and time are.
  const text = inAscii(await readFile(`${next}/${name}`, "utf8"));
  await writeFile(`${next}/${name}`, `/*${createHash("sha256").update(text).digest("hex").slice(0, 32)}*/${text}`);
}
await mkdir(target, { recursive: true });
// The libraries first: the new main file asks for them.
for (const name of made.toSorted((a, b) => Number(a === "main.cjs") - Number(b === "main.cjs"))) {
  await rename(`${next}/${name}`, `${target}/${name}`);
}
for (const name of await readdir(target)) if (!made.includes(name)) await rm(`${target}/${name}`, { recursive: true });
await rm(next, { recursive: true });
