// The mirror of the playground: an export of the example mods, without archives, as `factorio-lock mirror export` writes it.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeArchive } from "@factorio-lock/game";
import { exportMirror } from "@factorio-lock/mirror";

const mods = fileURLToPath(new URL("../../examples/mods/", import.meta.url));

export async function writeExampleMirror(out) {
  const folder = await mkdtemp(join(tmpdir(), "factorio-lock-site-"));
  try {
    for (const name of await readdir(mods)) {
      const info = JSON.parse(await readFile(join(mods, name, "info.json"), "utf8"));
      await writeFile(join(folder, `${info.name}_${info.version}.zip`), await makeArchive(info, {}));
    }
    const exported = join(folder, "export");
    await exportMirror({ directory: folder, out: exported, archives: false, settle: 0 });
    await rm(out, { recursive: true, force: true });
    await cp(join(exported, "api"), join(out, "api"), { recursive: true });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
