import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { endProcess } from "../../../testing/sandbox.mjs";

/** The built bundle in a process of its own, which runs one command line after the other. */
export interface Driver {
  run(task: DriverTask): Promise<DriverOutput>;
  close(): Promise<void>;
}

/** A command line, where it runs, and all that it has of an environment: `HOME` at least. */
interface DriverTask {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

interface DriverOutput {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const DRIVER = fileURLToPath(new URL("./driver.mjs", import.meta.url));

/** @param home the home folder of the process */
export function openDriver(home: string): Driver {
  const driver = fork(DRIVER, { env: { PATH: process.env["PATH"], HOME: home, USERPROFILE: home } });
  return {
    async run(task) {
      driver.send(task);
      const [output] = (await once(driver, "message")) as [DriverOutput];
      return output;
    },
    close: () => endProcess(driver),
  };
}
