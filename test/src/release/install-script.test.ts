import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasProgram, lacking } from "../../../testing/programs.ts";
import { removeFolderSync } from "../../../testing/sandbox.mjs";
import { type PlayedRelease, playRelease } from "./play-release.ts";

const SCRIPT = fileURLToPath(new URL("../../../scripts/release/install/install.sh", import.meta.url));

/** Shells that systems have as `sh`, with the programs that come with them. */
const SHELLS = [
  { name: "sh", words: ["sh"], own: false },
  { name: "dash", words: ["dash"], own: false },
  { name: "bash --posix", words: ["bash", "--posix"], own: false },
  // All of its own programs, and no other: also its wget, tar, sed and sha256sum.
  { name: "busybox", words: ["busybox", "sh"], own: true },
];

describe.skipIf(process.platform !== "linux" || !hasProgram("xz"))(`install.sh${lacking("xz")}`, () => {
  let folder: string;
  let release: PlayedRelease;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "factorio-lock-install-"));
    release = await playRelease(folder);
  });
  afterAll(async () => {
    await release.close();
    removeFolderSync(folder);
  });

  /** A folder with some of the system's programs, for a path that has no others. */
  function programs(names: readonly string[], alias: Readonly<Record<string, string>> = {}): string {
    const path = mkdtempSync(join(folder, "path-"));
    for (const name of names) {
      const found = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
      if (found.startsWith("/")) symlinkSync(found, join(path, name));
    }
    for (const [name, target] of Object.entries(alias)) symlinkSync(target, join(path, name));
    return path;
  }
  const BASE = [
    "uname",
    "sed",
    "head",
    "tar",
    "xz",
    "mktemp",
    "rm",
    "cp",
    "mv",
    "mkdir",
    "chmod",
    "sh",
    "sha256sum",
    "cut",
  ];

  async function install(
    shell: readonly string[],
    place: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly code: number; readonly text: string }> {
    const [program = "", ...words] = shell;
    const child = spawn(program, [...words, SCRIPT], {
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: join(folder, "home"),
        TMPDIR: folder,
        FACTORIO_LOCK_DOWNLOAD: release.url,
        FACTORIO_LOCK_INSTALL_DIR: place,
        ...env,
      },
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (text += String(part)));
    const code = await new Promise<number>((resolve) => child.once("close", (status) => resolve(status ?? -1)));
    return { code, text };
  }
  const place = (): string => join(mkdtempSync(join(folder, "place-")), "a folder", "bin");
  const says = (at: string): string => spawnSync(join(at, "factorio-lock"), { encoding: "utf8" }).stdout.trim();

  describe.each(SHELLS)("by $name", ({ words, own }) => {
    const isMissing = !hasProgram(words[0] as string);
    const env = (): Record<string, string> => {
      if (!own) return {};
      const busybox = spawnSync("sh", ["-c", "command -v busybox"], { encoding: "utf8" }).stdout.trim();
      const applets = [
        "uname",
        "sed",
        "head",
        "tar",
        "mktemp",
        "rm",
        "cp",
        "mv",
        "mkdir",
        "chmod",
        "sh",
        "sha256sum",
        "wget",
      ];
      const alias = Object.fromEntries([...applets, "xz", "unxz", "busybox"].map((name) => [name, busybox]));
      return { PATH: programs([], alias) };
    };
    const shell = own ? ["/usr/bin/env", "busybox", "sh"] : words;

    test.skipIf(isMissing)("installs, and then replaces an older version", async () => {
      const at = place();
      release.publish("1.0.0");
      const first = await install(shell, at, env());
      expect(first).toMatchObject({
        code: 0,
        text: expect.stringContaining(`factorio-lock 1.0.0 is installed: ${at}/factorio-lock`),
      });
      expect(first.text).toContain(`export PATH="${at}:$PATH"`);
      expect(says(at)).toBe("1.0.0");
      release.publish("1.1.0");
      expect(await install(shell, at, { ...env() })).toMatchObject({ code: 0 });
      expect(says(at)).toBe("1.1.0");
      expect(readdirSync(at)).toEqual(["factorio-lock"]);
    });

    test.skipIf(isMissing)("leaves what is there when the checksum is another", async () => {
      const at = place();
      release.publish("1.0.0");
      await install(shell, at, env());
      release.publish("6.6.6", { wrongSum: true });
      const { code, text } = await install(shell, at, env());
      expect(code).toBe(1);
      expect(text).toContain("does not match the published SHA-256: nothing was installed");
      expect(says(at)).toBe("1.0.0");
    });
  });

  test("leaves what is there when the new program does not run here", async () => {
    const at = place();
    release.publish("1.0.0");
    await install(["sh"], at);
    release.publish("2.0.0", { script: "#!/no/such/loader\n" });
    const { code, text } = await install(["sh"], at);
    expect(code).toBe(1);
    expect(text).toContain("error: the program does not run on this system.");
    expect(text).toContain("hint: it needs glibc");
    expect(says(at)).toBe("1.0.0");
  });

  test("takes wget where there is no curl, and says what is missing where there is neither", async () => {
    const at = place();
    release.publish("1.0.0");
    const neither = await install(["/bin/sh"], at, { PATH: programs(BASE) });
    expect(neither).toMatchObject({ code: 1, text: expect.stringContaining("neither curl nor wget is installed") });
    expect(existsSync(at)).toBe(false);
    if (hasProgram("wget")) {
      expect(await install(["/bin/sh"], at, { PATH: programs([...BASE, "wget"]) })).toMatchObject({ code: 0 });
      expect(says(at)).toBe("1.0.0");
    }
  });

  test("checks nothing and installs nothing without a program for checksums", async () => {
    const at = place();
    release.publish("1.0.0");
    const path = programs([...BASE.filter((name) => name !== "sha256sum"), "curl", "wget"]);
    const { code, text } = await install(["/bin/sh"], at, { PATH: path });
    expect(code).toBe(1);
    expect(text).toContain("neither sha256sum nor shasum is installed");
    expect(text).not.toContain("does not match");
    expect(existsSync(at)).toBe(false);
  });

  test("says which address does not answer, and which folder cannot be made", async () => {
    release.publish("1.0.0");
    const gone = await install(["sh"], place(), { FACTORIO_LOCK_DOWNLOAD: "http://127.0.0.1:9" });
    expect(gone).toMatchObject({ code: 1, text: expect.stringContaining("/SHA256SUMS cannot be downloaded") });
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    const { code, text } = await install(["sh"], join(file, "bin"));
    expect(code).toBe(1);
    expect(text).toContain("cannot be made");
  });

  test("a script that broke off in the download does nothing", async () => {
    const at = place();
    mkdirSync(at, { recursive: true });
    const text = readFileSync(SCRIPT, "utf8");
    for (const share of [0.3, 0.6, 0.9]) {
      const half = join(folder, "half.sh");
      writeFileSync(half, text.slice(0, Math.floor(text.length * share)));
      spawnSync("sh", [half], {
        env: { PATH: process.env["PATH"] ?? "", FACTORIO_LOCK_INSTALL_DIR: at, TMPDIR: folder },
      });
      expect(readdirSync(at)).toEqual([]);
    }
  });
});
