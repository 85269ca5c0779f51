import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeArchive } from "@factorio-lock/game";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endProcess, removeFolder } from "../../../testing/sandbox.mjs";
import { EXECUTABLE } from "../cli/sandbox.ts";

let folder: string;
let child: ChildProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "factorio-lock-descriptors-"));
  for (const version of ["1.0.0", "1.0.1", "1.0.2"]) {
    const info = { name: "fog-lamps", version, title: "Fog", author: "me", factorio_version: "2.0" };
    const bytes = await makeArchive(info, { "filler.bin": Buffer.alloc(300_000, version) });
    await writeFile(join(folder, `fog-lamps_${version}.zip`), bytes);
  }
});
afterAll(async () => {
  await endProcess(child, "SIGKILL");
  await removeFolder(folder);
});

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
  readonly body: string;
}

/** Undefined if the connection was refused or broke. */
function ask(url: string, agent: Agent | false = false): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const asking = request(url, { agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", () => resolve(undefined));
      response.on("end", () => {
        const { location, "retry-after": retryAfter } = response.headers;
        const body = Buffer.concat(chunks).toString("latin1");
        resolve({ status: response.statusCode ?? 0, retryAfter, location, body });
      });
    });
    asking.on("error", () => resolve(undefined));
    asking.end();
  });
}

test.skipIf(process.platform === "win32")(
  "a mirror that runs out of file descriptors says 503 with Retry-After, never that something is gone",
  async () => {
    const serve = 'ulimit -n 64; exec "$0" "$1" mirror serve "$2" --listen 127.0.0.1:0';
    child = spawn("sh", ["-c", serve, process.execPath, EXECUTABLE, folder], { stdio: ["ignore", "pipe", "ignore"] });
    let text = "";
    for await (const chunk of child.stdout as NodeJS.ReadableStream) {
      text += chunk;
      if (/http:\/\/\S+:\d+/.test(text)) break;
    }
    const url = /http:\/\/\S+:\d+/.exec(text)?.[0] ?? "";
    const releasesOf = async () => {
      const mod = await ask(`${url}/api/mods/fog-lamps`);
      return mod?.status === 200 ? (JSON.parse(mod.body) as { releases: { download_url: string }[] }).releases : [];
    };
    await expect.poll(async () => (await releasesOf()).length, { timeout: 30_000 }).toBe(3);
    const downloads = (await releasesOf()).map((release) => `${url}${release.download_url}?username=a&token=b`);
    const files = await Promise.all(downloads.map(async (download) => url + ((await ask(download))?.location ?? "")));
    const addresses = [...downloads, ...files, `${url}/api/mods/fog-lamps/full`];
    const agent = new Agent({ keepAlive: true, maxSockets: 60 });
    const answers = await Promise.all(
      Array.from({ length: 400 }, (_, at) => ask(addresses[at % addresses.length] as string, at % 3 > 0 && agent)),
    );
    agent.destroy();
    const statuses = answers.flatMap((answer) => answer?.status ?? []);
    expect(statuses.length).toBeGreaterThan(0);
    expect(statuses.filter((status) => ![200, 302, 503].includes(status))).toEqual([]);
    expect(answers.filter((answer) => answer?.status === 503 && answer.retryAfter === undefined)).toEqual([]);
    await expect.poll(async () => (await releasesOf()).length, { timeout: 30_000 }).toBe(3);
  },
  90_000,
);
