/**
 * The licences of the bundled libraries, as a text.
 *
 * @param {readonly import("./bundled-libraries.mjs").Library[]} libraries
 */
export function thirdPartyNotices(libraries) {
  const parts = libraries.map(
    ({ name, version, license, text }) => `${"-".repeat(80)}\n${name} ${version}\n\n${text ?? `Licence: ${license}`}\n`,
  );
  return `The executable of factorio-lock holds copies of these libraries.\n\n${parts.join("\n")}`;
}
