// The API reference: a page for each package, from the doc comments of what its index.ts exports.
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Application } from "typedoc";

const packages = fileURLToPath(new URL("../../packages/", import.meta.url));

/** What each package is for, in one line, the first to look at first. */
export const PACKAGES = {
  core: "manifest, lockfile, versions, the solver, load order, trees and differences. No I/O: it runs in a browser",
  portal: "the mod portal from the client's side: metadata with a cache, credentials, downloads",
  fetcher: "archives: the store, parallel and resumable downloads that are checked",
  game: "what lies on a player's disk: the mod directory, mod-list.json, mod-settings.dat, saves, logs, archives",
  disk: "folders, files replaced in one step, the lock between processes",
  mirror: "the Mod API as a server, and as plain files",
  cli: "every command as a function that returns data",
};

const nameOf = (folder) => (folder === "cli" ? "factorio-lock" : `@factorio-lock/${folder}`);

export async function writeApi(out) {
  await rm(out, { recursive: true, force: true });
  for (const folder of Object.keys(PACKAGES)) await writePackage(folder, out);
  const rows = Object.entries(PACKAGES).map(
    ([folder, says]) => `| [\`${nameOf(folder)}\`](./${folder}.md) | ${says} |`,
  );
  await writeFile(
    join(out, "index.md"),
    [
      "# API reference",
      "Everything that the command line does is a function in a package. Made from the doc comments in the sources; start with the [recipe](../tools/recipe.md) that goes from a lockfile to the archives on the disk.",
      ["| package | has |", "| --- | --- |", ...rows].join("\n"),
      "",
    ].join("\n\n"),
  );
}

async function writePackage(folder, out) {
  const temporary = join(out, folder);
  const app = await Application.bootstrapWithPlugins({
    name: nameOf(folder),
    entryPoints: [join(packages, folder, "src", "index.ts")],
    tsconfig: join(packages, folder, "tsconfig.json"),
    plugin: ["typedoc-plugin-markdown"],
    router: "module",
    entryFileName: "index",
    readme: "none",
    disableSources: true,
    excludePrivate: true,
    hidePageHeader: true,
    hideBreadcrumbs: true,
    hidePageTitle: false,
    // TypeDoc numbers anchors in its own way, also of table rows; headings name theirs, so that its links lead there.
    useCustomAnchors: true,
    useCodeBlocks: true,
    expandObjects: true,
    parametersFormat: "table",
    interfacePropertiesFormat: "table",
    typeAliasPropertiesFormat: "table",
    groupOrder: ["Functions", "Classes", "Interfaces", "Type Aliases", "Variables", "*"],
    logLevel: "Error",
    skipErrorChecking: true,
    out: temporary,
  });
  const project = await app.convert();
  if (!project) throw new Error(`the doc comments of ${folder} cannot be read`);
  await app.generateOutputs(project);
  const files = (await readdir(temporary, { recursive: true })).filter((file) => file.endsWith(".md"));
  if (files.length !== 1) throw new Error(`${folder} became ${files.length} pages: ${files.join(", ")}`);
  const text = await readFile(join(temporary, files[0]), "utf8");
  await rm(temporary, { recursive: true });
  await writeFile(join(out, `${folder}.md`), text.replace(/^# .*$/m, `# ${nameOf(folder)}\n\n${PACKAGES[folder]}.`));
}
