import type { Topic } from "../topic.ts";

export const exitCodes: Topic = {
  name: "exit-codes",
  title: "Exit codes, for scripts",
  parts: [
    {
      rows: [
        ["0", "done"],
        [
          "1",
          "failed: the disk, a folder in use, files of others in the way, no game that fits, or `doctor` found something wrong",
        ],
        ["2", "the command line, mods.yaml or mods.lock cannot be understood"],
        ["3", "no solution: a mod is unknown, or mods contradict each other"],
        ["4", "credentials are missing or were refused"],
        [
          "5",
          "mods.lock is missing or out of date where it is required, or one of these says no: `lock --check`, `install --locked`, `install --frozen`, `verify`, `check`, `upgrade --check`, `outdated --exit-code`, `settings diff --exit-code`",
        ],
        ["6", "integrity: a wrong hash or a wrong archive"],
        ["7", "the network, the portal, or something missing with --offline"],
        ["70", "a defect of factorio-lock"],
        ["130", "stopped, for example by Ctrl-C"],
      ],
    },
    "With --json the error's code says more: see `factorio-lock help json`.",
  ],
};
