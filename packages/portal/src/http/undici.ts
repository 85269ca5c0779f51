import type * as Undici from "undici";

// The parts of undici that are needed, loaded by the first question that needs them: the whole takes 45 ms longer. Its
// types name the whole only; package.json keeps it to one minor version, so that the parts stay where they are.

type Request = (
  this: Undici.Dispatcher,
  options: Undici.Dispatcher.RequestOptions,
) => Promise<Undici.Dispatcher.ResponseData>;

/** undici's `request`, to be called on a dispatcher. */
export async function loadRequest(): Promise<Request> {
  // @ts-expect-error -- a part without types
  const part = (await import("undici/lib/api/api-request.js")) as { default: Request };
  return part.default;
}

/** undici's `Agent`: connections kept alive, one pool for each origin. */
export async function loadAgent(): Promise<typeof Undici.Agent> {
  // @ts-expect-error -- a part without types
  const part = (await import("undici/lib/dispatcher/agent.js")) as { default: typeof Undici.Agent };
  return part.default;
}
