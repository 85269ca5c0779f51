import pLimit, { type LimitFunction } from "p-limit";

/** The maximum number of concurrent downloads from one portal in this process, over all calls. */
const MAX_PER_HOST = 16;

const limits = new Map<string, LimitFunction>();

/** Runs a task once fewer than 16 tasks for the same portal are running. */
export function perHost<T>(url: string, task: () => Promise<T>): Promise<T> {
  const known = limits.get(url) ?? pLimit(MAX_PER_HOST);
  limits.set(url, known);
  return known(task).finally(() => {
    if (known.activeCount + known.pendingCount === 0) limits.delete(url);
  });
}
