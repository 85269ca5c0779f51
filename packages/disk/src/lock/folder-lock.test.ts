import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { lacking } from "../../../../testing/programs.ts";
import { endProcess, removeFolderSync } from "../../../../testing/sandbox.mjs";
import { type FolderLock, type LockOptions, takeLock } from "./folder-lock.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "factorio-lock-lock-"));
});
afterEach(() => removeFolderSync(folder));

const isRoot = process.getuid?.() === 0;

/** Takes the lock `lock` of the folder, or fails at once. */
async function take(options: Partial<LockOptions> = {}): Promise<FolderLock> {
  const result = await takeLock(folder, "lock", { command: "test", limit: 0, ...options });
  if (result.kind !== "held") throw new Error(`${result.kind}: ${result.kind === "busy" ? result.holder : ""}`);
  return result.lock;
}

/** Built, as the process knows no TypeScript. */
const DISK = pathToFileURL(join(import.meta.dirname, "../../dist/index.js")).href;

const HOLDER = `
const { takeLock } = await import(${JSON.stringify(DISK)});
const result = await takeLock(process.argv[1], "lock", { command: "factorio-lock install", limit: 1e9, ownThread: true });
console.log(process.pid);
process.stdin.once("data", () => process.exit()).on("end", () => process.exit());
`;

