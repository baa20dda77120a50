import { createPublicKey } from 'node:crypto';

/**
 * Reads a controller's instance identity as it is published: base64 of an RSA key's SubjectPublicKeyInfo.
 * @returns the DER bytes; undefined for anything else
 */
export function parseIdentity(base64: string | undefined): Buffer | undefined {
  const text = base64?.trim() ?? '';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const der = Buffer.from(text, 'base64');
  try {
    return createPublicKey({ key: der, format: 'der', type: 'spki' }).asymmetricKeyType === 'rsa' ? der : undefined;
  } catch {
    // Not a key: that is the question's answer, and callers have their own words for it.
    return undefined;
  }
}
