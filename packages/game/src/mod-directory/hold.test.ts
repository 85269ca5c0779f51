import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { holdModDirectory, type ModDirectoryHold } from "./hold.ts";
import { type Claimed, claim } from "./hold-socket.ts";

let sandbox: string;
beforeEach(async () => {
  sandbox = await mkdtemp(join(tmpdir(), "factorio-lock-hold-"));
});
afterEach(() => rm(sandbox, { recursive: true }));

describe("the hold on a mod directory", () => {
  test("is one for all ways to the directory, and makes it", async () => {
    const mods = join(sandbox, "deep/mods");
    const hold = await holdModDirectory(mods, { command: "factorio-lock install" });
    expect(await readdir(join(sandbox, "deep"))).toEqual(["mods"]);
    await symlink(mods, join(sandbox, "link"));
    await expect(holdModDirectory(join(sandbox, "link"), { limit: 0 })).rejects.toMatchObject({
      code: "BUSY",
      message: expect.stringContaining(`factorio-lock install (process ${process.pid})`),
    });
    const other = await holdModDirectory(join(sandbox, "other"), { limit: 0 });
    await Promise.all([hold.release(), other.release()]);
  });

  test("goes to one after the other, and each waiter hears once for whom it waits", async () => {
    let inside = 0;
    let most = 0;
    const heard: string[] = [];
    const work = async (name: string) => {
      const hold = await holdModDirectory(sandbox, {
        command: name,
        onWait: (holder) => heard.push(`${name} for ${holder}`),
      });
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
      await hold.release();
    };
    await Promise.all(["a", "b", "c", "d", "e", "f", "g", "h"].map(work));
    expect(most).toBe(1);
    expect(heard.length).toBeGreaterThanOrEqual(7);
    expect(new Set(heard).size).toBe(heard.length);
  });

  test("waits no longer than it may, and not at all when aborted", async () => {
    const hold = await holdModDirectory(sandbox);
    await expect(holdModDirectory(sandbox, { limit: 30 })).rejects.toMatchObject({ code: "BUSY" });
    const abort = new AbortController();
    const waiting = holdModDirectory(sandbox, {
      signal: abort.signal,
      onWait: () => abort.abort(),
    });
    await expect(waiting).rejects.toMatchObject({ code: "INTERRUPTED" });
    await hold.release();
    await (await holdModDirectory(sandbox, { limit: 0 })).release();
  });

  test("fails where no directory can be", async () => {
    await writeFile(join(sandbox, "file"), "");
    await expect(holdModDirectory(join(sandbox, "file/mods"))).rejects.toMatchObject({ code: "FAILED" });
  });
});

/** What a process of its own runs: listens as a holder does, and says when it does. */
const HOLDER = `
const server = require("node:net").createServer((socket) => {
  socket.on("error", () => {});
  socket.write(JSON.stringify({ pid: process.pid, command: "another \\u001b[31m\\u0007program" }) + "\\n");
});
server.listen(process.argv[1].replace("@", "\\0"), () => console.log("listening"));
`;

function startHolder(address: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["-e", HOLDER, address.replace("\0", "@")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve) => child.stdout.once("data", () => resolve(child)));
}

const about = { pid: process.pid, command: "test" };
const ADDRESSES: readonly (readonly [string, () => string])[] = [
  ["a socket file", () => join(sandbox, "hold.sock")],
  ...(process.platform === "linux" ? [["an abstract socket", () => `\0${randomUUID()}`] as const] : []),
];

describe.each(ADDRESSES)("%s", (_, address) => {
  const take = async (at: string): Promise<Extract<Claimed, { kind: "held" }>> => {
    const claimed = await claim(at, about);
    if (claimed.kind === "held") return claimed;
    throw new Error(`held by ${claimed.holder}`);
  };

  test("is free again at once when its holder is killed", async () => {
    const at = address();
    const child = await startHolder(at);
    const claimed = await claim(at, about);
    if (claimed.kind !== "busy") throw new Error("was free");
    expect(claimed.holder).toBe(`another [31mprogram (process ${child.pid})`);
    child.kill("SIGKILL");
    await claimed.gone;
    claimed.leave();
    await (await take(at)).release();
  });

  test("is told by a holder that does not say who it is", async () => {
    const at = address();
    const server = createServer((socket) => socket.end("\0\0 nonsense\n"));
    await new Promise<void>((resolve) => server.listen(at, resolve));
    const claimed = await claim(at, about);
    expect(claimed).toMatchObject({ kind: "busy", holder: "another process" });
    if (claimed.kind === "busy") claimed.leave();
    await new Promise((resolve) => server.close(resolve));
  });

  test("is taken by one of many at a time", async () => {
    const at = address();
    const dead = await startHolder(at);
    dead.kill("SIGKILL");
    await new Promise((resolve) => dead.once("exit", resolve));
    const claims = await Promise.all(Array.from({ length: 8 }, () => claim(at, about)));
    const held = claims.filter((claimed): claimed is Extract<Claimed, { kind: "held" }> => claimed.kind === "held");
    expect(held).toHaveLength(1);
    for (const claimed of claims) if (claimed.kind === "busy") claimed.leave();
    await held[0]?.release();
    if (!at.startsWith("\0")) expect(existsSync(at)).toBe(false);
  });
});

test("a hold does not keep the process alive", async () => {
  const hold: ModDirectoryHold = await holdModDirectory(sandbox);
  const active = process.getActiveResourcesInfo().filter((name) => name.includes("Pipe") || name.includes("TCP"));
  await hold.release();
  expect(active).not.toContain("PipeServerWrap");
});
