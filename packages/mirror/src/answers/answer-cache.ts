import type { Rendered } from "./rendered.ts";

/**
 * A byte-limited cache of rendered answers. An entry is valid until its subject changes; the least recently used are
 * evicted first.
 */
export interface AnswerCache {
  /**
   * Returns the answer cached under `key` for `subject`, or renders it with `make`.
   *
   * @param subject the object that the answer describes; an answer cached for another object is out of date
   */
  get(key: string, subject: object, make: () => Rendered | Promise<Rendered>): Rendered | Promise<Rendered>;
}

/** The size of an entry. Keys count too: clients choose some of them, and they may be longer than the answers. */
function costOf(key: string, answer: Rendered): number {
  return answer.body.length + 2 * key.length + 500;
}

/** @param limit the maximum number of bytes, before compression */
export function createAnswerCache(limit: number): AnswerCache {
  const kept = new Map<string, { subject: object; answer: Rendered }>();
  let bytes = 0;

  const drop = (key: string): void => {
    const known = kept.get(key);
    if (known) bytes -= costOf(key, known.answer);
    kept.delete(key);
  };
  const keep = (key: string, subject: object, answer: Rendered): Rendered => {
    drop(key);
    if (answer.body.length > limit / 2) return answer;
    kept.set(key, { subject, answer });
    bytes += costOf(key, answer);
    for (const oldest of kept.keys()) {
      if (bytes <= limit) break;
      drop(oldest);
    }
    return answer;
  };

  return {
    get(key, subject, make) {
      const known = kept.get(key);
      if (known?.subject === subject) {
        // A map keeps insertion order: moving the entry to the end makes the first one the least recently used.
        kept.delete(key);
        kept.set(key, known);
        return known.answer;
      }
      const answer = make();
      return answer instanceof Promise ? answer.then((made) => keep(key, subject, made)) : keep(key, subject, answer);
    },
  };
}
