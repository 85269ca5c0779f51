import { type ErrorCode, FactorioLockError } from "@factorio-lock/core";
import { PortalError } from "@factorio-lock/portal";
import type { ArchiveRequest } from "./archive-request.ts";

/** An archive whose download failed, and why. */
export interface Failure {
  readonly archive: ArchiveRequest;
  readonly error: FactorioLockError;
}

/** Worst first: what points at an attack or a defect, what stops everything, then what may pass by itself. */
const WORST: readonly ErrorCode[] = [
  "CHECKSUM_MISMATCH",
  "BAD_ARCHIVE",
  "UNSAFE_NAME",
  "FAILED",
  "AUTH_REJECTED",
  "AUTH_REQUIRED",
  "PORTAL_ERROR",
  "PORTAL_UNREACHABLE",
  "OFFLINE",
];

/**
 * All failures in one error: the code and hint of the worst, and a line for each archive; a line for all that have the
 * same reason. One reason for all is the message.
 *
 * @param wanted how many archives were asked for
 */
export function allFailures(failures: readonly Failure[], wanted: number): FactorioLockError {
  const sorted = failures.toSorted((a, b) => rank(a.error.code) - rank(b.error.code));
  const [worst] = sorted as [Failure, ...Failure[]];
  const { code, hint } = worst.error;
  const details = { cause: worst.error, ...(hint === undefined ? {} : { hint }) };
  const alike = new Map<string, Failure[]>();
  for (const failure of sorted) {
    const reason = `${failure.error.code} ${withoutPath(failure.error.message)}`;
    alike.set(reason, [...(alike.get(reason) ?? []), failure]);
  }
  const groups = [...alike.values()] as [Failure, ...Failure[]][];
  const [only, ...others] = groups;
  if (only !== undefined && others.length === 0) return new FactorioLockError(code, whole(only, wanted), details);
  const message = `${failures.length} of ${wanted} downloads failed.`;
  return new FactorioLockError(code, message, { ...details, explanation: groups.map((group) => part(group)) });
}

/** So many archives are named in one line. */
const MOST_NAMES = 5;

/** The sentence for a reason that all failures share: the reason first, then how many archives and which. */
function whole(alike: readonly [Failure, ...Failure[]], wanted: number): string {
  if (alike.length === 1) return part(alike);
  if (alike[0].error.code === "OFFLINE") return notInCache(alike);
  const reason = withoutPath(alike[0].error.message);
  if (alike.length === wanted) return `${reason} None of the ${wanted} downloads succeeded.`;
  return `${reason} ${alike.length} of ${wanted} downloads failed: ${listed(alike)}.`;
}

/** One sentence for archives that failed for the same reason. */
function part(alike: readonly [Failure, ...Failure[]]): string {
  const [{ archive, error }] = alike;
  // A fault within an archive already names the archive.
  if (alike.length === 1 && error.message.startsWith(archive.fileName)) return error.message;
  if (error.code === "OFFLINE") return notInCache(alike);
  if (alike.length > 1) return `${withoutPath(error.message)} These downloads failed: ${listed(alike)}.`;
  return error.code === "AUTH_REQUIRED"
    ? `${archive.fileName} must be downloaded. ${error.message}`
    : `${archive.fileName}: ${error.message}`;
}

function notInCache(alike: readonly Failure[]): string {
  const absent = "not in the cache, and nothing may be downloaded offline";
  return alike.length === 1
    ? `${listed(alike)} is ${absent}.`
    : `${alike.length} archives are ${absent}: ${listed(alike)}.`;
}

/** Some names, and how many more. */
function listed(alike: readonly Failure[]): string {
  const names = alike.map(({ archive }) => archive.fileName);
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** The words of an error without the path of the one archive that they were made for. */
function withoutPath(message: string): string {
  return message.replace(/\bGET (https?:\/\/[^/\s)]+)[^\s)]*/g, "$1");
}

function rank(code: ErrorCode): number {
  const at = WORST.indexOf(code);
  return at < 0 ? WORST.length : at;
}

