import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { buildConnector } from "undici";
import type { Limits } from "./limits.ts";
import { decoded, type Proxy, proxyAuthorization } from "./proxy.ts";
import { ProxyFault } from "./proxy-fault.ts";

/** Options of `tunnelConnector`. */
export interface TunnelOptions {
  readonly proxy: Proxy;
  readonly limits: Limits;
  /** The trusted certificates; undefined for those of Node.js. */
  readonly ca: readonly string[] | undefined;
  /** Stops connection attempts. */
  readonly signal: AbortSignal;
}

/**
 * Creates a connector that connects through a proxy, by CONNECT or by SOCKS. It fails with a `ProxyFault`, or with the
 * TLS error of the target.
 */
export function tunnelConnector(options: TunnelOptions): buildConnector.connector {
  return (target, callback) => {
    const answer = async (): Promise<void> => {
      let result: Parameters<typeof callback>;
      try {
        result = [null, await open(options, target)];
      } catch (error) {
        result = [error as Error, null];
      }
      // Outside the promise, an error that the callback throws reaches undici.
      setImmediate(callback, ...result);
    };
    void answer();
  };
}

async function open(options: TunnelOptions, { hostname, protocol, port }: buildConnector.Options): Promise<Socket> {
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const isTls = protocol === "https:";
  const place = { host, port: Number(port) || (isTls ? 443 : 80) };
  const socket = await (options.proxy.kind === "socks"
    ? connectBySocks(options, place)
    : connectByTunnel(options, place));
  return isTls ? startTls(options, socket, host) : socket;
}

interface Destination {
  readonly host: string;
  readonly port: number;
}

function connectByTunnel({ proxy, limits, ca, signal }: TunnelOptions, { host, port }: Destination): Promise<Socket> {
  const { url } = proxy;
  const isTls = url.protocol === "https:";
  const path = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const login = proxyAuthorization(proxy);
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => reject(new ProxyFault(proxy, { cause }));
    const proxyHost = url.hostname.replace(/^\[(.*)\]$/, "$1");
    const request = (isTls ? requestHttps : requestHttp)({
      host: proxyHost,
      // Otherwise it would be taken from the header `host`, which names the portal.
      ...(isIP(proxyHost) === 0 ? { servername: proxyHost } : {}),
      port: Number(url.port) || (isTls ? 443 : 80),
      method: "CONNECT",
      path,
      headers: { host: path, ...(login === undefined ? {} : { "proxy-authorization": login }) },
      agent: false,
      signal,
      ...(ca ? { ca: [...ca] } : {}),
    });
    const timer = setTimeout(() => request.destroy(timedOut()), limits.connectMs);
    request.once("connect", (answer, socket: Socket, head) => {
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
    request.once("error", (error) => {
      clearTimeout(timer);
      fail(error);
    });
    request.end();
  });
}

async function connectBySocks({ proxy, limits, signal }: TunnelOptions, destination: Destination): Promise<Socket> {
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
      const stop = (): void => reject(new Error("the connection was cancelled"));
      signal.addEventListener("abort", stop, { once: true });
      client.connect();
    });
  } catch (cause) {
    throw new ProxyFault(proxy, { cause });
  }
}

function startTls({ limits, ca }: TunnelOptions, socket: Socket, host: string): Promise<Socket> {
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
  return Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" });
}
