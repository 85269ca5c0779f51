// A mod portal of our own over examples/mods: zips each folder and serves the zips on a free loopback port.
// Run it (`node examples/portal.mjs`) and give its address to any command: `factorio-lock --portal ADDRESS install`.
import { mkdtemp, readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeArchive } from "../packages/game/dist/index.js";
import { startMirror } from "../packages/mirror/dist/index.js";
import { removeFolder } from "../testing/sandbox.mjs";

const mods = fileURLToPath(new URL("mods/", import.meta.url));

/** Starts the portal; `close` stops it and removes the zips. */
export async function startExamplePortal(port = 0) {
  const directory = await mkdtemp(join(tmpdir(), "factorio-lock-example-portal-"));
  for (const name of await readdir(mods)) await zip(join(mods, name), directory);
  const mirror = await startMirror({ directory, port });
  const close = async () => {
    await mirror.close();
    await removeFolder(directory);
  };
  return { url: mirror.url, close };
}

async function zip(folder, directory) {
  const { "info.json": info, ...files } = Object.fromEntries(
    await Promise.all((await readdir(folder)).map(async (name) => [name, await readFile(join(folder, name))])),
  );
  const { name, version } = JSON.parse(info);
  const path = join(directory, `${name}_${version}.zip`);
  await writeFile(path, await makeArchive(JSON.parse(info), files));
  // The mirror takes a file's time as the day of its release: the day that the changelog names.
  const date = new Date(/^Date: (\S+)$/m.exec(files["changelog.txt"])[1]);
  await utimes(path, date, date);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const portal = await startExamplePortal(Number(process.argv[2] ?? 0));
  console.log(portal.url);
  console.error("In another terminal (Ctrl-C here ends the portal):");
  console.error(`  export FACTORIO_LOCK_PORTAL=${portal.url} FACTORIO_USERNAME=me FACTORIO_TOKEN=anything`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void portal.close());
}
