import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/** The event at one file-system call. */
export type Fault =
  /** It fails with this code and does nothing. */
  | { readonly kind: "fail"; readonly code: string }
  /** The process is killed before it. */
  | { readonly kind: "kill" }
  /** A write writes its first half, and the process is killed; other calls are done and the process is killed. */
  | { readonly kind: "kill-after" };

/** Calls that are watched. */
export interface Watch {
  /** The names of the calls, in order. */
  readonly calls: readonly string[];
  stop(): void;
}

/** Whether a call can change what is on the disk. */
export function isChange(call: string): boolean {
  return !/^(?:promises\.|handle\.)?(?:lstat|stat|fstat|open|close|read|readdir|readFile|readlink|realpath|exists)(?:Sync)?$/.test(
    call,
  );
}

type AnyFunction = (this: unknown, ...values: unknown[]) => unknown;

/**
 * Watches every file-system call of this process on something below `folder`: the functions of `node:fs` and
 * `node:fs/promises` that take a path or an open file, and the methods of file handles.
 *
 * @param at at which call, counted from 0, the fault happens; never when undefined
 * @param always functions that fail every time: `linkSync` for a store on another disk
 * @param mounted a file that cannot be replaced, such as one that is mounted alone into a container
 */
export function watchFiles(
  folder: string,
  {
    at,
    fault,
    always = new Map(),
    mounted,
  }: { at?: number; fault?: Fault; always?: ReadonlyMap<string, string>; mounted?: string } = {},
): Watch {
  const calls: string[] = [];
  const files = new Set<number>();
  const restore: (() => void)[] = [];

  const isOurs = (values: readonly unknown[]) =>
    values.some((value) =>
      typeof value === "string" ? value.startsWith(folder) : typeof value === "number" && files.has(value),
    );

  /** Counts the call; returns the error that it has to fail with. */
  const meet = (name: string, values: readonly unknown[], partly?: () => void): Error | undefined => {
    const path = values[0];
    const isMounted = name === "renameSync" && mounted !== undefined && values.includes(mounted);
    const number = calls.length;
    calls.push(name);
    if (number === at && fault !== undefined && fault.kind !== "fail") {
      try {
        if (fault.kind === "kill-after" && !isMounted) partly?.();
      } catch {
        // A call that fails by itself.
      }
      process.kill(process.pid, "SIGKILL");
      // The signal needs a moment; nothing more may happen until then.
      for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
    }
    const code = isMounted
      ? "EBUSY"
      : (always.get(name) ?? (number === at && fault?.kind === "fail" ? fault.code : undefined));
    if (code !== undefined) {
      const message = `${code}: injected, ${name} '${String(path)}'`;
      return Object.assign(new Error(message), { code, errno: -5, syscall: name, path: String(path) });
    }
    return undefined;
  };

  const wrap = (owner: Record<string, unknown>, name: string, replacement: (original: AnyFunction) => AnyFunction) => {
    const original = owner[name] as AnyFunction;
    owner[name] = replacement(original);
    restore.push(() => {
      owner[name] = original;
    });
  };

  const sync = fs as unknown as Record<string, unknown>;
  for (const name of Object.keys(sync).filter((key) => key.endsWith("Sync"))) {
    wrap(sync, name, (original) => {
      return function (...values) {
        if (!isOurs(values)) return original.apply(this, values);
        const error = meet(name, values, () => {
          const half = values[1] instanceof Uint8Array ? values[1].subarray(0, values[1].length >> 1) : undefined;
          original.apply(this, name === "writeSync" && half ? [values[0], half] : values);
        });
        if (error) {
          // A file whose closing fails is closed all the same.
          if (name === "closeSync") original.apply(this, values);
          if (name === "existsSync") return false;
          throw error;
        }
        const result = original.apply(this, values);
        if (name === "openSync") files.add(result as number);
        if (name === "closeSync") files.delete(values[0] as number);
        return result;
      };
    });
  }
  const promises = fs.promises as unknown as Record<string, unknown>;
  for (const name of Object.keys(promises).filter((key) => typeof promises[key] === "function")) {
    wrap(promises, name, (original) => {
      return async function (...values) {
        if (!isOurs(values)) return original.apply(this, values);
        const error = meet(`promises.${name}`, values);
        if (error) throw error;
        const result = await original.apply(this, values);
        if (name === "open") watchHandle(result as Record<string, unknown>, values[0]);
        return result;
      };
    });
  }
  const watchHandle = (handle: Record<string, unknown>, path: unknown) => {
    for (const name of ["read", "write", "sync", "stat", "readFile", "writeFile"]) {
      wrap(handle, name, (original) => {
        return async function (...values) {
          const error = meet(`handle.${name}`, [path]);
          if (error) throw error;
          return await original.apply(this, values);
        };
      });
    }
  };
  syncBuiltinESMExports();
  return {
    calls,
    stop: () => {
      for (const undo of restore.reverse()) undo();
      syncBuiltinESMExports();
    },
  };
}
