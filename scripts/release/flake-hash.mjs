// Writes the hash of the dependencies into flake.nix: nix alone can compute it, from what pnpm-lock.yaml names, and says it when
// the one that stands there is wrong. The release job runs it on a machine with nix: `node scripts/release/flake-hash.mjs [ROOT]`.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(process.argv[2] ?? fileURLToPath(new URL("../..", import.meta.url)));
const file = join(root, "flake.nix");
const HASH = /\bhash = (?:pkgs\.lib\.fakeHash|"sha256-[A-Za-z0-9+/]{43}=");/;

const before = readFileSync(file, "utf8");
if (!HASH.test(before)) throw new Error(`${file} has no line "hash = …;"`);
// The hash that stands there would let nix take what it has kept of an older pnpm-lock.yaml.
writeFileSync(file, before.replace(HASH, "hash = pkgs.lib.fakeHash;"));
const features = ["--extra-experimental-features", "nix-command flakes"];
const { error, stderr } = spawnSync("nix", [...features, "build", "--no-link", `path:${root}#factorio-lock.pnpmDeps`], {
  encoding: "utf8",
});
const [, hash] = /\bgot:\s+(sha256-[A-Za-z0-9+/]{43}=)/.exec(stderr) ?? [];
if (hash === undefined) {
  writeFileSync(file, before);
  console.error(error ? `nix cannot be run: ${error.message}` : stderr);
  console.error("flake.nix is as it was: nix named no hash.");
  process.exit(1);
}
const after = before.replace(HASH, `hash = "${hash}";`);
writeFileSync(file, after);
console.log(after === before ? "flake.nix has the right hash" : `flake.nix: ${hash}`);
