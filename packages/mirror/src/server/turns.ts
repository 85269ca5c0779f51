/** Runs a limited number of tasks concurrently; the others wait. */
export interface Turns {
  /** Runs a task in its turn: round-robin between keys, first in first out within a key. */
  take<T>(key: string, task: () => Promise<T>): Promise<T>;
}

/**
 * @example
 * const turns = createTurns(16);
 * await turns.take(address, () => read());
 */
export function createTurns(most: number): Turns {
  /** The keys in the order of their turns: after its turn a key moves to the end. */
  const queues = new Map<string, Set<() => void>>();
  let running = 0;

  const startNext = (): void => {
    const [first] = queues;
    if (first === undefined) return;
    const [key, queue] = first;
    const [next] = queue as Set<() => void>;
    queues.delete(key);
    if (!next) return startNext();
    queue.delete(next);
    if (queue.size > 0) queues.set(key, queue);
    running += 1;
    next();
  };
  return {
    async take(key, task) {
      if (running < most) running += 1;
      else {
        const queue = queues.get(key) ?? new Set();
        queues.set(key, queue);
        await new Promise<void>((resolve) => queue.add(resolve));
      }
      try {
        return await task();
      } finally {
        running -= 1;
        startNext();
      }
    },
  };
}
