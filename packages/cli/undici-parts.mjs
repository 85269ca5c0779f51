// An esbuild plugin: of undici's public entry the bundle gets the parts that are used. The whole takes 45 ms longer to load
// and three times the space.

/** The parts of undici that are used, each by its path in it. */
export const UNDICI_PARTS = { Agent: "./lib/dispatcher/agent.js" };

const exported = Object.entries(UNDICI_PARTS).map(([name, file]) => `get ${name}() { return require("${file}"); }`);

/** As undici's entry does, for the one method that is used. */
const CONTENTS = `
  require("./lib/dispatcher/dispatcher.js").prototype.request = require("./lib/api/api-request.js");
  module.exports = { ${exported.join(", ")} };
`;

/**
 * Modules that undici's parts load and do not need here, with what stands in for them. HTTP/2 is not offered to servers (undici's
 * own default), and of Node's HTTP one limit and one class are looked at, which no body of ours is of.
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
