import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A comment as the REST API has it. */
export interface PlayedComment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type: "Bot" | "User" };
}

/** A pull request as the REST API has it. */
export interface PlayedPull {
  readonly number: number;
  title: string;
  body: string;
  readonly head: string;
  readonly base: string;
}

/** The few calls of GitHub's REST API that the actions make, for the repository `somebody/pack`. */
export interface PlayedGitHub {
  readonly url: string;
  readonly comments: PlayedComment[];
  readonly pulls: PlayedPull[];
  /** Every call that was made: `POST /pulls`. */
  readonly calls: string[];
  close(): Promise<void>;
}

/** The token that may write; any other may only read, as that of a pull request from a fork. */
export const WRITING = "ghs_a-token-that-may-write";

/** Plays GitHub's REST API. */
export async function playGitHub(): Promise<PlayedGitHub> {
  const comments: PlayedComment[] = [];
  const pulls: PlayedPull[] = [];
  const calls: string[] = [];
  let ids = 0;
  const answer = (method: string, path: string, query: URLSearchParams, body: Record<string, string>): unknown => {
    const [, kind, id] = /^\/(issues\/\d+\/comments|issues\/comments|pulls)(?:\/(\d+))?$/.exec(path) ?? [];
    if (kind?.endsWith("/comments") && kind !== "issues/comments") {
      if (method === "GET") {
        const page = Number(query.get("page") ?? 1);
        const size = Number(query.get("per_page") ?? 30);
        return comments.slice((page - 1) * size, page * size);
      }
      ids += 1;
      const made: PlayedComment = {
        id: ids,
        body: body["body"] ?? "",
        user: { login: "github-actions[bot]", type: "Bot" },
      };
      comments.push(made);
      return made;
    }
    if (kind === "issues/comments") {
      const at = comments.findIndex((comment) => comment.id === Number(id));
      const found = comments[at];
      if (!found) return undefined;
      if (method === "DELETE") comments.splice(at, 1);
      else found.body = body["body"] ?? "";
      return found;
    }
    if (kind === "pulls" && method === "GET")
      return pulls.filter(({ head }) => query.get("head") === `somebody:${head}`);
    if (kind === "pulls" && method === "PATCH") {
      const found = pulls.find(({ number }) => number === Number(id));
      return found && Object.assign(found, body);
    }
    if (kind === "pulls") {
      const { title = "", body: text = "", head = "", base = "" } = body;
      const made = { number: 40 + pulls.length, title, body: text, head, base };
      pulls.push(made);
      return made;
    }
    return undefined;
  };
  const server = createServer((request, response) => {
    void (async () => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
      const method = request.method ?? "";
      const text = await read(request);
      const send = (status: number, value?: unknown): void => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(value === undefined ? "" : JSON.stringify(value));
      };
      const path = pathname.replace(/^\/repos\/somebody\/pack/, "");
      calls.push(`${method} ${path}`);
      const mayWrite = request.headers.authorization === `Bearer ${WRITING}`;
      if (!mayWrite && method !== "GET") return send(403, { message: "Resource not accessible by integration" });
      const found = answer(method, path, searchParams, text === "" ? {} : JSON.parse(text));
      if (found === undefined) return send(404, { message: "Not Found" });
      return send(method === "DELETE" ? 204 : method === "POST" ? 201 : 200, method === "DELETE" ? undefined : found);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    comments,
    pulls,
    calls,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += String(part);
  return text;
}
