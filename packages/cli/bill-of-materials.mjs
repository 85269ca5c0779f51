/**
 * The executable's bill of materials, as a CycloneDX document. Same libraries, same bytes: it has neither a time nor a number of
 * its own. Source: the CycloneDX specification 1.6, JSON.
 *
 * @param {string} version ours
 * @param {readonly import("./bundled-libraries.mjs").Library[]} libraries
 */
export function billOfMaterials(version, libraries) {
  const own = `pkg:npm/factorio-lock@${version}`;
  const components = libraries.map(({ name, version, license }) => ({
    type: "library",
    "bom-ref": purl(name, version),
    name,
    version,
    ...(license === undefined
      ? {}
      : { licenses: [/^[\w.+-]+$/.test(license) ? { license: { id: license } } : { expression: license }] }),
    purl: purl(name, version),
  }));
  return `${JSON.stringify(
    {
      $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      version: 1,
      metadata: {
        component: {
          type: "application",
          "bom-ref": own,
          name: "factorio-lock",
          version,
          licenses: [{ license: { id: "MIT" } }],
          purl: own,
        },
      },
      components,
      dependencies: [{ ref: own, dependsOn: components.map((component) => component["bom-ref"]) }],
    },
    null,
    2,
  )}\n`;
}

/** A package's address: the sign of a scope is written by its code there. */
function purl(name, version) {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}
