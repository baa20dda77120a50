import { createHash } from 'node:crypto';

/**
 * MD5 of a public key's SubjectPublicKeyInfo DER as lower-case hex with colons (org.jenkinsci.remoting.util.KeyUtils.fingerprint).
 * It is for people to compare; nothing is decided by it. Where the machine's policy forbids MD5 (FIPS 140), Java's agent ends
 * here; this one tells the key's SHA-256, by name.
 */
export function fingerprint(spki: Buffer): string {
  try {
    return hash('md5', spki);
  } catch {
    return `SHA-256 ${hash('sha256', spki)}`;
  }
}

function hash(algorithm: string, bytes: Buffer): string {
  return createHash(algorithm)
    .update(bytes)
    .digest('hex')
    .replace(/..(?=.)/g, '$&:');
}
