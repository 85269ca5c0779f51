// An esbuild plugin that turns imports from the index of one of our packages, also those by `import()`, into imports from
// the files that export the names. Evaluating an index evaluates every file that it exports from, so that every command
// would evaluate every package as a whole.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const FROM_PACKAGE = /\b(import|export)\s*\{([^}]*)\}\s*from\s*"@factorio-lock\/(\w+)";/g;
const LOADED = /\bconst\s*\{([^}]*)\}\s*=\s*await\s+import\(\s*"@factorio-lock\/(\w+)"\s*\);/g;
const ONE_LOADED = /\(\s*await\s+import\(\s*"@factorio-lock\/(\w+)"\s*\)\s*\)\.(\w+)/g;
const FROM_FILE = /export\s*\{([^}]*)\}\s*from\s*"(\.[^"]+)";/g;

/** The file of a package that exports each name, according to its built index. */
async function filesByName(name) {
  const folder = fileURLToPath(new URL(`../${name}/dist/`, import.meta.url));
  const files = new Map();
  for (const [, names, file] of (await readFile(`${folder}index.js`, "utf8")).matchAll(FROM_FILE)) {
    for (const exported of names.split(",").map((part) => part.trim())) {
      if (exported !== "") files.set(exported, folder + file.slice("./".length));
    }
  }
  return files;
}

/** The names in the braces of an import, or of a destructured `import()`, as written. */
function namesIn(braces) {
  return braces
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "" && !part.startsWith("type "));
}

export const directImports = {
  name: "direct-imports",
  setup(build) {
    const packages = new Map();
    const filesOf = (name) => {
      if (!packages.has(name)) packages.set(name, filesByName(name));
      return packages.get(name);
    };
    build.onLoad({ filter: /[\\/]packages[\\/]\w+[\\/](?:src|dist)[\\/].*\.[jt]s$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const used = new Map();
      for (const [, name] of text.matchAll(/"@factorio-lock\/(\w+)"/g)) {
        if (!used.has(name)) used.set(name, await filesOf(name));
      }
      const fileOf = (part, name) => {
        const file = used.get(name).get(part.split(/ as |:/)[0].trim());
        if (file === undefined) throw new Error(`${path}: @factorio-lock/${name} exports no ${part}`);
        return JSON.stringify(file);
      };
      const contents = text
        .replace(FROM_PACKAGE, (_, verb, names, name) =>
          namesIn(names)
            .map((part) => `${verb} { ${part} } from ${fileOf(part, name)};`)
            .join(" "),
        )
        .replace(LOADED, (_, names, name) =>
          namesIn(names)
            .map((part) => `const { ${part} } = await import(${fileOf(part, name)});`)
            .join(" "),
        )
        .replace(ONE_LOADED, (_, name, part) => `(await import(${fileOf(part, name)})).${part}`);
      if (/\bimport\(\s*"@factorio-lock\//.test(contents)) throw new Error(`${path} loads a whole package`);
      return { contents, loader: path.endsWith(".ts") ? "ts" : "js" };
    });
  },
};
