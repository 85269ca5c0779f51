// Bundles the executable into dist/bin: one file with our own code, in which each command's modules are evaluated when the
// command is called, and beside it a file for each larger library, loaded when it is first needed. The format is CommonJS,
// because node starts it faster than ES modules; our own code is one file, because each further one costs about a
// millisecond. Each file is one function expression, which bin/code-cache.js calls.
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

/** Libraries that not every command needs: each gets a file of its own. */
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

/** Those of them that export one function of a text. */
const FUNCTIONS = new Set(["fast-string-width"]);

/** Node's own modules that not every command needs: each takes a millisecond or two. */
const LATE =
  /^node:(?:child_process|crypto|events|fs\/promises|http|net|os|stream|stream\/promises|timers\/promises|zlib)$/;

const fileOf = (library) => `${library.replace(/\W+/g, "-").replace(/^-/, "")}.cjs`;

/** By library: what is imported from it (its name, or a file of it), and the file that this resolves to. */
const found = new Map(APART.map((library) => [library, new Map()]));

/**
 * A module with the exports of another one, which is loaded when the first of them is used, not when the importing module is
 * evaluated. It is kept, because `require` of a loaded module costs a microsecond.
 */
function lazyModule(load, exported) {
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
        if (pluginData === "resolved") return undefined;
        const { path: file, errors } = await resolve(path, { resolveDir, kind, pluginData: "resolved" });
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
      if (typeof exported.default !== "function") return { contents: lazyModule(load, exported) };
      // A class is loaded at its first use: `new` of the wrapper returns an instance of the class.
      const built = library === "semver" ? `function (...parts) { return new (${load})(...parts); }` : load;
      return { contents: `module.exports = ${FUNCTIONS.has(library) ? `(text) => ${load}.default(text)` : built};` };
    });
    onResolve({ filter: LATE }, ({ path, namespace }) =>
      namespace === "late" ? { path, external: true } : { path, namespace: "late" },
    );
    onLoad({ filter: /.*/, namespace: "late" }, async ({ path }) => {
      return { contents: lazyModule(`require(${JSON.stringify(path)})`, await import(path)) };
    });
    onResolve({ filter: /^\.\/.*\.cjs$/, namespace: "apart" }, ({ path }) => ({ path, external: true }));
  },
};

/** Only the parser of yargs is used: the rest of what its helpers load takes as long as a command. */
const parserAlone = {
  name: "parser-alone",
  setup({ onLoad, onResolve, resolve }) {
    onResolve({ filter: /^yargs\/helpers$/ }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === "resolved") return undefined;
      const { path: file, errors } = await resolve(path, { resolveDir, kind, pluginData: "resolved" });
      return errors.length > 0 ? { errors } : { path, namespace: "parser-alone", pluginData: dirname(file) };
    });
    onLoad({ filter: /.*/, namespace: "parser-alone" }, ({ pluginData: resolveDir }) => {
      return { contents: 'export { default as Parser } from "yargs-parser";', resolveDir };
    });
  },
};

/** The file of a library, each part of which is evaluated when it is first needed. */
const libraryFile = (parts) =>
  `module.exports = { ${[...parts].map(([path, file]) => `get ${JSON.stringify(path)}() { return require(${JSON.stringify(file)}); }`).join(", ")} };`;

/** The placeholder in the main file for the list of all bundled libraries, which is known only after bundling. */
const LIBRARIES = "the libraries of this build";

/**
 * Escapes the characters of a program that are not ASCII, which changes no meaning in patterns and templates (esbuild has
 * escaped those in strings): bin/code-cache.js reads the files as Latin-1, which is faster.
 */
function toAscii(text) {
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
  // Everything is loaded by `require`, also node's own modules that the source loads by `import()`.
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

// Written to a folder beside, and moved file by file when complete, so that the executable works at any moment.
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

const built = await readdir(next);
for (const name of built.filter((name) => name.endsWith(".cjs"))) {
  // bin/code-cache.js identifies a build by this head, not by size and time.
  const text = toAscii(await readFile(`${next}/${name}`, "utf8"));
  await writeFile(`${next}/${name}`, `/*${createHash("sha256").update(text).digest("hex").slice(0, 32)}*/${text}`);
}
await mkdir(target, { recursive: true });
// The libraries first, because the new main file loads them.
for (const name of built.toSorted((a, b) => Number(a === "main.cjs") - Number(b === "main.cjs"))) {
  await rename(`${next}/${name}`, `${target}/${name}`);
}
for (const name of await readdir(target)) if (!built.includes(name)) await rm(`${target}/${name}`, { recursive: true });
await rm(next, { recursive: true });
