import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** A certificate and its key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Makes certificates for tests, in a folder. */
export interface Authority {
  /** The file with the authority's own certificate. */
  readonly file: string;
  /** A certificate for hosts, signed by the authority; `days` may be negative. */
  issue(names: readonly string[], days?: number): Certificate;
  /** A certificate that is signed by itself alone. */
  selfSigned(names: readonly string[]): Certificate;
}

/** Whether certificates can be made here. */
export function hasOpenssl(): boolean {
  try {
    openssl("version");
    return true;
  } catch {
    return false;
  }
}

/** An authority that nobody knows but who is given its file. */
export function createAuthority(folder: string): Authority {
  const own = pair(folder, "authority", ["A test's own authority"], []);
  const extensions = (names: readonly string[]): string => {
    const path = join(folder, "extensions.cnf");
    writeFileSync(path, `subjectAltName=${names.map(altName).join(",")}\n`);
    return path;
  };
  let count = 0;
  return {
    file: own.certFile,
    issue(names, days = 3) {
      const base = join(folder, `issued-${++count}`);
      const subject = `/CN=${names[0]}`;
      openssl(
        "req",
        "-newkey",
        "ec",
        ...CURVE,
        "-nodes",
        "-keyout",
        `${base}.key`,
        "-out",
        `${base}.csr`,
        "-subj",
        subject,
      );
      const signing = ["-CA", own.certFile, "-CAkey", own.keyFile, "-CAcreateserial", "-extfile", extensions(names)];
      const cert = openssl("x509", "-req", "-in", `${base}.csr`, "-days", String(days), ...signing);
      return { cert, key: openssl("pkey", "-in", `${base}.key`) };
    },
    selfSigned(names) {
      const { certFile, keyFile } = pair(folder, `self-${++count}`, names, [
        "-addext",
        `subjectAltName=${names.map(altName).join(",")}`,
      ]);
      return { cert: openssl("x509", "-in", certFile), key: openssl("pkey", "-in", keyFile) };
    },
  };
}

const CURVE = ["-pkeyopt", "ec_paramgen_curve:prime256v1"] as const;

function pair(folder: string, name: string, names: readonly string[], more: readonly string[]) {
  const [certFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  const subject = ["-days", "3", "-subj", `/CN=${names[0]}`];
  openssl(
    "req",
    "-x509",
    "-newkey",
    "ec",
    ...CURVE,
    "-nodes",
    "-keyout",
    keyFile,
    "-out",
    certFile,
    ...subject,
    ...more,
  );
  return { certFile, keyFile };
}

function altName(name: string): string {
  return /^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`;
}

function openssl(...args: readonly string[]): string {
  return execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}
