const tasks = new Set<() => void>();

/**
 * Runs a task when this process ends by itself, and not by a kill. One listener serves all: Node warns of more than ten.
 *
 * @returns what takes the task back
 */
export function atExit(task: () => void): () => void {
  if (tasks.size === 0) process.on("exit", runAll);
  tasks.add(task);
  return () => {
    tasks.delete(task);
    if (tasks.size === 0) process.off("exit", runAll);
  };
}

function runAll(): void {
  for (const task of [...tasks].reverse()) task();
}
