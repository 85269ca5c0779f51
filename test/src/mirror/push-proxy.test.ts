import { mkdirSync, writeFileSync } from "node:fs";
import { request as ask, createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { join } from "node:path";
import { makeArchive } from "@factorio-lock/game";
import S3rver from "s3rver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSandbox, type Output, type Sandbox } from "../cli/sandbox.ts";
import { type Authority, createAuthority, hasOpenssl } from "../networks/certificates.ts";
import { freePorts, listen } from "../networks/ports.ts";
import { hasSquid, type Squid, startSquid } from "../networks/squid.ts";
import { isSigned } from "./sigv4.ts";

/** A name that only the proxy knows. */
const NAME = "store.test";

const KEYS = { AWS_ACCESS_KEY_ID: "S3RVER", AWS_SECRET_ACCESS_KEY: "S3RVER", AWS_REGION: "us-east-1" };

const SKIPS = [
  ...(hasSquid() ? [] : ["squid is not installed"]),
  ...(hasOpenssl() ? [] : ["openssl is not installed"]),
];

describe.skipIf(SKIPS.length > 0)(
  `mirror push where the store is behind a proxy${SKIPS.map((reason) => ` (skipped: ${reason})`).join("")}`,
  { timeout: 120_000 },
  () => {
    let box: Sandbox;
    let authority: Authority;
    let squid: Squid;
    let store: { run(): Promise<AddressInfo>; close(): Promise<void> };
    let port: number;
    const fronts: Server[] = [];
    /** The address of the store by plain http and by TLS. */
    let plain: string;
    let secure: string;

    beforeAll(async () => {
      box = await createSandbox([]);
      authority = createAuthority(box.folder);
      mkdirSync(join(box.folder, "mirror"));
      const info = { name: "salt-pan", version: "1.0.0", title: "Salt Pan", author: "nobody", factorio_version: "2.0" };
      // Larger than what is sent at once.
      const more = { "a.bin": Buffer.alloc(3_000_000, "abcdefghijk") };
      writeFileSync(join(box.folder, "mirror", "salt-pan_1.0.0.zip"), await makeArchive(info, more));
      store = new S3rver({
        port: 0,
        address: "127.0.0.1",
        silent: true,
        directory: join(box.folder, "s3"),
        configureBuckets: ["plain", "secure"].map((name) => ({ name, configs: [] })),
        vhostBuckets: false,
      }) as typeof store;
      ({ port } = await store.run());
      const relay: RequestListener = (question, answer) => {
        if (!isSigned(question, "S3RVER")) return void answer.writeHead(403).end("<Code>SignatureDoesNotMatch</Code>");
        const { method, url, headers } = question;
        const onward = ask({ port, path: url, method, headers }, (came) => {
          answer.writeHead(came.statusCode ?? 500, came.headers);
          came.pipe(answer);
        });
        onward.on("error", () => answer.destroy());
        question.pipe(onward);
      };
      const open = async (server: Server): Promise<number> => {
        fronts.push(server);
        return listen(server);
      };
      const tls = await open(createTlsServer(authority.issue([NAME]), relay));
      plain = `http://${NAME}:${await open(createServer(relay))}`;
      secure = `https://${NAME}:${tls}`;
      squid = await startSquid([NAME], tls);
    });
    afterAll(async () => {
      for (const server of fronts) {
        server.close();
        (server as { closeAllConnections?(): void }).closeAllConnections?.();
      }
      await squid?.close();
      await store?.close();
      await box?.close();
    });

    const push = (bucket: string, endpoint: string, env: Readonly<Record<string, string>>): Promise<Output> =>
      box.spawn(["mirror", "push", "../mirror", `s3://${bucket}`, "--endpoint", endpoint, "--insecure"], {
        env: { ...KEYS, SSL_CERT_FILE: authority.file, ...env },
      });
    const answered = async (key: string): Promise<number> =>
      Number((await fetch(`http://127.0.0.1:${port}/${key}`)).headers.get("content-length"));

    test.each([
      ["by TLS, with a login", "secure", "HTTPS_PROXY", () => `http://anna:p%40ss%20word@127.0.0.1:${squid.login}`],
      ["by plain http", "plain", "http_proxy", () => `http://127.0.0.1:${squid.open}`],
    ])("goes through the proxy %s", async (_, bucket, variable, proxy) => {
      const endpoint = bucket === "secure" ? secure : plain;
      const { code, stderr } = await push(bucket, endpoint, { [variable]: proxy() });
      expect([code, stderr]).toEqual([0, expect.stringContaining("7 objects written")]);
      expect(await answered(`${bucket}/index.html`)).toBeGreaterThan(500);
      const again = await push(bucket, endpoint, { [variable]: proxy() });
      expect([again.code, again.stderr]).toEqual([0, expect.stringContaining("0 objects written (0 B), 7 there")]);
    });

    test("names the proxy that refuses, and the store that is not there", async () => {
      const refused = await push("secure", secure, {
        HTTPS_PROXY: `http://anna:a-wrong-word@127.0.0.1:${squid.login}`,
      });
      expect(refused).toMatchObject({ code: 7, stderr: expect.stringMatching(/The proxy .* \(HTTPS_PROXY\).*407/) });
      expect(refused.stderr).not.toMatch(/a-wrong-word|S3RVER/);
      const [nobody = 0] = await freePorts(1);
      const dead = await push("secure", `http://127.0.0.1:${nobody}`, {});
      expect(dead).toMatchObject({
        code: 7,
        stderr: expect.stringContaining(`127.0.0.1:${nobody} cannot be reached: the connection was refused`),
      });
      expect(dead.stderr).not.toMatch(/mod portal/);
    });
  },
);
