/** Words that some YAML readers do not read as text. */
const WORDS = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

/** Prints a name as a key, without quotes if every YAML reader reads it as text. */
export function printKey(name: string): string {
  return /^[A-Za-z][A-Za-z0-9_ .-]*$/.test(name) && !WORDS.test(name) && !name.endsWith(" ") ? name : printQuoted(name);
}

/** Prints a text in double quotes with JSON's escapes, which YAML shares; unprintable characters are escaped. */
export function printQuoted(text: string): string {
  return JSON.stringify(text).replace(/[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** Prints a path, without quotes if it has only letters, digits and `_ - . /`. */
export function printPath(path: string): string {
  return /^[A-Za-z0-9_./][A-Za-z0-9_./-]*$/.test(path) && !/^[\d.]+$/.test(path) && !WORDS.test(path)
    ? path
    : printQuoted(path);
}
