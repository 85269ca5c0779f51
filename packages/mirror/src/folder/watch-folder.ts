import { type FSWatcher, watch } from "node:fs";

/** Milliseconds within which changes are taken together. */
const DEBOUNCE = 100;

/** Milliseconds after which the whole folder is scanned although no change was reported, as on network drives. */
const INTERVAL = 30_000;

/**
 * Calls `onChange` when the folder has changed: with the names of the files, or without where they are not known.
 * Where the system cannot watch, the folder is looked at from time to time.
 *
 * @returns ends the watch
 */
export function watchFolder(directory: string, onChange: (files?: ReadonlySet<string>) => void): () => void {
  let files = new Set<string>();
  let debounce: NodeJS.Timeout | undefined;
  const flush = (): void => {
    debounce = undefined;
    const changed = files;
    files = new Set();
    onChange(changed);
  };
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(directory, { persistent: false }, (_, file) => {
      if (file === null) return onChange();
      files.add(file);
      debounce ??= setTimeout(flush, DEBOUNCE).unref();
    });
    watcher.on("error", () => watcher?.close());
  } catch {
    watcher = undefined;
  }
  const interval = setInterval(() => onChange(), INTERVAL).unref();
  return () => {
    watcher?.close();
    clearTimeout(debounce);
    clearInterval(interval);
  };
}
