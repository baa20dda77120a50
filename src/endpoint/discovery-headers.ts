/** What a controller says of its TCP port in the headers of tcpSlaveAgentListener/ (JnlpAgentEndpointResolver.resolve). */
import type { Logger } from '../remoting/logger.js';
import { TransportError, type TransportErrorCode } from '../transport/errors.js';
import { MINIMUM_VERSION_HEADER } from '../transport/http-headers.js';
import { explain, type Question, textOf } from '../transport/http/unexpected-answer.js';
import type { Endpoint } from './endpoint.js';
import type { HttpResponse } from './http-get.js';
import { parseIdentity } from './identity.js';
import { stripBrackets } from './no-proxy.js';
import { compareVersions } from './version.js';

/** Where these records come from in the official agent's log. */
export const RESOLVER_SOURCE = 'org.jenkinsci.remoting.engine.JnlpAgentEndpointResolver resolve';

/** The second is older. */
const PORT_HEADERS = ['x-jenkins-jnlp-port', 'x-hudson-jnlp-port'] as const;

export interface ReadEndpointOptions {
  /** The version that this agent claims to be. */
  readonly agentVersion: string;
  /** Overrides the controller's list (the system property protocolNamesToTry). */
  readonly protocolsToTry?: readonly string[] | undefined;
  readonly logger?: Logger | undefined;
}

/**
 * Checks an answer in the official agent's order: status, minimum version, protocols, identity, port.
 * @param rootUrl as the user gave it, with its trailing slash: messages name it
 * @throws TransportError NOT_JENKINS, VERSION_TOO_OLD, INVALID_ENDPOINT
 */
export function readEndpoint(
  rootUrl: string,
  listener: URL,
  response: HttpResponse,
  options: ReadEndpointOptions,
): Endpoint {
  const { headers } = response;
  if (response.status !== 200) throw failure('NOT_JENKINS', statusText(listener, response));
  if (!isDiscovery(response.status, headers)) throw failure('NOT_JENKINS', notJenkins(rootUrl, listener, response));
  checkVersion(headers[MINIMUM_VERSION_HEADER.toLowerCase()], options.agentVersion);
  const protocols = readProtocols(headers['x-jenkins-agent-protocols'], options);
  const identity = parseIdentity(headers['x-instance-identity']);
  if (identity === undefined) {
    throw failure('INVALID_ENDPOINT', `${listener.href} appears to be publishing an invalid X-Instance-Identity.`);
  }
  const portText = headers[PORT_HEADERS[0]] ?? headers[PORT_HEADERS[1]];
  if (portText === undefined) throw failure('NOT_JENKINS', `${rootUrl} is not Jenkins (check -url)`);
  const port = /^\+?\d+$/.test(portText) ? Number(portText) : 0;
  if (port < 1 || port > 65535) throw failure('INVALID_ENDPOINT', `${rootUrl} is publishing an invalid port`);
  const host = stripBrackets(headers['x-jenkins-jnlp-host'] ?? listener.hostname);
  return { host, port, protocols, identity, url: rootUrl };
}

/** Whether this is what a controller answers: other pages say nothing of a port or an identity. */
export function isDiscovery(status: number, headers: HttpResponse['headers']): boolean {
  const told = [MINIMUM_VERSION_HEADER.toLowerCase(), 'x-instance-identity', ...PORT_HEADERS];
  return status === 200 && told.some((name) => headers[name] !== undefined);
}

/** @throws TransportError VERSION_TOO_OLD when `minimum`, a controller's wish, is newer than `own` */
export function checkVersion(minimum: string | undefined, own: string): void {
  if (minimum === undefined || compareVersions(own, minimum) >= 0) return;
  throw new TransportError('VERSION_TOO_OLD', 'fatal', `Agent version ${minimum} or newer is required.`);
}

function statusText(listener: URL, response: HttpResponse): string {
  const { status, statusText } = response;
  const hint =
    status === 404
      ? 'wrong -url, or the TCP port for inbound agents is disabled there: then connect with -webSocket'
      : explain(response, questionOf(listener));
  return `${listener.href} is invalid: ${status} ${statusText}${hint === undefined ? '' : ` (${hint})`}`;
}

function notJenkins(rootUrl: string, listener: URL, response: HttpResponse): string {
  const text = textOf(response);
  const hint = explain(response, questionOf(listener)) ?? 'check -url';
  return `${rootUrl} is not Jenkins${text === '' ? '' : `: ${text}`} (${hint})`;
}

function questionOf({ host }: URL): Question {
  return { page: 'tcpSlaveAgentListener/', host, loginOption: '-credentials USER:TOKEN' };
}

function readProtocols(
  header: string | undefined,
  { protocolsToTry, logger }: ReadEndpointOptions,
): readonly string[] | undefined {
  const offered = header
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (offered?.length === 0) {
    logger?.log(
      'WARNING',
      RESOLVER_SOURCE,
      'Received the empty list of supported protocols from the server. All protocols are disabled on the controller ' +
        "side OR the 'X-Jenkins-Agent-Protocols' header is corrupted (JENKINS-41730). In the case of the header " +
        "corruption as a workaround you can use the 'org.jenkinsci.remoting.engine.JnlpAgentEndpointResolver." +
        "protocolNamesToTry' system property to define the supported protocols.",
    );
  } else if (offered !== undefined) {
    logger?.log('INFO', RESOLVER_SOURCE, `Remoting server accepts the following protocols: [${offered.join(', ')}]`);
  }
  if (protocolsToTry !== undefined) {
    logger?.log(
      'INFO',
      RESOLVER_SOURCE,
      'Ignoring the list of supported remoting protocols provided by the server, because the ' +
        "'org.jenkinsci.remoting.engine.JnlpAgentEndpointResolver.protocolNamesToTry' property is defined. " +
        `Will try ${protocolsToTry.join(',')}`,
    );
    return protocolsToTry;
  }
  // An empty list counts as none given.
  return offered?.length === 0 ? undefined : offered;
}

function failure(code: TransportErrorCode, message: string): TransportError {
  return new TransportError(code, 'retryable', message);
}
