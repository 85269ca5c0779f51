// The workflow runner's side of an action: inputs, the event, and what is shown of a run.
import { appendFileSync, readFileSync } from "node:fs";

/** An input as the runner hands it over; the empty text where none was given. */
export function input(name, env = process.env) {
  return (env[`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`] ?? "").trim();
}

/** A switch among the inputs, as YAML writes one. */
export function isOn(name, env = process.env) {
  const value = input(name, env).toLowerCase();
  if (value === "true" || value === "") return value === "true";
  if (value === "false") return false;
  throw new Error(`the input ${name} is true or false, not "${value}"`);
}

/** The event that started the workflow. */
export function readEvent(env = process.env) {
  return env.GITHUB_EVENT_PATH ? JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, "utf8")) : {};
}

/** Hands a value to later steps. A delimiter that nobody can foresee keeps a value from adding others of its own. */
export function setOutput(name, value, env = process.env) {
  if (!env.GITHUB_OUTPUT) return;
  const mark = `end_${crypto.randomUUID()}`;
  appendFileSync(env.GITHUB_OUTPUT, `${name}<<${mark}\n${value}\n${mark}\n`);
}

/** Adds Markdown to the page of the run. */
export function summarize(markdown, env = process.env) {
  if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, `${markdown}\n`);
}

/** A line of the log that the runner shows as an error or a notice; what would be a command within it is made harmless. */
export function annotate(level, message) {
  const safe = message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  console.log(`::${level}::${safe}`);
}
