import { createHash } from 'node:crypto';

/** MD5 of a public key's SubjectPublicKeyInfo DER as lower-case hex with colons (org.jenkinsci.remoting.util.KeyUtils.fingerprint). */
export function fingerprint(spki: Buffer): string {
  return createHash('md5')
    .update(spki)
    .digest('hex')
    .replace(/..(?=.)/g, '$&:');
}
