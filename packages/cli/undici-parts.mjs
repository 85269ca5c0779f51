// An esbuild plugin that bundles only the parts of undici that are used. The whole library takes 45 ms longer to load and
// three times the space.

/** The exports of undici that are used, with their paths in the package. */
export const UNDICI_PARTS = { Agent: "./lib/dispatcher/agent.js" };

const exported = Object.entries(UNDICI_PARTS).map(([name, file]) => `get ${name}() { return require("${file}"); }`);

/** Does what undici's entry does, for the one method that is used. */
const CONTENTS = `
  require("./lib/dispatcher/dispatcher.js").prototype.request = require("./lib/api/api-request.js");
  module.exports = { ${exported.join(", ")} };
`;

/**
 * Modules that undici's parts load but do not need here, with their substitutes. HTTP/2 is not offered to servers (undici's
 * own default). Of Node's HTTP, undici reads one limit, and compares bodies with one class that we never use.
 */
const NOT_NEEDED = new Map([
  [/[\\/]client-h2\.js$/, 'module.exports = () => { throw new Error("HTTP/2 was not offered"); };'],
  [/^node:http$/, "module.exports = { IncomingMessage: class {}, maxHeaderSize: 16384 };"],
]);

export const undiciParts = {
  name: "undici-parts",
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /[\\/]node_modules[\\/]undici[\\/]index\.js$/ }, () => ({ contents: CONTENTS }));
    for (const [filter, contents] of NOT_NEEDED) {
      onResolve({ filter }, ({ path, importer }) =>
        /[\\/]node_modules[\\/]undici[\\/]/.test(importer) ? { path, namespace: "not-needed" } : undefined,
      );
      onLoad({ filter, namespace: "not-needed" }, () => ({ contents }));
    }
  },
};
