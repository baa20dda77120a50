import { directEndpoint } from '../../endpoint/direct.js';
import { discover, discovered } from '../../endpoint/discovery.js';
import type { Endpoint } from '../../endpoint/endpoint.js';
import { openTcpTransport } from '../../endpoint/open-tcp.js';
import type { Connection, Connector } from './connector.js';
import type { WayContext } from './way-context.js';
import type { Way } from '../life/options.js';
import type { Secret } from '../life/secret.js';
import { BUILT_IN_VERSION } from './remoting-version.js';

/** To a controller's TCP port: one that its web pages tell, or one that the user knows. */
export function tcpConnector(way: Exclude<Way, { kind: 'webSocket' }>, context: WayContext): Connector {
  const { options, network, logger, status, reader } = context;
  const { name, secret } = options.identity;
  const open = { name, secret: secret.reveal(), network, keepAlive: options.keepAlive, status, logger };
  let urls = way.kind === 'discovery' ? way.urls : [];
  let cookie: string | undefined;
  const logins = way.kind === 'discovery' ? way.logins : new Map<string, Secret>();
  const loginAt = (url: string): string | undefined => logins.get(url)?.reveal();

  const locate = async (signal: AbortSignal): Promise<Endpoint> => {
    if (way.kind === 'direct') {
      status('Locating server among []');
      const endpoint = directEndpoint(way.address, way.instanceIdentity, way.protocols);
      status(discovered(endpoint));
      return endpoint;
    }
    const credentials = options.http.credentials?.reveal();
    const found = await discover(urls, {
      name,
      agentVersion: BUILT_IN_VERSION,
      credentials,
      logins: new Map([...logins].map(([url, login]) => [url, login.reveal()])),
      tunnel: way.tunnel,
      protocolsToTry: options.protocolsToTry,
      network,
      status,
      logger,
      signal,
    });
    // The one that answered is asked first the next time.
    urls = found.urls;
    return found.endpoint;
  };

  const connect = async (endpoint: Endpoint, signal: AbortSignal): Promise<Connection> => {
    const connection = await openTcpTransport(endpoint, { ...open, cookie, signal });
    cookie = connection.cookie ?? cookie;
    const { host, port } = endpoint;
    return {
      transport: connection.transport,
      name: `${connection.transport.name} connection to ${host}:${port}`,
      endLines: [],
    };
  };

  return {
    kind: 'tcp',
    place: `[${(way.kind === 'discovery' ? way.urls : []).join(', ')}]`,
    locate: async (signal) => {
      const endpoint = await locate(signal);
      return {
        connect: (until) => connect(endpoint, until),
        root: endpoint.url,
        read: endpoint.url === undefined ? undefined : reader(endpoint.url, loginAt(endpoint.url)),
      };
    },
  };
}
