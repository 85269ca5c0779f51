/** Words that some YAML readers take for something else than a text. */
const WORDS = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

/** A name as a key: bare where every YAML reader takes it for a text. */
export function printKey(name: string): string {
  return /^[A-Za-z][A-Za-z0-9_ .-]*$/.test(name) && !WORDS.test(name) && !name.endsWith(" ") ? name : printQuoted(name);
}

/** A text in double quotes, with JSON's escapes, which are YAML's too; nothing unprintable stays. */
export function printQuoted(text: string): string {
  return JSON.stringify(text).replace(/[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** A path, bare where it has only letters, digits and `_ - . /`. */
export function printPath(path: string): string {
  return /^[A-Za-z0-9_./][A-Za-z0-9_./-]*$/.test(path) && !/^[\d.]+$/.test(path) && !WORDS.test(path)
    ? path
    : printQuoted(path);
}
