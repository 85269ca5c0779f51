const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)_|ERR_TLS|ERR_SSL/;

/** Whether the code of a failed connection concerns a certificate, or TLS in general. */
export function isCertificateFault(code: string): boolean {
  return CERTIFICATE.test(code);
}

/** The reason why a certificate is not trusted, and what to do. */
export interface CertificateFault {
  /** The end of a sentence, such as `its certificate has expired`. */
  readonly fault: string;
  readonly hint: string;
}

const TRUST =
  "if you know who issued it (your company, your own mirror), name a file with that certificate in NODE_EXTRA_CA_CERTS or SSL_CERT_FILE";

/** Explains why a certificate is not trusted, by the code of the failed connection. */
export function certificateFault(error: unknown, code: string): CertificateFault {
  switch (code) {
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return { fault: "its certificate is self-signed", hint: TRUST };
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
      return {
        fault: "its certificate was issued by somebody whom this machine does not trust",
        hint: `a proxy or virus scanner may read the traffic; ${TRUST}`,
      };
    case "CERT_HAS_EXPIRED":
      return {
        fault: "its certificate has expired",
        hint: "check the clock of this machine; if it is right, the operator of the server must renew the certificate.",
      };
    case "CERT_NOT_YET_VALID":
      return { fault: "its certificate is not valid yet", hint: "check the clock of this machine." };
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return {
        fault: `its certificate is for ${namesOf(error)}`,
        hint: "check the address; a network that wants you to sign in first, in a web browser, answers so too.",
      };
    case "ERR_SSL_WRONG_VERSION_NUMBER":
    case "ERR_SSL_PACKET_LENGTH_TOO_LONG":
    case "ERR_SSL_HTTP_REQUEST":
      return {
        fault: "what answered does not speak TLS",
        hint: "check the address: does it begin with http:// instead?",
      };
    default:
      return {
        fault: `its certificate cannot be trusted (${code})`,
        hint: `check the clock of this machine, and whether a proxy or virus scanner reads the traffic; ${TRUST}`,
      };
  }
}

/** The hosts of a certificate: at most three, and only plausible host names. */
function namesOf(error: unknown): string {
  const names = altNames(error)
    .split(/,\s*/)
    .map((entry) => entry.replace(/^(?:DNS|IP Address):/, ""))
    .filter((name) => /^[\w.*:-]{1,100}$/.test(name));
  if (names.length === 0) return "another host";
  return names.slice(0, 3).join(", ") + (names.length > 3 ? " and others" : "");
}

function altNames(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const { cert } = at as { cert?: { subjectaltname?: unknown; subject?: { CN?: unknown } } };
    if (typeof cert?.subjectaltname === "string") return cert.subjectaltname.slice(0, 1000);
    if (typeof cert?.subject?.CN === "string") return cert.subject.CN;
  }
  return "";
}
