import type { IncomingMessage, ServerResponse } from "node:http";
import type { AnswerCache } from "../answers/answer-cache.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { Users } from "../users/users.ts";
import type { Limits } from "./limits.ts";
import type { Metrics } from "./metrics.ts";
import type { Signer } from "./signer.ts";

/** What all requests to one mirror share. */
export interface Service {
  readonly catalog: Catalog;
  readonly answers: AnswerCache;
  readonly users: Users;
  readonly signer: Signer;
  readonly metrics: Metrics;
  readonly limits: Limits;
  /** The address under which clients know the mirror, without a final slash; undefined to believe their `Host`. */
  readonly publicUrl: string | undefined;
}

/** One request on its way to an answer. */
export interface Exchange {
  readonly service: Service;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  /** Read when it is first looked at. */
  readonly query: URLSearchParams;
}

/** Answers one request. The segments are the variable parts of the path, decoded. */
export type Handler = (exchange: Exchange, segments: readonly string[]) => void | Promise<void>;
