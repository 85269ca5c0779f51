import { once } from "node:events";
import { createServer, type Server as HttpServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Upload } from "./http-client.ts";
import { openServer, type Server, type ServerRequest } from "./open-server.ts";

let http: HttpServer | undefined;
let server: Server | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await server?.close();
  http?.closeAllConnections();
  http?.close();
});

async function serve(listener: RequestListener, tries = 3): Promise<URL> {
  http = createServer(listener).listen(0, "127.0.0.1");
  await once(http, "listening");
  const url = new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}/a`);
  server = openServer(url, { env: {}, userAgent: "a test", limits: { tries, backOffMs: 1 } });
  return url;
}

function ask(request: ServerRequest) {
  return (server as Server).ask(async () => request);
}

describe("an upload", () => {
  /** An upload of three parts; the server has each before half a minute passes. */
  function slowUpload(received: () => Promise<unknown>): Upload {
    return {
      async *read() {
        for (const part of ["one,", "two,", "end"]) {
          const came = received();
          yield Buffer.from(part);
          await came;
          vi.advanceTimersByTime(29_000);
        }
      },
    };
  }

  test("takes as long as it takes: the time for an answer begins at its end", async () => {
    let came = "";
    const url = await serve((request, response) => {
      request.on("data", (part: Buffer) => {
        came += part.toString();
        onPart();
      });
      request.on("end", () => response.end("thanks"));
    });
    let onPart = (): void => {};
    const received = () =>
      new Promise<void>((resolve) => {
        onPart = resolve;
      });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const answer = await ask({
      method: "PUT",
      url,
      headers: { "content-length": "11" },
      body: slowUpload(received),
    });
    expect([answer.status, answer.body.toString(), came]).toEqual([200, "thanks", "one,two,end"]);
  });

  test("fails where nothing more goes out for half a minute", async () => {
    const url = await serve(() => {}, 1);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const body: Upload = {
      async *read() {
        yield Buffer.from("one");
        setImmediate(() => vi.advanceTimersByTime(31_000));
        await new Promise(() => {});
      },
    };
    await expect(ask({ method: "PUT", url, headers: { "content-length": "11" }, body })).rejects.toMatchObject({
      code: "PORTAL_UNREACHABLE",
      message: expect.stringContaining(`${url.host} cannot be reached: no answer came within 30`),
    });
  });
});

test("a request is made anew for each try, and the last answer is given whatever it is", async () => {
  let asked = 0;
  const url = await serve((request, response) => {
    asked += 1;
    response.writeHead(asked === 3 ? 503 : 500).end(request.headers["x-try"]);
  });
  let tries = 0;
  const answer = await (server as Server).ask(async () => ({
    method: "GET",
    url,
    headers: { "x-try": String((tries += 1)) },
  }));
  expect([answer.status, answer.body.toString(), asked]).toEqual([503, "3", 3]);
});
