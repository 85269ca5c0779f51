import type { IncomingMessage, ServerResponse } from "node:http";
import type { AnswerCache } from "../answers/answer-cache.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { Site } from "../pages/site.ts";
import type { Users } from "../users/users.ts";
import type { Budget } from "./budget.ts";
import type { Client, ClientOf } from "./client-address.ts";
import type { HostRule } from "./host-rule.ts";
import type { IdleConnections } from "./idle-connections.ts";
import type { Limits } from "./limits.ts";
import type { Metrics } from "./metrics.ts";
import type { SendWindows } from "./send-windows.ts";
import type { SignInGuard } from "./sign-in-guard.ts";
import type { Signer } from "./signer.ts";
import type { SlowReaders } from "./slow-readers.ts";
import type { Troubles } from "./troubles.ts";
import type { Turns } from "./turns.ts";

/** State shared by all requests to one mirror. */
export interface Service {
  readonly catalog: Catalog;
  readonly answers: AnswerCache;
  readonly users: Users;
  readonly signer: Signer;
  readonly metrics: Metrics;
  readonly limits: Limits;
  readonly troubles: Troubles;
  readonly budget: Budget;
  readonly sendWindows: SendWindows;
  readonly slowReaders: SlowReaders;
  readonly idleConnections: IdleConnections;
  /** Turns for reading archives, by address: only a few at a time, so that other requests are answered in between. */
  readonly turns: Turns;
  readonly signInGuard: SignInGuard;
  readonly hosts: HostRule;
  readonly clientOf: ClientOf;
  /** The mirror's public address, without a trailing slash; undefined to use the `Host` of each request. */
  readonly publicUrl: string | undefined;
  /** The content of the pages besides the catalog. */
  readonly site: Site;
}

/** A request and its response. */
export interface Exchange {
  readonly service: Service;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly client: Client;
  /** The query, without its question mark. */
  readonly search: string;
}

/** The parameters of the query. */
export function queryOf({ search }: Exchange): URLSearchParams {
  return new URLSearchParams(search);
}

/** Answers one request. The segments are the variable parts of the path, decoded. */
export type Handler = (exchange: Exchange, segments: readonly string[]) => void | Promise<void>;
