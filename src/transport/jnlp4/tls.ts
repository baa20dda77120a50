/**
 * JNLP4's TLS, started on the agent's socket in mid-stream. Trust is a single rule
 * (org.jenkinsci.remoting.protocol.cert.PublicKeyMatchingX509ExtendedTrustManager): the SubjectPublicKeyInfo of the
 * controller's certificate equals the published instance identity. Names, dates and issuer mean nothing, and nothing is
 * sent before the keys are compared: the agent's secret comes next.
 */
import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect, TLSSocket } from 'node:tls';
import { TransportError } from '../errors.js';
import { type PhaseOptions, runPhase } from '../handshake.js';

const PHASE = 'the TLS handshake';
const TIMEOUT_TEXT = 'Timeout waiting for the TLS handshake';

/** TLS versions to speak; the defaults are Node's (1.2 and 1.3). */
export interface TlsVersions {
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3' | undefined;
  readonly maxVersion?: 'TLSv1.2' | 'TLSv1.3' | undefined;
}

/**
 * Agent's side.
 * @param identity SubjectPublicKeyInfo, DER
 * @throws TransportError IDENTITY_MISMATCH
 */
export async function secureAsAgent(
  socket: Socket,
  identity: Buffer,
  options: PhaseOptions & TlsVersions,
): Promise<TLSSocket> {
  const secure = connect({
    socket,
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    minVersion: options.minVersion,
    maxVersion: options.maxVersion,
  });
  await runPhase(secure, PHASE, TIMEOUT_TEXT, options, async () => {
    await handshake(socket, secure, 'secureConnect');
    const certificate = secure.getPeerX509Certificate();
    const key = certificate?.publicKey.export({ type: 'spki', format: 'der' });
    if (key?.equals(identity) !== true) {
      throw new TransportError(
        'IDENTITY_MISMATCH',
        'retryable',
        `Public key of the first certificate in chain (subject: ${subjectOf(certificate)}) is not in ` +
          'the list of trusted keys: this is not the controller whose instance identity is known, or its identity changed. ' +
          'See that -tunnel or -direct leads to the controller of -url, and that -instanceIdentity is its present one',
      );
    }
  });
  return secure;
}

export interface ControllerKey {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
}

/** Controller's side. Like a controller it asks for a client certificate and does without one. */
export async function secureAsController(
  socket: Socket,
  { key, certificate }: ControllerKey,
  options: PhaseOptions & TlsVersions,
): Promise<TLSSocket> {
  const secure = new TLSSocket(socket, {
    isServer: true,
    key,
    cert: certificate,
    requestCert: true,
    rejectUnauthorized: false,
    minVersion: options.minVersion,
    maxVersion: options.maxVersion,
  });
  await runPhase(secure, PHASE, TIMEOUT_TEXT, options, () => handshake(socket, secure, 'secure'));
  return secure;
}

function handshake(socket: Socket, secure: TLSSocket, done: 'secureConnect' | 'secure'): Promise<void> {
  // The raw socket stays below: its errors are the TLS socket's, for as long as both live.
  socket.on('error', (error) => secure.destroy(error));
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void): void => {
      secure.off(done, onDone);
      secure.off('error', onError);
      secure.off('end', onClose);
      secure.off('close', onClose);
      outcome();
    };
    const onDone = (): void => settle(resolve);
    const onError = (error: Error): void => settle(() => reject(error));
    const onClose = (): void => settle(() => reject(new Error('the peer closed the connection')));
    secure.once(done, onDone);
    secure.once('error', onError);
    secure.once('end', onClose);
    secure.once('close', onClose);
  });
}

/** As Java prints it, as far as one line goes: `CN=controller`. */
function subjectOf(certificate: X509Certificate | undefined): string {
  return certificate === undefined ? 'none' : certificate.subject.split('\n').reverse().join(', ');
}
