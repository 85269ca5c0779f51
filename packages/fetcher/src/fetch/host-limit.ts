import pLimit, { type LimitFunction } from "p-limit";

/** How many downloads this process has under way from one portal, however many calls want some. */
const MOST_PER_HOST = 16;

const limits = new Map<string, LimitFunction>();

/** Runs a task when fewer than sixteen of the same portal are running. */
export function perHost<T>(url: string, task: () => Promise<T>): Promise<T> {
  const known = limits.get(url) ?? pLimit(MOST_PER_HOST);
  limits.set(url, known);
  return known(task).finally(() => {
    if (known.activeCount + known.pendingCount === 0) limits.delete(url);
  });
}
