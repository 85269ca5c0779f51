import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasProgram } from "../../../testing/programs.ts";
import { removeFolderSync } from "../../../testing/sandbox.mjs";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const HASH = `sha256-${"Ab1+".repeat(10)}xyz=`;

/** The words of nix 2.18 about a hash that is wrong. */
const MISMATCH = `error: hash mismatch in fixed-output derivation '/nix/store/x-factorio-lock-pnpm-deps.drv':
         specified: sha256-${"A".repeat(43)}=
            got:    ${HASH}`;

/** A stand-in for nix, which is not asked for more than its words: the dependencies cannot be had without a network. */
describe.skipIf(process.platform === "win32")("the script that writes the hash of the flake", () => {
  let folder: string;
  let flake: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "factorio-lock-flake-"));
    flake = join(folder, "flake.nix");
    copyFileSync(join(ROOT, "flake.nix"), flake);
    mkdirSync(join(folder, "bin"));
  });
  afterAll(() => removeFolderSync(folder));

  function run(words: string) {
    const nix = join(folder, "bin", "nix");
    writeFileSync(join(folder, "words"), words);
    // Whoever is asked before the script has taken the old hash away says so.
    writeFileSync(
      nix,
      '#!/bin/sh\ngrep -q fakeHash "$FLAKE" || { echo "the old hash is there" >&2; exit 1; }\ncat "$WORDS" >&2\nexit 1\n',
    );
    chmodSync(nix, 0o755);
    const path = `${join(folder, "bin")}${delimiter}${process.env["PATH"]}`;
    const env = { ...process.env, PATH: path, FLAKE: flake, WORDS: join(folder, "words") };
    return spawnSync(process.execPath, [join(ROOT, "scripts", "release", "flake-hash.mjs"), folder], {
      encoding: "utf8",
      env,
    });
  }

  test("takes it from what nix says, again when the dependencies changed, and leaves the flake alone otherwise", () => {
    const before = readFileSync(flake, "utf8");
    const none = run("error: unable to download 'https://example.com'");
    expect([none.status, readFileSync(flake, "utf8")]).toEqual([1, before]);
    expect(none.stderr).toContain("unable to download");

    const first = run(MISMATCH);
    expect([first.status, first.stdout]).toEqual([0, `flake.nix: ${HASH}\n`]);
    expect(readFileSync(flake, "utf8")).toBe(before.replace("pkgs.lib.fakeHash", JSON.stringify(HASH)));

    const same = run(MISMATCH);
    expect([same.status, same.stdout]).toEqual([0, "flake.nix has the right hash\n"]);
    const next = HASH.replace("Ab1+", "Cd2/");
    expect(run(MISMATCH.replace(HASH, next)).stdout).toBe(`flake.nix: ${next}\n`);
  });

  test.skipIf(!hasProgram("nix-instantiate"))("what it writes is parsed by nix (skipped without one)", () => {
    const { status, stderr } = spawnSync("nix-instantiate", ["--parse", "--store", "dummy://", flake], {
      encoding: "utf8",
      env: { ...process.env, NIX_REMOTE: "", HOME: folder },
    });
    expect([status, stderr]).toEqual([0, expect.anything()]);
  });
});
