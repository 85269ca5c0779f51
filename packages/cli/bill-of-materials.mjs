/**
 * The executable's bill of materials, as a CycloneDX document. The same libraries give the same bytes: it contains neither a
 * time nor a serial number. Source: the CycloneDX specification 1.6, JSON.
 *
 * @param {string} version the version of factorio-lock
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

/** The package URL, in which the `@` of a scope is percent-encoded. */
function purl(name, version) {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}
