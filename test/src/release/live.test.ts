import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../cli/sandbox.ts";
import { layGame } from "../play/lay-game.ts";

const LIVE = fileURLToPath(new URL("../../../scripts/live/live.mjs", import.meta.url));
const TOKEN = "live-canary-81c2";

let box: Sandbox;
beforeAll(async () => {
  box = await createSandbox();
});
afterAll(() => box.close());

test.skipIf(process.platform === "win32")(
  "the live check asks portal and game all its questions, and its report holds no token",
  async () => {
    const game = await layGame(join(box.folder, "game"), { version: "2.0.77" });
    const out = join(box.folder, "live-report.md");
    const args = [LIVE, "--portal", box.portal.url, "--mod", "tall-masts", "--burst", "--out", out];
    const env = { ...process.env, FACTORIO_USERNAME: "somebody", FACTORIO_TOKEN: TOKEN, FACTORIO_GAME: game };
    const child = spawn(process.execPath, args, { env });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (printed += String(part)));
    await new Promise((resolve) => child.once("close", resolve));
    const report = await readFile(out, "utf8");
    expect(printed + report).not.toContain(TOKEN);
    const answers = (mark: string): string[] => report.split("\n").filter((line) => line.startsWith(`- [${mark}]`));
    // Only what a person does manually, and what neither the mirror nor the stand-in has, stays open.
    expect(answers("x").length).toBeGreaterThanOrEqual(14);
    expect(report).toContain("**How large is a page of the list by default?** page_size 25");
    expect(report).toMatch(/unmet dependency\?\*\* ended with 1/);
    expect(report).toMatch(/unknown mod\?\*\* 404/);
  },
);
