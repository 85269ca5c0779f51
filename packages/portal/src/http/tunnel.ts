import { request as askHttp } from "node:http";
import { request as askHttps } from "node:https";
import { isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { buildConnector } from "undici";
import type { Limits } from "./limits.ts";
import { decoded, type Proxy, proxyAuthorization } from "./proxy.ts";
import { ProxyFault } from "./proxy-fault.ts";

/** How connections through a proxy are made. */
export interface TunnelOptions {
  readonly proxy: Proxy;
  readonly limits: Limits;
  /** The certificates to trust; undefined for those of Node.js. */
  readonly ca: readonly string[] | undefined;
  /** Ends connections that are being made. */
  readonly signal: AbortSignal;
}

/** Connects through a proxy: by CONNECT, or by SOCKS. It fails with a `ProxyFault`, or with what TLS beyond it meets. */
export function tunnelConnector(options: TunnelOptions): buildConnector.connector {
  return (target, callback) => {
    const answer = async (): Promise<void> => {
      let result: Parameters<typeof callback>;
      try {
        result = [null, await open(options, target)];
      } catch (error) {
        result = [error as Error, null];
      }
      // An error that the callback throws is left to undici.
      setImmediate(callback, ...result);
    };
    void answer();
  };
}

async function open(options: TunnelOptions, { hostname, protocol, port }: buildConnector.Options): Promise<Socket> {
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const isTls = protocol === "https:";
  const place = { host, port: Number(port) || (isTls ? 443 : 80) };
  const socket = await (options.proxy.kind === "socks" ? bySocks(options, place) : byConnect(options, place));
  return isTls ? secured(options, socket, host) : socket;
}

interface Place {
  readonly host: string;
  readonly port: number;
}

function byConnect({ proxy, limits, ca, signal }: TunnelOptions, { host, port }: Place): Promise<Socket> {
  const { url } = proxy;
  const isTls = url.protocol === "https:";
  const path = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const login = proxyAuthorization(proxy);
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => reject(new ProxyFault(proxy, { cause }));
    const proxyHost = url.hostname.replace(/^\[(.*)\]$/, "$1");
    const question = (isTls ? askHttps : askHttp)({
      host: proxyHost,
      // Else it would be taken from the head `host`, which names the portal.
      ...(isIP(proxyHost) === 0 ? { servername: proxyHost } : {}),
      port: Number(url.port) || (isTls ? 443 : 80),
      method: "CONNECT",
      path,
      headers: { host: path, ...(login === undefined ? {} : { "proxy-authorization": login }) },
      agent: false,
      signal,
      ...(ca ? { ca: [...ca] } : {}),
    });
    const timer = setTimeout(() => question.destroy(timedOut()), limits.connectMs);
    question.once("connect", (answer, socket: Socket, head) => {
      clearTimeout(timer);
      const status = answer.statusCode ?? 0;
      if (status < 200 || status > 299) {
        socket.on("error", () => {}).destroy();
        reject(new ProxyFault(proxy, { status }));
        return;
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    question.once("error", (error) => {
      clearTimeout(timer);
      fail(error);
    });
    question.end();
  });
}

async function bySocks({ proxy, limits, signal }: TunnelOptions, destination: Place): Promise<Socket> {
  const { SocksClient } = await import("socks");
  const { url } = proxy;
  try {
    const client = new SocksClient({
      proxy: {
        host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
        port: Number(url.port) || 1080,
        type: url.protocol.startsWith("socks4") ? 4 : 5,
        ...(url.username === "" ? {} : { userId: decoded(url.username) }),
        ...(url.password === "" ? {} : { password: decoded(url.password) }),
      },
      command: "connect",
      destination,
      timeout: limits.connectMs,
    });
    return await new Promise<Socket>((resolve, reject) => {
      client.once("established", ({ socket }) => {
        signal.removeEventListener("abort", stop);
        resolve(socket);
      });
      client.once("error", (error) => {
        signal.removeEventListener("abort", stop);
        reject(error);
      });
      const stop = (): void => reject(new Error("the connection is not wanted any more"));
      signal.addEventListener("abort", stop, { once: true });
      client.connect();
    });
  } catch (cause) {
    throw new ProxyFault(proxy, { cause });
  }
}

function secured({ limits, ca }: TunnelOptions, socket: Socket, host: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const secure = connectTls({
      socket,
      host,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ALPNProtocols: ["http/1.1"],
      ...(ca ? { ca: [...ca] } : {}),
    });
    const timer = setTimeout(() => secure.destroy(timedOut()), limits.connectMs);
    secure.once("secureConnect", () => {
      clearTimeout(timer);
      secure.removeListener("error", fail);
      resolve(secure);
    });
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    secure.once("error", fail);
  });
}

function timedOut(): Error {
  return Object.assign(new Error("nothing answered in time"), { code: "ETIMEDOUT" });
}
