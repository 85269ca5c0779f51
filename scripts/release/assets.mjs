// Adds to the executable files of a release the installers, with the repository's address in them, and the JSON Schemas.
// Also writes the release notes, the changelog's section on this version, to the folder above.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const out = process.argv[2] ?? join(root, "dist", "release");
const { address } = JSON.parse(readFileSync(new URL("./repository.json", import.meta.url), "utf8"));
const cli = join(root, "packages", "cli");
const { version } = JSON.parse(readFileSync(join(cli, "package.json"), "utf8"));

mkdirSync(out, { recursive: true });
for (const name of ["install.sh", "install.ps1"]) {
  const text = readFileSync(new URL(`./install/${name}`, import.meta.url), "utf8");
  writeFileSync(join(out, name), text.replaceAll("@REPOSITORY@", address));
}
for (const name of ["manifest", "lockfile", "json"]) {
  const { status, stdout } = spawnSync(process.execPath, [join(cli, "bin", "factorio-lock.js"), "schema", name], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`there is no schema ${name}`);
  writeFileSync(join(out, `${name}.schema.json`), stdout);
}
writeFileSync(join(out, "..", "notes.md"), notesOf(version));

/** The changelog's section on a version; the first release may have none. */
function notesOf(wanted) {
  let text = "";
  try {
    text = readFileSync(join(cli, "CHANGELOG.md"), "utf8");
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  const part = text.split(/^## /m).find((section) => section.startsWith(`${wanted}\n`));
  return part === undefined ? `factorio-lock ${wanted}\n` : part.slice(wanted.length).trimStart();
}
