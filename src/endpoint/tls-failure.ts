/** What went wrong when TLS was started to the web address, in words that tell what to do about it. */
import { messageOf } from '../transport/errors.js';

/** OpenSSL's and Node's codes for a certificate whose authority is not known here. */
const UNKNOWN_AUTHORITY: ReadonlySet<string> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_UNTRUSTED',
]);

/** Whether another list of authorities could help. */
export function isUnknownAuthority(cause: unknown): boolean {
  return UNKNOWN_AUTHORITY.has(codeOf(cause));
}

/**
 * @param cause what node:tls reports
 * @param host the name in the URL
 */
export function tlsFailure(cause: Error, host: string): string {
  const code = codeOf(cause);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `its certificate is not for ${host}: ${namesIn(cause)} (use a URL with a name from the certificate, or -noCertificateCheck)`;
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return 'its certificate has expired (renew it there; until then only -noCertificateCheck helps)';
  }
  if (code === 'CERT_NOT_YET_VALID') {
    return 'its certificate is not valid yet (set the clock of this machine right, or wait)';
  }
  if (/too (?:weak|small)/i.test(cause.message)) {
    return `its certificate is signed or keyed too weakly, as with SHA-1: ${messageOf(cause)} (have it renewed with SHA-256; until then only -noCertificateCheck helps)`;
  }
  if (
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/.test(code) ||
    /wrong version number/.test(cause.message)
  ) {
    return 'this port does not speak TLS (use http:// in the URL, or the port that speaks TLS)';
  }
  const hint = UNKNOWN_AUTHORITY.has(code) || /CERT|SELF_SIGNED/.test(code) ? UNTRUSTED : '';
  return `${messageOf(cause)}${hint}`;
}

const UNTRUSTED = ' (trust its authority with -cert @FILE, or use -noCertificateCheck)';

/** Node's text: `Hostname/IP does not match certificate's altnames: Host: a. is not in the cert's altnames: DNS:b`. */
function namesIn({ message }: Error): string {
  const at = message.lastIndexOf('altnames: ');
  const names = at < 0 ? '' : message.slice(at + 'altnames: '.length);
  return !/^(?:DNS|IP)[^\n]*$/.test(names) ? message : `it names ${names.replaceAll(/(?:DNS|IP Address):/g, '')}`;
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}
