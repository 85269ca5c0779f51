// An esbuild plugin: imports from the index of one of our packages become imports from the very files that export the
// names. With code splitting esbuild counts every file behind an index as reachable from whoever imports one name of it,
// so that every command would load all of every package.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const FROM_PACKAGE = /\b(import|export)\s*\{([^}]*)\}\s*from\s*"@factorio-lock\/(\w+)";/g;
const FROM_FILE = /export\s*\{([^}]*)\}\s*from\s*"(\.[^"]+)";/g;

/** Which file of a package exports which name, by its built index. */
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
      for (const [, , , name] of text.matchAll(FROM_PACKAGE)) used.set(name, await filesOf(name));
      const contents = text.replace(FROM_PACKAGE, (_, verb, names, name) =>
        names
          .split(",")
          .map((part) => part.trim())
          .filter((part) => part !== "" && !part.startsWith("type "))
          .map((part) => {
            const file = used.get(name).get(part.split(" as ")[0].trim());
            if (file === undefined) throw new Error(`${path}: @factorio-lock/${name} exports no ${part}`);
            return `${verb} { ${part} } from ${JSON.stringify(file)};`;
          })
          .join(" "),
      );
      return { contents, loader: path.endsWith(".ts") ? "ts" : "js" };
    });
  },
};
