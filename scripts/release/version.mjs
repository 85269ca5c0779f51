// The next version, in the release's pull request: the packages' versions and changelogs, and the flake's hash of the dependencies.
import { spawnSync } from "node:child_process";

const STEPS = [
  ["npx", "--yes", "pnpm@10.34.9", "changeset", "version"],
  // As root, who needs no daemon: nix keeps its store in a folder of the system.
  ["sudo", "env", `PATH=${process.env.PATH}`, "node", "scripts/release/flake-hash.mjs"],
];
for (const [program, ...args] of STEPS) {
  const { status } = spawnSync(program, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
