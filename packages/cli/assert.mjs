/** @param {unknown} a @param {unknown} b @param {string} [message] */
export function strictEqual(a, b, message = "the values differ") {
  if (!Object.is(a, b)) throw new Error(message);
}

/** @param {unknown} a @param {unknown} b @param {string} [message] */
export function notStrictEqual(a, b, message = "the values are the same") {
  if (Object.is(a, b)) throw new Error(message);
}
