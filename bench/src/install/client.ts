// Runs one measured task in a process of its own: client TASK FOLDER. Prints the milliseconds that the task
// itself took.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type DesiredState, parseVersion, planInstall, type Sha1, type Version } from "@factorio-lock/core";
import { applyInstall, holdModDirectory, readModDirectory, verifyModDirectory } from "@factorio-lock/game";

const [, , task = "", folder = "", mods = join(folder, "mods")] = process.argv;
const files = JSON.parse(readFileSync(join(folder, "files.json"), "utf8")) as readonly (readonly [string, string])[];
const desired: DesiredState = {
  mods: files.map(([name, sha1]) => ({
    kind: "archive",
    name,
    version: parseVersion("1.0.0") as Version,
    fileName: `${name}_1.0.0.zip`,
    sha1: sha1 as Sha1,
  })),
  builtins: new Map([["base", true]]),
  prune: false,
};

const start = performance.now();
if (task === "check") {
  const plan = planInstall(desired, await readModDirectory(mods, { desired }));
  if (plan.changes) throw new Error("there was something to do");
} else if (task === "install") {
  const hold = await holdModDirectory(mods);
  const plan = planInstall(desired, await readModDirectory(mods, { desired, hold }));
  await applyInstall(mods, plan, { archivePath: (sha1) => join(folder, "store", sha1) });
  await hold.release();
} else {
  const problems = await verifyModDirectory(mods, desired);
  if (problems.length > 0) throw new Error(`${problems.length} problems`);
}
console.log((performance.now() - start).toFixed(2));
