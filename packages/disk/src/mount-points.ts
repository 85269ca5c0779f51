import { readFileSync } from "node:fs";

/**
 * The mount points that this process sees, as real paths: a file that is mounted by itself, as into a
 * container, can be written but not replaced. Empty if the system has no such list; only Linux mounts single
 * files.
 */
export function mountPoints(platform: NodeJS.Platform = process.platform): ReadonlySet<string> {
  if (platform !== "linux") return new Set();
  try {
    return parseMountInfo(readFileSync("/proc/self/mountinfo", "utf8"));
  } catch {
    return new Set();
  }
}

/** The mount points in the text of `/proc/self/mountinfo`, where blanks and the like are octal. Source: proc_pid_mountinfo(5). */
export function parseMountInfo(text: string): ReadonlySet<string> {
  const points = text.split("\n").map((line) => line.split(" ")[4] ?? "");
  return new Set(
    points.map((point) =>
      point.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8))),
    ),
  );
}
