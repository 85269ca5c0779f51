// Loaded before a peer that knows no portal but the real one: the portal at BENCH_PORTAL answers what the peer asks of
// that, over plain HTTP. Nothing else of the peer is changed.
const { fetch: fetchAsGiven } = globalThis;
const portal = process.env.BENCH_PORTAL;
globalThis.fetch = (input, init) => {
  const address = input instanceof URL ? input.href : input;
  return fetchAsGiven(address.replace("https://mods.factorio.com", portal), init);
};
