// Does what start.sh does on a server, into a new folder, from the example portal: installs the committed mods.lock.
import { spawn } from "node:child_process";
import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { removeFolder } from "../../testing/sandbox.mjs";
import { startExamplePortal } from "../portal.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const command = fileURLToPath(new URL("../../packages/cli/bin/factorio-lock.js", import.meta.url));
const server = await mkdtemp(join(tmpdir(), "factorio-lock-example-server-"));
const mods = join(server, "mods");
const portal = await startExamplePortal();
try {
  const child = spawn(process.execPath, [command, "install", "--frozen", "--mod-directory", mods], {
    cwd: here,
    env: {
      ...process.env,
      FACTORIO_LOCK_PORTAL: portal.url,
      FACTORIO_LOCK_CACHE: join(server, "cache"),
      FACTORIO_USERNAME: "example-server",
      FACTORIO_TOKEN: "any-token-will-do-here",
    },
    stdio: "inherit",
  });
  process.exitCode = await new Promise((resolve) => child.once("close", resolve));
  console.log((await readdir(mods)).join("\n"));
} finally {
  await portal.close();
  await removeFolder(server);
}
