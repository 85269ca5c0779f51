/**
 * Calls a function with a value: immediately, or once the promise of it resolves. An answer from memory is sent without delay,
 * and a pending answer keeps no suspended functions in memory.
 */
export function atOnce<T, R>(value: T | Promise<T>, goOn: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(goOn) : goOn(value);
}
