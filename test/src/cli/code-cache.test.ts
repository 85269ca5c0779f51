import { execFileSync } from "node:child_process";
import { mkdtemp, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";

const LOADER = fileURLToPath(new URL("../../../packages/cli/bin/code-cache.js", import.meta.url));

test("a new build is run, also where its size and time are those of the old one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "factorio-lock-code-"));
  try {
    const file = join(folder, "main.cjs");
    const run = async (word: string) => {
      const head = word.repeat(32);
      await writeFile(file, `/*${head}*/(function(){process.stdout.write("${word}")})`);
      await utimes(file, 1, 1);
      const script = `require(${JSON.stringify(LOADER)}).load(${JSON.stringify(folder)}, "main.cjs")`;
      const env = { ...process.env, XDG_CACHE_HOME: folder, LOCALAPPDATA: folder };
      return execFileSync(process.execPath, ["-e", script], { env, encoding: "utf8" });
    };
    expect([await run("a"), await run("a"), await run("b")]).toEqual(["a", "a", "b"]);
  } finally {
    await removeFolder(folder);
  }
});
