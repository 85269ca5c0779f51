import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { hasProgram } from "../../../testing/programs.ts";
import { removeFolderSync } from "../../../testing/sandbox.mjs";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const { version } = JSON.parse(readFileSync(join(ROOT, "packages/cli/package.json"), "utf8")) as { version: string };
const { address } = JSON.parse(readFileSync(join(ROOT, "scripts/release/repository.json"), "utf8")) as {
  address: string;
};

describe("the entries of other package managers", () => {
  let folder: string;
  const sums = new Map<string, string>();
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "factorio-lock-manifests-"));
    const names = [
      "linux-x64.tar.xz",
      "linux-arm64.tar.xz",
      "windows-x64.zip",
      "darwin-x64.tar.xz",
      "darwin-arm64.tar.xz",
    ];
    for (const name of names) writeFileSync(join(folder, `factorio-lock-${version}-${name}`), name);
    execFileSync(process.execPath, [join(ROOT, "scripts/package/sums.mjs"), folder]);
    for (const line of readFileSync(join(folder, "SHA256SUMS"), "utf8").trim().split("\n")) {
      const [sum = "", file = ""] = line.split("  ");
      sums.set(file, sum);
    }
    execFileSync(process.execPath, [join(ROOT, "scripts/release/manifests.mjs"), folder]);
  });
  afterAll(() => removeFolderSync(folder));
  const read = (path: string): string => readFileSync(join(folder, "manifests", path), "utf8");
  const url = (target: string): string => `${address}/releases/download/v${version}/factorio-lock-${version}-${target}`;
  const sum = (target: string): string => sums.get(`factorio-lock-${version}-${target}`) as string;

  test("sha256sum takes SHA256SUMS", () => {
    expect(sums.size).toBe(5);
    if (hasProgram("sha256sum"))
      execFileSync("sha256sum", ["--check", "--strict", "--status", "SHA256SUMS"], { cwd: folder });
  });

  test("SchemaStore: the files of a modpack by name, with schemas that a release publishes", () => {
    const entries = JSON.parse(read("schemastore/catalog.json")) as { fileMatch: string[]; url: string }[];
    expect(entries.map(({ fileMatch, url }) => [fileMatch.join(), url])).toEqual([
      ["mods.yaml", `${address}/releases/latest/download/manifest.schema.json`],
      ["mods.lock", `${address}/releases/latest/download/lockfile.schema.json`],
    ]);
  });

  test("scoop: JSON with the file for Windows", () => {
    expect(JSON.parse(read("scoop/factorio-lock.json"))).toMatchObject({
      version,
      architecture: {
        "64bit": {
          url: url("windows-x64.zip"),
          hash: sum("windows-x64.zip"),
          extract_dir: `factorio-lock-${version}-windows-x64`,
        },
      },
      bin: "factorio-lock.exe",
    });
  });

  test("winget: three files of one version", () => {
    const [first, ...more] = readdirSync(join(folder, "manifests/winget")).map(
      (file) => parse(read(`winget/${file}`)) as Record<string, unknown>,
    );
    for (const each of [first, ...more])
      expect(each).toMatchObject({ PackageVersion: version, ManifestVersion: "1.6.0" });
    expect([first, ...more].map((each) => String(each?.["ManifestType"])).sort()).toEqual([
      "defaultLocale",
      "installer",
      "version",
    ]);
    expect([first, ...more].find((each) => each?.["ManifestType"] === "installer")).toMatchObject({
      NestedInstallerFiles: [{ RelativeFilePath: `factorio-lock-${version}-windows-x64\\factorio-lock.exe` }],
      Installers: [{ InstallerUrl: url("windows-x64.zip"), InstallerSha256: sum("windows-x64.zip").toUpperCase() }],
    });
  });

  test("AUR: a script of bash with both files for Linux", () => {
    const file = join(folder, "manifests/aur/PKGBUILD");
    if (hasProgram("bash")) {
      const print = 'source "$1"; echo "$source_x86_64 $sha256sums_x86_64 $source_aarch64 $sha256sums_aarch64"';
      expect(execFileSync("bash", ["-euc", print, "bash", file], { encoding: "utf8" }).trim()).toBe(
        [url("linux-x64.tar.xz"), sum("linux-x64.tar.xz"), url("linux-arm64.tar.xz"), sum("linux-arm64.tar.xz")].join(
          " ",
        ),
      );
    }
  });

  test("Homebrew: Ruby with a file for each system", () => {
    const text = read("homebrew/factorio-lock.rb");
    for (const target of ["linux-x64.tar.xz", "linux-arm64.tar.xz", "darwin-x64.tar.xz", "darwin-arm64.tar.xz"]) {
      expect(text).toContain(`url "${url(target)}"\n      sha256 "${sum(target)}"`);
    }
    if (hasProgram("ruby")) execFileSync("ruby", ["-c", join(folder, "manifests/homebrew/factorio-lock.rb")]);
  });
});

describe("what is stamped at a release", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "factorio-lock-stamp-"));
    for (const name of readdirSync(join(ROOT, "packages"))) {
      mkdirSync(join(folder, "packages", name), { recursive: true });
      for (const file of ["package.json", "README.md"])
        cpSync(join(ROOT, "packages", name, file), join(folder, "packages", name, file));
    }
    execFileSync(process.execPath, [join(ROOT, "scripts/release/stamp.mjs"), folder]);
  });
  afterAll(() => removeFolderSync(folder));

  test("every package names its repository, and its README's links lead to files that are there", () => {
    const names = readdirSync(join(folder, "packages"));
    let links = 0;
    for (const name of names) {
      expect(JSON.parse(readFileSync(join(folder, "packages", name, "package.json"), "utf8"))).toMatchObject({
        repository: { type: "git", url: `git+${address}.git`, directory: `packages/${name}` },
        homepage: `${address}#readme`,
        bugs: `${address}/issues`,
        publishConfig: { access: "public", provenance: true },
      });
      for (const [, link] of readFileSync(join(folder, "packages", name, "README.md"), "utf8").matchAll(
        /\]\(([^)]+)\)/g,
      )) {
        if (link === undefined || link.startsWith("#")) continue;
        expect(link).toMatch(/^https:\/\//);
        const [, path] = /\/(?:blob|tree)\/v[^/]+\/([^#]*)/.exec(link) ?? [];
        if (path === undefined) continue;
        links += 1;
        expect(() => readdirOrRead(join(ROOT, path))).not.toThrow();
      }
    }
    expect(links).toBeGreaterThan(3);
  });

  test("the installers name the repository, and the schemas lie beside them", () => {
    const out = join(folder, "release");
    execFileSync(process.execPath, [join(ROOT, "scripts/release/assets.mjs"), out]);
    expect(readdirSync(out).sort()).toEqual([
      "install.ps1",
      "install.sh",
      "json.schema.json",
      "lockfile.schema.json",
      "manifest.schema.json",
    ]);
    for (const name of ["install.sh", "install.ps1"]) {
      const text = readFileSync(join(out, name), "utf8");
      expect(text).toContain(`${address}/releases/latest/download`);
      expect(text).not.toContain("@REPOSITORY@");
    }
    expect(readFileSync(join(folder, "notes.md"), "utf8")).not.toBe("");
  });
});

function readdirOrRead(path: string): void {
  try {
    readFileSync(path);
  } catch {
    readdirSync(path);
  }
}
