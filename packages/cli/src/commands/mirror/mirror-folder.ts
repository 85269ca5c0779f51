import { FactorioLockError } from "@factorio-lock/core";
import type { AddReport, ExportReport, PruneReport, PushReport } from "@factorio-lock/mirror";
import { type NetworkOptions, openArchives, withPortal } from "../../modpack/services.ts";
import type { Context } from "../../project/context.ts";
import { namedLockfiles } from "../../project/named-lockfiles.ts";
import { VERSION } from "../../version.ts";

/** A mirror's folder. Absolute. */
export interface MirrorFolder {
  readonly directory: string;
}

/**
 * Fills a mirror's folder with the archives of lockfiles: those named, or the one found here.
 *
 * @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID; what fetching throws.
 */
export async function mirrorAdd(
  context: Context,
  directory: string,
  names: readonly string[],
  options: NetworkOptions = {},
): Promise<MirrorFolder & AddReport> {
  const lockfiles = await namedLockfiles(context, names);
  const { addToMirror } = await import("@factorio-lock/mirror");
  const store = await openArchives(context);
  const { signal } = context;
  const report = await withPortal(context, options, (portal) =>
    addToMirror({
      directory,
      lockfiles,
      store,
      portal,
      signal,
      concurrency: options.concurrency,
      maxBytes: options.maxArchive,
      onEvent: (event) => context.onEvent({ kind: "fetch", event }),
    }),
  );
  return { directory, ...report };
}

/**
 * Deletes the archives of a mirror's folder that no lockfile needs.
 *
 * @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID, FAILED.
 */
export async function mirrorPrune(
  context: Context,
  directory: string,
  names: readonly string[],
  dryRun = false,
): Promise<MirrorFolder & PruneReport> {
  const lockfiles = await namedLockfiles(context, names);
  const { pruneMirror } = await import("@factorio-lock/mirror");
  return { directory, ...(await pruneMirror({ directory, lockfiles, dryRun, signal: context.signal })) };
}

/** Options of `mirror export`. */
export interface MirrorExportOptions {
  /** The value of nginx's `listen`: a port, or HOST:PORT. */
  readonly listen?: string | undefined;
  /** A folder of lockfiles to show as packs. Absolute. */
  readonly packs?: string | undefined;
  /** Whether to write the archives, too. Default true. */
  readonly archives?: boolean;
}

/**
 * Writes a mirror's answers, and its pages for people, as plain files.
 *
 * @throws FactorioLockError USAGE for an invalid address; FAILED.
 */
export async function mirrorExport(
  context: Context,
  directory: string,
  out: string,
  { listen, packs, archives }: MirrorExportOptions = {},
): Promise<MirrorFolder & ExportReport> {
  const { exportMirror } = await import("@factorio-lock/mirror");
  const { signal } = context;
  return {
    directory,
    ...(await exportMirror({
      directory,
      out,
      signal,
      archives: archives ?? true,
      ...(listen === undefined ? {} : { listen }),
      ...(packs === undefined ? {} : { packs }),
    })),
  };
}

/** Options of `mirror push`. */
export interface MirrorPushOptions {
  /** The store's S3 API. Default: the environment's, else Amazon's for the region. */
  readonly endpoint?: string | undefined;
  /** A folder of lockfiles to show as packs. Absolute. */
  readonly packs?: string | undefined;
  readonly archives?: boolean;
  readonly remove?: boolean;
  readonly dryRun?: boolean;
}

/**
 * Puts a mirror's answers, and its pages for people, into an object store.
 *
 * @param target `s3://BUCKET` or `s3://BUCKET/PREFIX`
 * @throws FactorioLockError USAGE for an invalid target or endpoint, or plain http beyond this machine without
 *   `--insecure`; AUTH_REQUIRED without a key; what pushing throws.
 */
export async function mirrorPush(
  context: Context,
  directory: string,
  target: string,
  options: MirrorPushOptions = {},
): Promise<MirrorFolder & PushReport> {
  const [, bucket, rest = ""] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(target) ?? [];
  if (bucket === undefined) {
    throw new FactorioLockError("USAGE", `"${target}" is not a place in an object store.`, {
      hint: "write s3://BUCKET, or s3://BUCKET/PREFIX.",
    });
  }
  const { env, signal } = context;
  const [accessKeyId, secretAccessKey] = [env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"]];
  if (!accessKeyId || !secretAccessKey) {
    throw new FactorioLockError("AUTH_REQUIRED", "There are no credentials for the object store.", {
      hint: "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_REGION) in the environment.",
    });
  }
  const region = env["AWS_REGION"] || env["AWS_DEFAULT_REGION"] || "us-east-1";
  const { pushMirror } = await import("@factorio-lock/mirror");
  const { packs, remove = false, dryRun = false, archives = true } = options;
  const report = await pushMirror({
    directory,
    endpoint: endpointOf(context, options.endpoint, region),
    region,
    bucket,
    prefix: rest === "" || rest.endsWith("/") ? rest : `${rest}/`,
    credentials: { accessKeyId, secretAccessKey, sessionToken: env["AWS_SESSION_TOKEN"] || undefined },
    packs,
    archives,
    remove,
    dryRun,
    signal,
    env,
    userAgent: `factorio-lock/${VERSION}`,
  });
  return { directory, ...report };
}

function endpointOf({ env, insecure }: Context, given: string | undefined, region: string): string {
  const text = given ?? (env["AWS_ENDPOINT_URL_S3"] || env["AWS_ENDPOINT_URL"] || `https://s3.${region}.amazonaws.com`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.search !== "") {
    throw new FactorioLockError("USAGE", `"${text}" is not the address of an object store.`, {
      hint: "for example: `--endpoint https://s3.eu-central-1.amazonaws.com`.",
    });
  }
  const isHere = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === "http:" && !isHere && !insecure) {
    throw new FactorioLockError(
      "USAGE",
      `${url.origin} is asked by plain http: others on the way could read and change all of it.`,
      {
        hint: "use https, or allow it with --insecure.",
      },
    );
  }
  return url.href;
}
