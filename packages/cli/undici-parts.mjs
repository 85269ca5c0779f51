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

export const undiciParts = {
  name: "undici-parts",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]node_modules[\\/]undici[\\/]index\.js$/ }, () => ({ contents: CONTENTS }));
  },
};
