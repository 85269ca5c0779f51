import { type FSWatcher, watch } from "node:fs";

/** Changes within this time are reported together. */
const DEBOUNCE_MS = 100;

/** How often the whole folder is rescanned even without reported changes, for network drives. */
const RESCAN_INTERVAL_MS = 30_000;

/**
 * Calls `onChange` when the folder may have changed: with the names of the files, or without if they are unknown. Also
 * called regularly without a name, since not every file system reports changes.
 *
 * @returns a function that stops watching
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
      debounce ??= setTimeout(flush, DEBOUNCE_MS).unref();
    });
    watcher.on("error", () => watcher?.close());
  } catch {
    watcher = undefined;
  }
  const interval = setInterval(() => onChange(), RESCAN_INTERVAL_MS).unref();
  return () => {
    watcher?.close();
    clearTimeout(debounce);
    clearInterval(interval);
  };
}
