// Everything of the command line that the reference pages are made of, as the program itself has it.
export { GLOBAL_OPTIONS } from "../../packages/cli/src/command/global-flags.ts";
export { COMMANDS } from "../../packages/cli/src/commands/index.ts";
export { DOCUMENTS } from "../../packages/cli/src/commands/schema/documents.ts";
export { SCHEMAS } from "../../packages/cli/src/commands/schema/schemas.ts";
export { TOPICS } from "../../packages/cli/src/help/topics.ts";
export { EXIT_CODES } from "../../packages/cli/src/report/exit-code.ts";
