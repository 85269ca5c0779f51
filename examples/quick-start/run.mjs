// Installs this folder's modpack from the example portal and shows what came of it. Run again, it downloads nothing.
import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { startExamplePortal } from "../portal.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const command = fileURLToPath(new URL("../../packages/cli/bin/factorio-lock.js", import.meta.url));

const portal = await startExamplePortal();
const env = {
  ...process.env,
  FACTORIO_LOCK_PORTAL: portal.url,
  FACTORIO_LOCK_CACHE: fileURLToPath(new URL("../../.demo-cache", import.meta.url)),
  FACTORIO_USERNAME: "example-player",
  FACTORIO_TOKEN: "any-token-will-do-here",
};

async function factorioLock(...args) {
  console.log(`\n$ factorio-lock ${args.join(" ")}`);
  // Data and the words around it on one stream, so that a captured run reads in order.
  const child = spawn(process.execPath, [command, ...args], { cwd: here, env, stdio: ["inherit", 1, 1] });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) process.exitCode = code;
}

try {
  console.log(`\nA mod portal with the example mods answers at ${portal.url}`);
  await factorioLock("install");
  await factorioLock("tree");
  await factorioLock("why", "lamp-lib");
  await factorioLock("verify");
  console.log(`\nWhat is there now, in ${here}`);
  for (const name of ["mods.yaml", "mods.lock", ...(await readdir(`${here}/mods`)).map((file) => `mods/${file}`)]) {
    console.log(`  ${name}`);
  }
} finally {
  await portal.close();
}
