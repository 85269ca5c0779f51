import type { Fixture } from "../fixture.ts";

/** The recorded answer that a row is compared with. */
export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** The JSON of the body; undefined if it is not one. */
  readonly json: unknown;
}

/** One row of the table: an endpoint with a parameter, or an error. */
export interface Row {
  readonly what: string;
  readonly method?: string;
  readonly path: string | ((fixture: Fixture) => string);
  readonly headers?: Record<string, string> | ((fixture: Fixture) => Record<string, string>);
  readonly body?: string;
  readonly status: number;
  /** The expected JSON, or a function that throws if the answer is not as expected. */
  readonly json?: unknown;
  readonly names?: readonly string[];
  readonly check?: (seen: Seen, fixture: Fixture) => boolean;
  /** Whether plain files can answer it. */
  readonly plain?: true;
}

export const FORM = { "content-type": "application/x-www-form-urlencoded" };
export const JSON_BODY = { "content-type": "application/json" };
export const ALL = ["Tin Works", "loom-works", "quarry-lights", "zeppelin-mail"];
export const DESCENDING = ALL.toReversed();

export const archive = (fixture: Fixture, file: string) => {
  const found = fixture.get(file);
  if (!found) throw new Error(`no ${file} in the fixture`);
  return found;
};
export const download = (fixture: Fixture, query = "username=ada&token=t"): string =>
  `/download/zeppelin-mail/${archive(fixture, "zeppelin-mail_0.0.1.zip").id}?${query}`;
export const bytesOf = (fixture: Fixture): Buffer => archive(fixture, "zeppelin-mail_0.0.1.zip").bytes;

export const SHORT_RELEASE = (fixture: Fixture) => {
  const { sha1, id } = archive(fixture, "loom-works_1.1.0.zip");
  return {
    download_url: `/download/loom-works/${id}`,
    file_name: "loom-works_1.1.0.zip",
    info_json: { factorio_version: "2.0" },
    released_at: "2025-02-19T21:20:00.000000Z",
    version: "1.1.0",
    sha1,
  };
};

export type Json = Record<string, unknown> & {
  releases: Record<string, unknown>[];
  results: Record<string, unknown>[];
};
export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
export const keys = (value: unknown): string[] => Object.keys(value as object);

/** Stands in a row's JSON for any text that says something. */
export function expectText(value: unknown): boolean {
  return typeof value === "string" && value.length > 3;
}