/** A process that takes the lock, started by a command such as `unshare -n`. Resolves when it has it. */
async function holder(...by: readonly string[]): Promise<{ readonly pid: number; readonly child: ChildProcess }> {
  const [file, ...args] = [...by, process.execPath, "--input-type=module", "-e", HOLDER, folder];
  const child = spawn(file as string, args, { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => endProcess(child, "SIGKILL"));
  for await (const line of createInterface({ input: child.stdout })) return { pid: Number(line), child };
  throw new Error(`${file} ended`);
}

describe("a lock", () => {
  test("is taken by one at a time, and leaves nothing behind", async () => {
    const lock = await take();
    expect(lock.stillHeld()).toBe(true);
    await expect(take()).rejects.toThrow(/busy: test \(process/);
    lock.release();
    expect(lock.stillHeld()).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
    (await take()).release();
  });

  test("of another name is another's", async () => {
    const first = await take();
    const second = await takeLock(folder, "other", { command: "test", limit: 0 });
    expect(second.kind).toBe("held");
    first.release();
    expect(second.kind === "held" && second.lock.stillHeld()).toBe(true);
    if (second.kind === "held") second.lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("is free at once when its holder ends or is killed", async () => {
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      const { child } = await holder();
      const waiting = take({ limit: 60_000, onWait: () => void child.kill(signal) });
      (await waiting).release();
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  test("names a stopped holder, and is not taken from it", async () => {
    const { pid, child } = await holder();
    child.kill("SIGSTOP");
    await expect(take({ limit: 300 })).rejects.toThrow(
      process.platform === "linux" ? `factorio-lock install (process ${pid} on` : /process/,
    );
    if (process.platform === "linux") await expect(take()).rejects.toThrow(/which is stopped/);
    await endProcess(child, "SIGKILL");
    (await take()).release();
  });

  test.skipIf(process.platform !== "linux")("that is old keeps its holder's socket", async () => {
    const { child } = await holder();
    const socket = readdirSync(folder).find((name) => name.endsWith(".s")) as string;
    const old = new Date(Date.now() - 3 * 24 * 3_600_000);
    utimesSync(join(folder, socket), old, old);
    // The first lock that this process takes in the folder removes what dead processes left there.
    const other = await takeLock(folder, "other", { command: "test", limit: 0 });
    expect(readdirSync(folder)).toContain(socket);
    if (other.kind === "held") other.lock.release();
    await endProcess(child, "SIGKILL");
  });

  test("ends to be waited for at once when aborted", async () => {
    const lock = await take();
    const abort = new AbortController();
    const waiting = takeLock(folder, "lock", {
      command: "test",
      limit: 1e9,
      signal: abort.signal,
      onWait: () => setTimeout(() => abort.abort(), 20),
    });
    expect(await waiting).toEqual({ kind: "aborted" });
    lock.release();
  });

  test("is lost when it or the sign of its holder is removed", async () => {
    for (const name of ["lock", /\.alive$/]) {
      const lock = await take();
      const found = readdirSync(folder).find((entry) => entry.match(name)) as string;
      removeFolderSync(join(folder, found));
      expect(lock.stillHeld()).toBe(false);
      lock.release();
    }
  });

  test("is taken where a file, a link or a folder with litter is in its place", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "factorio-lock-elsewhere-"));
    // One of these looks like the mark of a dead process.
    const theirs = [".DS_Store", "0123456789abcdef-1"];
    for (const name of theirs) writeFileSync(join(elsewhere, name), "theirs");
    const places: (() => void)[] = [
      () => writeFileSync(join(folder, "lock"), "text"),
      () => symlinkSync(elsewhere, join(folder, "lock")),
      () => symlinkSync("nowhere", join(folder, "lock")),
      () => {
        mkdirSync(join(folder, "lock"));
        writeFileSync(join(folder, "lock", ".DS_Store"), "ours");
      },
    ];
    for (const place of places) {
      place();
      (await take()).release();
    }
    expect(readdirSync(elsewhere).sort()).toEqual(theirs);
    removeFolderSync(elsewhere);
  });

  test("that holds something of others is in use, and the wait ends", async () => {
    mkdirSync(join(folder, "lock"));
    writeFileSync(join(folder, "lock", "theirs"), "");
    await expect(take()).rejects.toThrow(/busy/);
    expect(existsSync(join(folder, "lock", "theirs"))).toBe(true);
  });

  test("shows what others wrote without control characters", async () => {
    mkdirSync(join(folder, "lock"));
    writeFileSync(join(folder, "lock", "0123456789abcdef-1"), "");
    const said = { pid: 5, host: "a\u001b[31mb", boot: "another", command: "evil\u0007\u202e", since: "now" };
    writeFileSync(join(folder, "0123456789abcdef.alive"), `000000000001\n${JSON.stringify(said)}\n`);
    await expect(take()).rejects.toThrow("busy: evil (process 5 on a[31mb, since now)");
  });

  test("has a socket, however long the path to its folder is", async () => {
    const short = folder;
    folder = join(folder, "a".repeat(120));
    const lock = await take();
    const text = readFileSync(
      join(folder, readdirSync(folder).find((name) => name.endsWith(".alive")) as string),
      "utf8",
    );
    expect(text).toContain(`"hasSocket":${process.platform === "linux"}`);
    lock.release();
    folder = short;
  });
});

describe("a holder that this system cannot look up", () => {
  /** A lock of a process elsewhere. */
  function foreign(about: object): void {
    mkdirSync(join(folder, "lock"));
    writeFileSync(join(folder, "lock", "0123456789abcdef-1"), "");
    const holder = JSON.stringify({ pid: 1, host: "elsewhere", ...about });
    writeFileSync(join(folder, "0123456789abcdef.alive"), `000000000001\n${holder}\n`);
  }

  test("loses the lock when it has not beaten for long, and finds nothing of its own", async () => {
    foreign({ boot: "another" });
    let time = 0;
    const lock = await take({ limit: Number.POSITIVE_INFINITY, now: () => (time += 1500) });
    expect(time).toBeGreaterThan(30_000);
    expect(readdirSync(folder).filter((name) => name.startsWith("0123456789abcdef"))).toEqual([]);
    lock.release();
  });

  test("is announced, and so is the one that follows it", async () => {
    foreign({ boot: "another", command: "first" });
    const announced: string[] = [];
    const lock = await take({
      limit: Number.POSITIVE_INFINITY,
      onWait(holder) {
        announced.push(holder.split(" ")[0] as string);
        for (const name of readdirSync(join(folder, "lock"))) removeFolderSync(join(folder, "lock", name));
        if (announced.length > 1) return;
        writeFileSync(join(folder, "lock", "fedcba9876543210-1"), "");
        const next = JSON.stringify({ pid: 1, host: "elsewhere", boot: "another", command: "second" });
        writeFileSync(join(folder, "fedcba9876543210.alive"), `000000000001\n${next}\n`);
      },
    });
    expect(announced).toEqual(["first", "second"]);
    lock.release();
  });

  test("is not taken for dead because the one who waits has slept", async () => {
    foreign({ boot: "another" });
    let time = 0;
    const result = await takeLock(folder, "lock", {
      command: "test",
      limit: 1e7,
      now: () => (time += 3_600_000),
    });
    expect(result.kind).toBe("busy");
  });

  test.skipIf(process.platform !== "linux" || isRoot)("keeps a lock whose beat cannot be read", async () => {
    foreign({ boot: "another" });
    chmodSync(join(folder, "0123456789abcdef.alive"), 0);
    let time = 0;
    const options = { command: "test", limit: 1e6, now: () => (time += 1000) };
    expect((await takeLock(folder, "lock", options)).kind).toBe("busy");
  });
});

const SLOW = `
const { takeLock } = await import(${JSON.stringify(DISK)});
const { lock } = await takeLock(process.argv[1], "lock", { command: "slow", limit: 0, ownThread: true });
setTimeout(() => {
  console.log("slow");
  for (const end = Date.now() + 60_000; Date.now() < end; );
  console.log(lock.stillHeld());
  lock.release();
}, 5000);
`;

// A minute of waiting: `pnpm test:long`.
test.skipIf(!process.env["LONG"])(
  "a holder that is busy for a minute keeps its lock, where only its beat is seen",
  async () => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", SLOW, folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => endProcess(child, "SIGKILL"));
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    expect((await lines.next()).value).toBe("slow");
    // From now on its file is that of a process of another machine.
    const file = join(folder, readdirSync(folder).find((name) => name.endsWith(".alive")) as string);
    const [beat = "", description = ""] = readFileSync(file, "utf8").split("\n");
    const elsewhere = JSON.stringify({
      ...JSON.parse(description),
      boot: "another",
      host: "elsewhere",
      hasSocket: false,
    });
    writeFileSync(file, `${beat}\n${elsewhere.padEnd(description.length)}`, { flag: "r+" });
    const started = performance.now();
    const lock = await take({ limit: 600_000 });
    expect(performance.now() - started).toBeGreaterThan(50_000);
    expect((await lines.next()).value).toBe("true");
    lock.release();
  },
);

describe("what killed processes left", () => {
  const TOKEN = "0123456789abcdef";
  const old = new Date(Date.now() - 120_000);

  test("is removed by the next that takes a lock: signs, sockets, prepared locks and locks", async () => {
    const { child } = await holder();
    await endProcess(child, "SIGKILL");
    // One that died while it was about to show itself, and one whose sign is gone.
    writeFileSync(join(folder, `${TOKEN}.s`), "");
    writeFileSync(join(folder, `${TOKEN}.alive`), "");
    for (const name of [`${TOKEN}.s`, `${TOKEN}.alive`]) utimesSync(join(folder, name), old, old);
    mkdirSync(join(folder, `fedcba9876543210.1.new`));
    expect(readdirSync(folder).length).toBeGreaterThan(4);
    // The folders that this process has swept before are others.
    (await take()).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("stays where it may be that of a living process", async () => {
    const names = [`${TOKEN}.s`, `${TOKEN}.alive`].sort();
    for (const name of names) writeFileSync(join(folder, name), "");
    (await take()).release();
    expect(readdirSync(folder).sort()).toEqual(names);
  });
});

/** Two containers on one folder: only the folder is shared. */
const CONTAINERS: readonly (readonly [string, readonly string[]])[] = [
  ["another network", ["unshare", "-n"]],
  ["another host name", ["unshare", "-u"]],
  ["other process numbers", ["unshare", "-n", "-p", "-f", "--mount-proc", "--kill-child"]],
  ["another user", ["setpriv", "--reuid", "4242", "--regid", "4242", "--clear-groups"]],
];

const MISSING = lacking("unshare", "setpriv");

describe.skipIf(process.platform !== "linux" || !isRoot || MISSING !== "")(
  `processes of several containers${MISSING}`,
  () => {
    test.each(CONTAINERS)("%s: the holder is seen, and its death at once", async (_, by) => {
      chmodSync(folder, 0o777);
      const { child } = await holder(...by);
      await expect(take({ limit: 50 })).rejects.toThrow(/busy: factorio-lock install \(process/);
      const started = performance.now();
      const waiting = take({ limit: 600_000, onWait: () => void child.kill("SIGKILL") });
      (await waiting).release();
      // 30 s is what a process takes of which nothing but its beat is seen.
      expect(performance.now() - started).toBeLessThan(25_000);
    });

    test("a stopped holder in another container keeps its lock", async () => {
      const { child } = await holder("unshare", "-n", "-p", "-f", "--mount-proc", "--kill-child");
      const pid = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim();
      process.kill(Number(pid), "SIGSTOP");
      let time = 0;
      // Its heart does not beat; that its socket is open is all that shows it.
      const options = { command: "test", limit: 60_000, now: () => (time += 1500) };
      expect((await takeLock(folder, "lock", options)).kind).toBe("busy");
      process.kill(Number(pid), "SIGKILL");
    });

    test("another user takes over what a dead process left, where he may write to the folder", async () => {
      chmodSync(folder, 0o777);
      const { child } = await holder();
      await endProcess(child, "SIGKILL");
      const other = await holder("setpriv", "--reuid", "4242", "--regid", "4242", "--clear-groups");
      await endProcess(other.child, "SIGKILL");
      (await take()).release();
    });
  },
);
