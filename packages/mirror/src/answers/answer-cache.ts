import type { Rendered } from "./rendered.ts";

/** Rendered answers, kept while what they tell has not changed, up to a number of bytes; the least used go first. */
export interface AnswerCache {
  /**
   * The answer kept under `key` for `subject`, or the one that `make` renders.
   *
   * @param subject the object that the answer describes: an answer kept for another object is out of date
   */
  get(key: string, subject: object, make: () => Rendered | Promise<Rendered>): Rendered | Promise<Rendered>;
}

/** Keys come from clients too, and may be longer than the answers. */
function costOf(key: string, answer: Rendered): number {
  return answer.body.length + 2 * key.length + 500;
}

/** @param limit bytes, counted before compression */
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
        // A map is in the order of insertion: moving the entry to its end makes the first one the least used.
        kept.delete(key);
        kept.set(key, known);
        return known.answer;
      }
      const answer = make();
      return answer instanceof Promise ? answer.then((made) => keep(key, subject, made)) : keep(key, subject, answer);
    },
  };
}
