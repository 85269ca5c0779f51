// Everything of the command line that the reference pages are made of, as the program itself has it.
export { GLOBAL_OPTIONS } from "../../packages/cli/src/command/global-flags.ts";
export { COMMANDS } from "../../packages/cli/src/commands/index.ts";
export { documentOf } from "../../packages/cli/src/commands/schema/documents.ts";
export { SCHEMA_NAMES } from "../../packages/cli/src/commands/schema/names.ts";
export { schemaOf } from "../../packages/cli/src/commands/schema/schemas.ts";
export { TOPICS } from "../../packages/cli/src/help/topics.ts";
export { EXIT_CODES } from "../../packages/cli/src/result/exit-code.ts";
