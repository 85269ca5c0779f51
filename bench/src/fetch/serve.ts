// Serves archives from memory, as the mod portal does: `/download/NAME/ID`. Prints its address and the list of archives.
import { createHash, randomFillSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { makeArchive } from "@factorio-lock/game";

/** One served archive. */
export interface Served {
  readonly name: string;
  readonly sha1: string;
  readonly download: string;
  readonly size: number;
}

const MB = 2 ** 20;
const id = "5ede2462a9868c000d81477f";
const archives = new Map<string, Buffer>();
const list: Served[] = [];

for (const [at, megabytes] of (JSON.parse(process.argv[2] ?? "[1]") as number[]).entries()) {
  const name = `crate-${at}`;
  const info = { name, version: "1.0.0", title: name, author: "Ada", factorio_version: "2.0" };
  const bytes = await makeArchive(info, { "filler.bin": randomFillSync(Buffer.alloc(megabytes * MB)) });
  const download = `/download/${name}/${id}`;
  archives.set(download, bytes);
  list.push({ name, download, size: bytes.length, sha1: createHash("sha1").update(bytes).digest("hex") });
}

const server = createServer((request, response) => {
  const bytes = archives.get((request.url ?? "").replace(/\?.*/, ""));
  if (!bytes) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "content-type": "application/octet-stream", "content-length": bytes.length });
  response.end(bytes);
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}`, list })}\n`);
});
