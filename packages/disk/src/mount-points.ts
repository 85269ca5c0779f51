import { readFileSync } from "node:fs";

/**
 * The mount points of this process, as real paths. A file that is a mount point, as in a container, can be written but
 * not replaced. Empty on other systems than Linux, which cannot mount single files.
 */
export function mountPoints(platform: NodeJS.Platform = process.platform): ReadonlySet<string> {
  if (platform !== "linux") return new Set();
  try {
    return parseMountInfo(readFileSync("/proc/self/mountinfo", "utf8"));
  } catch {
    return new Set();
  }
}

/**
 * Parses the mount points in `/proc/self/mountinfo`, which escapes blanks and some other characters as octal. Source:
 * proc_pid_mountinfo(5).
 */
export function parseMountInfo(text: string): ReadonlySet<string> {
  const points = text.split("\n").map((line) => line.split(" ")[4] ?? "");
  return new Set(
    points.map((point) =>
      point.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8))),
    ),
  );
}
