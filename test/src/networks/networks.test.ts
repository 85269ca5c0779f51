import { createServer as createHttpServer, request } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import { connect, createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../cli/sandbox.ts";
import { type Authority, createAuthority, hasOpenssl } from "./certificates.ts";
import { freePorts, listen } from "./ports.ts";
import { createSocksProxy } from "./socks.ts";
import { hasSquid, type Squid, startSquid } from "./squid.ts";

/** A name that only the proxies of these tests know. */
const NAME = "portal.test";

/** A network where the portal can be reached only through proxies: plain and by TLS, and proxies of many manners. */
interface World {
  readonly sandbox: Sandbox;
  readonly authority: Authority;
  readonly squid: Squid | undefined;
  /** The values of the environment variables, by placeholder. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly socksHosts: string[];
  close(): Promise<void>;
}

const SKIPS = [
  ...(hasSquid() ? [] : ["squid is not installed"]),
  ...(hasOpenssl() ? [] : ["openssl is not installed"]),
];

let world: World;

/** Passes requests on to the sandbox's portal. */
function relay(target: string) {
  const { port } = new URL(target);
  return createHttpServer((question, answer) => {
    const onward = request({ port, path: question.url, method: question.method, headers: question.headers }, (came) => {
      answer.writeHead(came.statusCode ?? 500, came.headers);
      came.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    question.pipe(onward);
  });
}

async function createNetwork(): Promise<World> {
  const sandbox = await createSandbox(undefined, { hostNames: [NAME] });
  const authority = createAuthority(sandbox.folder);
  const servers: Server[] = [];
  const open = async (server: Server): Promise<number> => {
    servers.push(server);
    return listen(server);
  };
  const plain = relay(sandbox.portal.url);
  const handler = plain.listeners("request")[0] as Parameters<typeof createTlsServer>[1];
  const tls = (options: ServerOptions) => open(createTlsServer(options, handler));
  const socksHosts: string[] = [];
  const onHost = (host: string) => void socksHosts.push(host);
  const good = await tls(authority.issue([NAME, "localhost", "127.0.0.1"]));
  const squid = await startSquid([NAME], good);
  const [nobody = 0] = await freePorts(1);
  const refuse = (status: string) =>
    createHttpServer((_, answer) => void answer.writeHead(Number(status), { server: "some proxy" }).end()).on(
      "connect",
      (_, socket) => void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`),
    );
  // A proxy that is itself spoken to by TLS.
  const secure = createTlsServer(authority.issue(["localhost"]), () => {}).on("connect", (question, socket, head) => {
    const onward = connect(Number(question.url?.split(":")[1]), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Fine\r\n\r\n");
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) end.on("error", () => socket.destroy());
  });
  const at = (port: number, scheme = "http", host = "127.0.0.1") => `${scheme}://${host}:${port}`;
  const addresses = new Map([
    ["plain", at(await open(plain), "http", NAME)],
    ["tls", at(good, "https", NAME)],
    ["tls to nowhere", `https://nowhere.test`],
    ["plain to nowhere", `http://nowhere.test`],
    ["self-signed", at(await tls(authority.selfSigned(["localhost"])), "https", "localhost")],
    ["unknown issuer", at(good, "https", "localhost")],
    ["expired", at(await tls(authority.issue(["localhost"], -1)), "https", "localhost")],
    ["another host", at(await tls(authority.issue(["mods.example"])), "https", "localhost")],
    ["not TLS", at(Number(new URL(sandbox.portal.url).port), "https", "localhost")],
    ["squid", at(squid.open)],
    ["squid, login", at(squid.login)],
    ["squid, good login", `http://anna:p%40ss%20word@127.0.0.1:${squid.login}`],
    ["squid, bad login", `http://anna:wrong-secret-password@127.0.0.1:${squid.login}`],
    ["squid, closed", at(squid.closed)],
    ["403", at(await open(refuse("403")))],
    ["407", at(await open(refuse("407")))],
    ["502", at(await open(refuse("502")))],
    ["dead", at(nobody)],
    ["silent hang-up", at(await open(createServer((socket) => void socket.once("data", () => socket.destroy()))))],
    ["no HTTP", at(await open(createServer((socket) => void socket.on("error", () => {}).end("SSH-2.0-x\r\n"))))],
    ["by TLS", at(await open(secure), "https", "localhost")],
    ["socks", at(await open(createSocksProxy({ onHost })), "socks5")],
    [
      "socks, login",
      `socks5h://anna:secret%20word@127.0.0.1:${await open(createSocksProxy({ login: "anna:secret word" }))}`,
    ],
    [
      "socks, bad login",
      `socks5://anna:wrong@127.0.0.1:${await open(createSocksProxy({ login: "anna:secret word" }))}`,
    ],
    ["socks, forbidden", at(await open(createSocksProxy({ reply: 2 })), "socks5")],
    ["socks, dead", at(nobody, "socks5")],
    ["gopher", "gopher://127.0.0.1:70"],
  ]);
  return {
    sandbox,
    authority,
    squid,
    addresses,
    socksHosts,
    async close() {
      for (const server of servers) {
        server.close();
        (server as { closeAllConnections?(): void }).closeAllConnections?.();
      }
      await squid.close();
      await sandbox.close();
    },
  };
}

const at = (word: string): string => world.addresses.get(word) as string;

/** The output of `doctor` about the portal with these variables; it runs in a process of its own, or in this one. */
async function doctor(portal: string, env: Readonly<Record<string, string>>, how: "run" | "spawn" = "spawn") {
  const all = { FACTORIO_LOCK_PORTAL: at(portal), FACTORIO_USERNAME: undefined, FACTORIO_TOKEN: undefined, ...env };
  const { stdout, stderr } = await world.sandbox[how](["doctor", "--json"], { env: all, killAfter: 60_000 });
  expect(stderr).toBe("");
  const { checks = [], error } = JSON.parse(stdout) as {
    checks?: { name: string; status: string; message: string; hint?: string }[];
    error?: { message: string; hint?: string };
  };
  const check = checks.find(({ name }) => name === "portal") ?? { status: "bad", ...error };
  return [check.status, ...[check.message, check.hint].flatMap((text) => (text === undefined ? [] : [plain(text)]))];
}

/** Without what changes from run to run. */
function plain(text: string): string {
  return text.replace(/:\d{4,5}\b/g, ":PORT").replace(/in \d+ ms/, "in N ms");
}

describe.skipIf(SKIPS.length > 0)(
  `networks with proxies and authorities of their own${SKIPS.map((reason) => ` (skipped: ${reason})`).join("")}`,
  () => {
    beforeAll(async () => {
      world = await createNetwork();
    });
    afterAll(() => world?.close());

    const trusting = () => ({ SSL_CERT_FILE: world.authority.file });

    test.each([
      ["plain http", "plain", "squid", "HTTP_PROXY"],
      ["plain http, by ALL_PROXY in lower case", "plain", "squid", "all_proxy"],
      ["https", "tls", "squid", "HTTPS_PROXY"],
      ["https, with a login", "tls", "squid, good login", "https_proxy"],
      ["plain http, with a login", "plain", "squid, good login", "http_proxy"],
      ["https, by SOCKS", "tls", "socks", "ALL_PROXY"],
      ["plain http, by SOCKS with a login", "plain", "socks, login", "ALL_PROXY"],
      ["https, by a proxy with TLS", "tls", "by TLS", "HTTPS_PROXY"],
    ])("a portal is reached: %s", async (_, portal, proxy, variable) => {
      const said = await doctor(portal, { [variable]: at(proxy), ...trusting() });
      expect(said).toEqual(["good", expect.stringMatching(/answered in N ms/)]);
    });

    test("a name is resolved by a SOCKS proxy, not here", () => {
      expect(new Set(world.socksHosts)).toEqual(new Set([NAME]));
    });

    test.each([
      ["plain", "dead"],
      ["tls", "dead"],
      ["plain", "squid, closed"],
      ["tls", "squid, closed"],
      ["plain", "squid, login"],
      ["tls", "squid, login"],
      ["plain", "squid, bad login"],
      ["tls", "squid, bad login"],
      ["plain to nowhere", "squid"],
      ["tls to nowhere", "squid"],
      ["plain", "403"],
      ["tls", "403"],
      ["plain", "407"],
      ["tls", "407"],
      ["plain", "502"],
      ["tls", "502"],
      ["plain", "no HTTP"],
      ["tls", "no HTTP"],
      ["plain", "silent hang-up"],
      ["tls", "silent hang-up"],
      ["tls", "socks, dead"],
      ["tls", "socks, bad login"],
      ["tls", "socks, forbidden"],
      ["tls", "gopher"],
    ])("the failure of %s by the proxy: %s", async (portal, proxy) => {
      const variable = portal.startsWith("tls") ? "HTTPS_PROXY" : "HTTP_PROXY";
      const said = await doctor(portal, { [variable]: at(proxy), ...trusting() });
      expect(said.join("\n")).not.toContain("wrong-secret");
      expect(said).toMatchSnapshot();
    });

    test.each(["self-signed", "unknown issuer", "expired", "another host", "not TLS"])(
      "the failure of a certificate: %s",
      async (portal) => {
        const trusted = ["unknown issuer", "self-signed", "not TLS"].includes(portal) ? {} : trusting();
        expect(await doctor(portal, trusted, "run")).toMatchSnapshot();
      },
    );

    test.each(["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"])("%s makes an issuer known", async (variable) => {
      const said = await doctor("unknown issuer", { [variable]: world.authority.file });
      expect(said).toEqual(["good", expect.stringMatching(/answered/)]);
    });

    test("this machine, and what NO_PROXY names, are asked directly", async () => {
      const env = { ALL_PROXY: at("dead"), ...trusting() };
      expect(await doctor("unknown issuer", env)).toEqual(["good", expect.stringMatching(/answered/)]);
      // The name is known to nobody here: that it is asked for shows that the proxy is not.
      const direct = await doctor("plain", { ...env, NO_PROXY: "10.0.0.0/8, .test" });
      expect(direct.join(" ")).toMatch(/The mod portal cannot be reached: .*DNS/);
    });

    test("an archive comes through squid, with the token at the portal alone", async () => {
      await world.sandbox.write("mods.yaml", 'factorio: "2.0"\nmods: {}\n');
      const env = { FACTORIO_LOCK_PORTAL: at("tls"), HTTPS_PROXY: at("squid, good login"), ...trusting() };
      const { code, stderr } = await world.sandbox.spawn(["add", "fog-lamps"], { env });
      expect([code, stderr]).toEqual([0, expect.stringMatching(/1 archive downloaded|archives downloaded/)]);
    });
  },
);
