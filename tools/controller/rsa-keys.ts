import { generateKeyPair } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

export interface RsaKeys {
  readonly publicKey: KeyObject;
  readonly privateKeyPem: string;
}

/** By node:crypto: the same in node-forge, which is plain JavaScript, takes seconds. */
export async function createRsaKeys(): Promise<RsaKeys> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { publicKey, privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}
