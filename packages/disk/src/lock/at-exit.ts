const tasks = new Set<() => void>();

/**
 * Runs a task when this process exits normally (not when it is killed). All tasks share one listener, because Node
 * warns about more than ten.
 *
 * @returns a function that cancels the task
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
