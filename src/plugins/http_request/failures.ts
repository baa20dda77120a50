/** What goes wrong on the network, by the names that Java and Apache's client have for it. */
import { errorCode } from '../../java/file-errors.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { networkError } from '../../jenkins/archive/download.js';
import type { Generation } from './generation.js';
import { clientProtocol } from './request.js';

const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** A request that got no response. JavaErrors and defects pass as they are. */
export function requestFailure(error: unknown, url: URL, generation: Generation): unknown {
  if (error instanceof JavaError || !(error instanceof Error)) return error;
  const code = errorCode(error) ?? '';
  switch (code) {
    case 'ENOTFOUND':
      return new JavaError('java.net.UnknownHostException', `${url.hostname}: Name or service not known`);
    case 'EAI_AGAIN':
      return new JavaError('java.net.UnknownHostException', `${url.hostname}: Temporary failure in name resolution`);
    case 'ECONNREFUSED':
      return connectFailure('HttpHostConnectException', 'Connection refused', error, url, generation);
    case 'UND_ERR_CONNECT_TIMEOUT':
      return connectFailure('ConnectTimeoutException', 'Connect timed out', error, url, generation);
    case 'ETIMEDOUT':
      return connectFailure('ConnectTimeoutException', 'Connection timed out', error, url, generation);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return new JavaError('java.net.NoRouteToHostException', 'No route to host');
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return readTimedOut();
    case 'ECONNRESET':
      return new JavaError('java.net.SocketException', 'Connection reset');
    case 'UND_ERR_SOCKET':
      return noResponse(url, generation);
    case 'CERT_HAS_EXPIRED':
      return handshake(
        'PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed',
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return new JavaError(
        'javax.net.ssl.SSLPeerUnverifiedException',
        `Certificate for <${url.hostname}> doesn't match any of the subject alternative names`,
      );
  }
  if (UNTRUSTED.has(code)) return handshake(NO_PATH);
  if (/^(ERR_(SSL|TLS)|EPROTO)/.test(code)) return new JavaError('javax.net.ssl.SSLException', error.message);
  if (code.startsWith('HPE_')) return clientProtocol(error.message, generation);
  // A code: from outside; without one it is a defect of ours.
  return code === '' ? error : networkError(error, url.href);
}

/**
 * A body that broke off.
 * @param received how many bytes came
 * @param expected how many were announced; null when the end was to be seen from the chunks
 */
export function bodyFailure(
  error: unknown,
  received: number,
  expected: number | null,
  { version }: Generation,
): unknown {
  if (error instanceof JavaError || !(error instanceof Error)) return error;
  const code = errorCode(error) ?? '';
  if (code === 'UND_ERR_BODY_TIMEOUT') return readTimedOut();
  if (code !== 'UND_ERR_SOCKET') return code === '' ? error : ioError(error.message, { cause: error });
  const message =
    expected === null
      ? 'Premature end of chunk coded message body: closing chunk expected'
      : `Premature end of Content-Length delimited message body (expected: ${grouped(expected)}; received: ${grouped(received)})`;
  const javaClass = version === 4 ? 'org.apache.http.ConnectionClosedException' : CLOSED_5;
  return new JavaError(javaClass, message);
}

export function readTimedOut(): JavaError {
  return new JavaError('java.net.SocketTimeoutException', 'Read timed out');
}

/** Whether version 4 sends a request again after this. */
export function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof JavaError)) return false;
  return error.javaClass === 'java.net.SocketException' || error.javaClass.endsWith('.NoHttpResponseException');
}

export function isUnknownHost({ javaClass }: JavaError): boolean {
  return javaClass === 'java.net.UnknownHostException';
}

/** java.net.ConnectException and SocketTimeoutException, with what Apache's client derives from them. */
export function isRefusalOrTimeout({ javaClass }: JavaError): boolean {
  const derived = /\.(HttpHostConnect|ConnectTimeout)Exception$/.test(javaClass);
  return derived || javaClass === 'java.net.SocketTimeoutException';
}

const CLOSED_5 = 'org.apache.hc.core5.http.ConnectionClosedException';
const NO_PATH =
  'PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: ' +
  'unable to find valid certification path to requested target';

function handshake(message: string): JavaError {
  return new JavaError('javax.net.ssl.SSLHandshakeException', message);
}

function noResponse({ hostname, port, protocol }: URL, { version }: Generation): JavaError {
  if (version === 5) {
    return new JavaError('org.apache.hc.core5.http.NoHttpResponseException', 'The target server failed to respond');
  }
  const message = `${hostname}:${port === '' ? DEFAULT_PORTS[protocol] : port} failed to respond`;
  return new JavaError('org.apache.http.NoHttpResponseException', message);
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

function connectFailure(name: string, why: string, error: Error, url: URL, { version }: Generation): JavaError {
  if (version === 5) {
    const message = `Connect to ${url.protocol}//${url.host} failed: ${why}`;
    return new JavaError(`org.apache.hc.client5.http.${name}`, message);
  }
  const { hostname } = url;
  const place = `${hostname}:${url.port === '' ? DEFAULT_PORTS[url.protocol] : url.port}`;
  const addresses = [...new Set(addressesOf(error))].map((address) =>
    address === hostname ? `/${address}` : `${hostname}/${address}`,
  );
  const tried = addresses.length === 0 ? '' : ` [${addresses.join(', ')}]`;
  return new JavaError(`org.apache.http.conn.${name}`, `Connect to ${place}${tried} failed: ${why}`);
}

/** Of one attempt, or of one for each address of the name. */
function addressesOf(error: unknown): string[] {
  if (error instanceof AggregateError) return error.errors.flatMap(addressesOf);
  if (!(error instanceof Error)) return [];
  const address = (error as Error & { address?: unknown }).address;
  return typeof address === 'string' ? [address] : [];
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
