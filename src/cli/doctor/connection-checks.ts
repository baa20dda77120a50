/** A real connection as this agent, which is ended again at once. An agent that runs under the name is not disturbed by it. */
import { BUILT_IN_VERSION } from '../../agent/connect/remoting-version.js';
import { openTcpTransport } from '../../endpoint/open-tcp.js';
import { openWebSocketTransport } from '../../endpoint/open-websocket.js';
import { withLogin } from '../../endpoint/url-login.js';
import { Channel } from '../../remoting/channel.js';
import type { CommandTransport } from '../../remoting/command-transport.js';
import type { Logger } from '../../remoting/logger.js';
import { messageOf, TransportError } from '../../transport/errors.js';
import { headersOf } from '../identity.js';
import { byWebSocket, failed, ok, skipped, warning } from './check.js';
import type { Check, Outcome, Patient } from './check.js';

export const CONNECTION_CHECKS: readonly Check[] = [
  { name: 'WebSocket', needs: ['Jenkins'], concerns: byWebSocket, run: checkWebSocket },
  { name: 'Name, secret', needs: ['Identity', 'WebSocket'], run: checkSecret },
];

const SILENT: Logger = { log: () => undefined, isLoggable: () => false };

async function checkWebSocket(patient: Patient): Promise<Outcome> {
  const { url, values, network, signal, timeoutMs } = patient;
  const { name, secret, webSocketHeaders = [] } = values;
  if (url === undefined) return skipped('a direct connection uses no web pages');
  if (name === undefined || secret === undefined) return skipped('needs -name and -secret');
  const headers = Object.entries(withLogin(headersOf(webSocketHeaders), patient.login));
  try {
    const common = { name, secret, agentVersion: BUILT_IN_VERSION, network, signal, timeoutMs, headers };
    await hangUp((await openWebSocketTransport(url.href, common)).transport);
    return ok('the controller upgrades the connection');
  } catch (error) {
    if (isRefusal(error)) {
      patient.refusal = error.message;
      return ok('the controller answers the request, and refuses this agent');
    }
    return failed(
      messageOf(error),
      'Let the reverse proxy pass WebSocket on (the headers Upgrade and Connection, HTTP/1.1); on old controllers connect by TCP, without -webSocket',
    );
  }
}

async function checkSecret(patient: Patient): Promise<Outcome> {
  const { values, endpoint, network, signal, timeoutMs } = patient;
  const { name, secret } = values;
  if (name === undefined || secret === undefined) return skipped('needs -name and -secret');
  if (endpoint !== undefined && !values.webSocket) {
    try {
      const timeouts = { connectTimeoutMs: timeoutMs, handshakeTimeoutMs: timeoutMs };
      const { transport } = await openTcpTransport(endpoint, { name, secret, network, signal, ...timeouts });
      await hangUp(transport);
    } catch (error) {
      if (!isRefusal(error)) {
        return failed(messageOf(error), portAdvice(error, values.tunnel));
      }
      patient.refusal = error.message;
    }
  }
  if (patient.refusal === undefined) return ok(`the controller takes this agent as ${name}`);
  if (/already connected/.test(patient.refusal)) {
    return warning(
      patient.refusal,
      'Both are right, but an agent runs under this name already: stop it, or give this one another',
    );
  }
  return failed(
    patient.refusal,
    `Compare name and secret with the page of the node (computer/${name}) on the controller; the node must be one that agents connect to`,
  );
}

function portAdvice(error: unknown, tunnel: string | undefined): string {
  const answers = error instanceof TransportError && error.code !== 'CONNECT_FAILED' && error.code !== 'TIMEOUT';
  if (tunnel !== undefined) {
    return answers
      ? `What answers at ${tunnel} is not this controller's agent port: give -tunnel the address that leads there, not to a web port or to another controller`
      : `Give -tunnel an address of the agent port that can be reached from here, or leave it out; -webSocket needs no such port`;
  }
  return answers
    ? 'The port answers, but not as this controller: compare its identity'
    : 'Open the agent port in firewalls, lead to it with -tunnel, or connect with -webSocket, which needs no such port';
}

/** The controller understood, and does not want this agent. */
function isRefusal(error: unknown): error is TransportError {
  return error instanceof TransportError && (error.code === 'REFUSED' || error.code === 'REFUSED_PERMANENTLY');
}

/** Says goodbye, so that the controller has nothing to wonder about. */
async function hangUp(transport: CommandTransport): Promise<void> {
  const handler = () => Promise.reject(new Error('This was a check'));
  await new Channel({ name: 'doctor', transport, logger: SILENT, handler }).close();
}
