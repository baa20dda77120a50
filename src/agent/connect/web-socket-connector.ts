import { openWebSocketTransport } from '../../endpoint/open-websocket.js';
import { isLoginReady } from '../../endpoint/readiness.js';
import { withLogin } from '../../endpoint/url-login.js';
import { TransportError } from '../../transport/errors.js';
import type { Connection, Connector } from './connector.js';
import type { WayContext } from './way-context.js';
import type { Way } from '../life/options.js';
import { BUILT_IN_VERSION } from './remoting-version.js';

/** A controller of which nothing at all is heard for two or three of these is gone: within two minutes. */
const PING_INTERVAL_MS = 30_000;

/**
 * By WebSocket. Where the controller is is known; whether it is ready is asked before every attempt but the first, which a
 * controller that is not ready refuses anyway.
 */
export function webSocketConnector(
  { url, login, headers: given }: Extract<Way, { kind: 'webSocket' }>,
  context: WayContext,
): Connector {
  const { options, network, logger, status, reader } = context;
  const { name, secret } = options.identity;
  const common = { name, secret: secret.reveal(), agentVersion: BUILT_IN_VERSION, network, status, logger };
  const open = { ...common, pingIntervalMs: PING_INTERVAL_MS };
  const headers = withLogin(given, login?.reveal());
  let cookie: string | undefined;
  let first = true;

  const connect = async (signal: AbortSignal): Promise<Connection> => {
    const connection = await openWebSocketTransport(url, { ...open, headers: Object.entries(headers), cookie, signal });
    cookie = connection.cookie;
    return { transport: connection.transport, name, endLines: ['Read side closed'] };
  };

  return {
    kind: 'webSocket',
    place: `[${url}]`,
    locate: async (signal) => {
      if (!first && !(await isLoginReady({ url, network, headers, signal, status }))) {
        throw new TransportError('NOT_JENKINS', 'retryable', `${url} is not ready`);
      }
      first = false;
      return { connect, root: url, read: reader(url, login?.reveal()) };
    },
  };
}
