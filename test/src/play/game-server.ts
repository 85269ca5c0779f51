import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A file that the stand-in server of the game's archives has. */
export interface Archive {
  /** `factorio-headless_linux_2.0.77.tar.xz` */
  readonly file: string;
  /** `2.0.77/headless/linux64` */
  readonly path: string;
  readonly bytes: Buffer;
}

/** A server of the game's own archives, with another one behind it to which it redirects. */
export interface PlayedGameServer {
  readonly url: string;
  /** Paths that were asked of the server, and of the one behind it. */
  readonly asked: string[];
  readonly askedBehind: { readonly url: string; readonly headers: IncomingMessage["headers"] }[];
  /** The server's newest versions. */
  newest: object;
  readonly archives: Archive[];
  /** Answers in place of the archive; true when it did. */
  fault: ((request: IncomingMessage, response: ServerResponse, bytes: Buffer) => boolean) | undefined;
  close(): Promise<void>;
}

/** Serves the official list of SHA-256, the newest versions, and archives by redirect to another origin. */
export async function serveGames(archives: Archive[]): Promise<PlayedGameServer> {
  const played: PlayedGameServer = {
    url: "",
    asked: [],
    askedBehind: [],
    newest: {},
    archives,
    fault: undefined,
    close: async () => {},
  };
  const behind = await listen((request, response) => {
    played.askedBehind.push({ url: request.url ?? "", headers: request.headers });
    const archive = archives.find(({ file }) => request.url?.startsWith(`/${file}`));
    if (!archive) return void response.writeHead(404).end();
    if (played.fault?.(request, response, archive.bytes)) return;
    sendRange(request, response, archive.bytes);
  });
  const front = await listen((request, response) => {
    const url = request.url ?? "";
    played.asked.push(url);
    if (url === "/api/latest-releases") return void response.end(JSON.stringify(played.newest));
    if (url === "/download/sha256sums/") {
      const sum = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
      return void response.end(
        archives.map(({ file, bytes }) => `${sum(bytes)}  ${file}\n`).join("") +
          `${"0".repeat(64)}  Setup_Factorio_x64_2.0.77.exe\n`,
      );
    }
    const archive = archives.find(({ path }) => url.split("?")[0] === `/get-download/${path}`);
    if (!archive) return void response.writeHead(404).end();
    const isOwned = archive.path.includes("/headless/") || url.includes("token=");
    if (!isOwned) return void response.writeHead(403, { "content-type": "text/html" }).end("<html>no</html>");
    const query = url.includes("?") ? `&${url.split("?")[1]}` : "";
    response.writeHead(302, { location: `${behind.url}/${archive.file}?secure=abc${query}` }).end();
  });
  return Object.assign(played, {
    url: front.url,
    close: async () => {
      for (const { server } of [front, behind]) {
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
      }
    },
  });
}

/** Sends an archive, or the rest of it that was asked for. */
function sendRange(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const headers = { "content-type": "application/octet-stream", "content-length": bytes.length - from };
  if (from > 0)
    response.writeHead(206, { ...headers, "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` });
  else response.writeHead(200, headers);
  response.end(bytes.subarray(from));
}

async function listen(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
