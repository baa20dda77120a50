/** A client certificate: what CertificateAuthentication says in the log, and what TLS is then set up with. */
import { createSecureContext } from 'node:tls';
import { JavaError, ioError } from '../../java/java-error.js';
import { JavaArray, JavaObject } from '../../serial/model.js';
import { secret } from '../../jenkins/secret.js';
import { obj } from '../../callables/shape.js';
import type { ConnectionSettings } from './connections.js';
import type { Generation } from './generation.js';
import { unknownClass } from '../../callables/unknown-class.js';

type Tls = ConnectionSettings['tls'];

/**
 * The official agent trusts the certificates of the key store alone; here those that are trusted anyway are, too.
 * @throws JavaError java.io.IOException when the key store cannot be used
 */
export async function certificateTls(
  authenticator: JavaObject,
  println: (line: string) => Promise<void>,
  generation: Generation,
): Promise<Tls> {
  const credentials = obj(authenticator.get('credentials'), `${authenticator.className}.credentials`);
  const password = secret(credentials.get('password')) ?? '';
  const tls = keyStore(obj(credentials.get('keyStoreSource'), 'keyStoreSource'), password);
  // Until 2023 it was silent, and had no such field.
  const speaks = authenticator.get('ignoreSslErrors') !== undefined;
  const say = async (line: string) => (speaks ? println(line) : undefined);
  if (password === '') await say(noPassword(credentials.get('id')));
  if (!isUsable(tls)) {
    const why = 'Uninitialized keystore';
    await say(`Failed to add Trust Material from provided KeyStore (so Key Material might end up untrusted): ${why}`);
    await println(`Failed to set SSL context: ${why}`);
    const cause = new JavaError('java.security.KeyStoreException', why);
    throw ioError(cause.toString(), { cause });
  }
  await say('Added Trust Material from provided KeyStore');
  await say('Added Key Material from provided KeyStore');
  if (generation.version === 5) {
    await say('Set SSL context and socket factory for the HTTP client builder');
  } else {
    await say('Set SSL context for the HTTP client builder');
    await say('Set SSL socket factory for the HTTP client builder');
  }
  return tls;
}

/**
 *     UploadedKeyStoreSource {SecretBytes uploadedKeystoreBytes}         SecretBytes {byte[] value}: PKCS #12, in clear
 *     PEMEntryKeyStoreSource {Secret certChain, Secret privateKey}
 */
function keyStore(source: JavaObject, passphrase: string): Tls {
  const bytes = source.get('uploadedKeystoreBytes');
  const value = bytes instanceof JavaObject ? bytes.get('value') : undefined;
  if (value instanceof JavaArray && Buffer.isBuffer(value.elements)) return { pfx: value.elements, passphrase };
  const [cert, key] = [secret(source.get('certChain')), secret(source.get('privateKey'))];
  if (cert !== null && key !== null) return { cert, key, passphrase };
  throw unknownClass('the key store', source);
}

function isUsable(tls: Tls): boolean {
  try {
    createSecureContext(tls);
    return true;
  } catch {
    return false;
  }
}

function noPassword(id: unknown): string {
  const name = typeof id === 'string' ? id : 'null';
  return (
    `WARNING: Jenkins Certificate Credential '${name}' was saved without a password, so any certificates ` +
    '(and chain of trust) in it would be ignored by Java PKCS12 support!'
  );
}