/** The portal does not have the archive any more. */
export function withdrawn(archive: ArchiveRequest, error: PortalError): FactorioLockError {
  const { name, version } = archive;
  if (archive.hash === "SHA-256") {
    return new FactorioLockError("PORTAL_ERROR", `The download server has no ${name} ${version.text} any more (404).`, {
      hint: "name another version by `factorio-lock set factorio VERSION`, or run `factorio-lock update`.",
      cause: error,
    });
  }
  return new FactorioLockError("PORTAL_ERROR", `The mod portal has no ${name} ${version.text} any more (404).`, {
    hint: `its author may have taken it back: \`factorio-lock update ${name}\` moves to another release, if there is one.`,
    cause: error,
  });
}

/** The bytes are not those that the lockfile names. */
export function wrongSum(archive: ArchiveRequest, actual: string): FactorioLockError {
  return new FactorioLockError(
    "CHECKSUM_MISMATCH",
    `${archive.fileName} from the portal does not match its listed ${archive.hash ?? "SHA-1"}: it has ${actual}, and ${archive.sha1} is listed.`,
    {
      hint: "it was changed on its way, or replaced on the portal: do not use it, and try again later or from another network.",
    },
  );
}

const [MIB, GIB] = [2 ** 20, 2 ** 30];

/** The archive is larger than the user allows. Source: contract 6. */
export function tooLarge({ fileName }: ArchiveRequest, size: number | undefined, most: number): FactorioLockError {
  const has = size === undefined ? "has more than" : `has ${inBytes(size)}, and`;
  const limit = size === undefined ? "that may be downloaded" : "may be downloaded";
  const enough = size === undefined ? most * 2 : size;
  const unit = enough >= GIB ? `${Math.ceil(enough / GIB)}GiB` : `${Math.ceil(enough / MIB)}MiB`;
  const allowed = size === undefined ? `the ${inBytes(most)}` : `at most ${inBytes(most)}`;
  return new FactorioLockError("BAD_ARCHIVE", `${fileName} ${has} ${allowed} ${limit}.`, {
    hint: `\`--max-archive ${unit}\` allows it, if you trust its author.`,
  });
}

function inBytes(bytes: number): string {
  if (bytes >= GIB) return `${Number((bytes / GIB).toFixed(2))} GiB`;
  if (bytes >= MIB) return `${Number((bytes / MIB).toFixed(1))} MiB`;
  return `${bytes.toLocaleString("en")} bytes`;
}

/** A web page came in the place of an archive. */
export function webPage(kind: "sign-in" | "other"): PortalError {
  if (kind === "sign-in") {
    return new PortalError("AUTH_REJECTED", "The mod portal sent its sign-in page instead of the archive.", {
      hint: "run `factorio-lock login`, or check FACTORIO_USERNAME and FACTORIO_TOKEN.",
    });
  }
  return new PortalError("PORTAL_ERROR", "A web page came instead of the archive.", {
    hint: "open a web browser: this network may want you to sign in first. Then try again.",
  });
}

/** The server sends what cannot be used, and would send it again. */
export function badAnswer(fault: string): PortalError {
  return new PortalError("PORTAL_ERROR", `The mod portal's answer cannot be used: ${fault}.`, {
    hint: "a proxy or virus scanner may be in between; check the proxy settings and the portal's address, and try again.",
  });
}

/** The transfer went wrong in a way that another try may mend. */
export function brokenTransfer(fault: string): PortalError {
  return new PortalError("PORTAL_UNREACHABLE", `The download broke: ${fault}.`, {
    hint: "check the network connection and try again: the download continues where it stopped.",
    transient: true,
  });
}

/** Something is not in the store, and the network may not be used. */
export function missingOffline(): FactorioLockError {
  return new FactorioLockError("OFFLINE", "It is not in the cache, and nothing may be downloaded offline.", {
    hint: "run the command once without --offline; where there is no network, copy the mods folder or the cache folder (`factorio-lock cache dir`) of a machine that has them.",
  });
}
