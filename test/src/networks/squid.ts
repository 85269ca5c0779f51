import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { freePorts } from "./ports.ts";

const AUTHENTICATOR = "/usr/lib/squid/basic_ncsa_auth";

/** Whether the proxy squid is installed as Debian does. */
export function hasSquid(): boolean {
  return existsSync("/usr/sbin/squid") && existsSync(AUTHENTICATOR);
}

/** A squid that listens at three ports of this machine. */
export interface Squid {
  /** Lets everybody through, with the usual rule: CONNECT only to ports of TLS. */
  readonly open: number;
  /** Wants the user `anna` with the password `p@ss word`. */
  readonly login: number;
  /** Lets nobody through. */
  readonly closed: number;
  close(): Promise<void>;
}

/**
 * Starts squid.
 *
 * @param names hosts that it takes for this machine
 * @param tlsPort the port beside 443 that CONNECT may lead to
 */
export async function startSquid(names: readonly string[], tlsPort: number): Promise<Squid> {
  const folder = await mkdtemp(join(tmpdir(), "factorio-lock-squid-"));
  await chmod(folder, 0o755);
  const [open = 0, login = 0, closed = 0] = await freePorts(3);
  const file = (name: string) => join(folder, name);
  await writeFile(file("hosts"), `127.0.0.1 ${names.join(" ")}\n`);
  const hashed = execFileSync("openssl", ["passwd", "-apr1", "p@ss word"], { encoding: "utf8" });
  await writeFile(file("users"), `anna:${hashed}`);
  const settings = [
    ...[open, login, closed].map((port) => `http_port 127.0.0.1:${port}`),
    // Relative to the folder in which it is started: squid splits at blanks, and a path may have some.
    "hosts_file hosts",
    "dns_nameservers 127.0.0.1",
    "dns_timeout 1 seconds",
    `auth_param basic program ${AUTHENTICATOR} users`,
    "acl known proxy_auth REQUIRED",
    `acl at_open localport ${open}`,
    `acl at_login localport ${login}`,
    `acl tls_ports port 443 ${tlsPort}`,
    "acl connecting method CONNECT",
    "http_access deny connecting !tls_ports",
    "http_access allow at_open",
    "http_access allow at_login known",
    "http_access deny all",
    "cache deny all",
    "access_log none",
    "cache_log /dev/null",
    "pid_filename none",
    "pinger_enable off",
    "shutdown_lifetime 0 seconds",
  ];
  await writeFile(file("squid.conf"), `${settings.join("\n")}\n`);
  // A name of its own: squids of one name share memory, and another user's stands in the way.
  const child = spawn("/usr/sbin/squid", ["-N", "-n", `test${process.pid}`, "-f", "squid.conf"], {
    cwd: folder,
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  await listening(open);
  return {
    open,
    login,
    closed,
    async close() {
      child.kill("SIGKILL");
      await ended;
      await removeFolder(folder);
    },
  };
}

/** Waits until something listens. */
async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const socket = connect(port, "127.0.0.1");
    const isThere = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isThere) return;
    await sleep(50);
  }
  throw new Error("squid does not listen");
}
