import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";

/** A release on loopback, whose program is a script that says its version and then does as `then` says. */
export interface PlayedRelease {
  readonly url: string;
  /** Offers this version from now on. */
  publish(version: string, options?: { readonly wrongSum?: boolean; readonly script?: string }): void;
  close(): Promise<void>;
}

/** Plays a release for this system's installer. */
export async function playRelease(folder: string): Promise<PlayedRelease> {
  const files = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const file = files.get(basename(request.url ?? ""));
    if (file === undefined) response.writeHead(404).end();
    else response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    publish(version, { wrongSum = false, script = `#!/bin/sh\necho ${version}\n` } = {}) {
      files.clear();
      const lines: string[] = [];
      for (const target of ["linux-x64", "linux-arm64"]) {
        const name = `factorio-lock-${version}-${target}`;
        mkdirSync(join(folder, name), { recursive: true });
        writeFileSync(join(folder, name, "factorio-lock"), script);
        chmodSync(join(folder, name, "factorio-lock"), 0o755);
        execFileSync("tar", ["-cJf", join(folder, `${name}.tar.xz`), "-C", folder, name]);
        const bytes = readFileSync(join(folder, `${name}.tar.xz`));
        files.set(`${name}.tar.xz`, bytes);
        const sum = createHash("sha256").update(bytes).digest("hex");
        lines.push(`${wrongSum ? sum.replace(/^.{4}/, "0000") : sum}  ${name}.tar.xz\n`);
      }
      files.set("SHA256SUMS", Buffer.from(lines.join("")));
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
