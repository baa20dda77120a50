import type { Network } from '../../endpoint/network.js';
import { basicAuthorization } from '../../endpoint/url-login.js';
import type { Logger } from '../../remoting/logger.js';
import type { StatusListener } from '../../transport/status.js';
import type { InboundOptions } from '../life/options.js';
import type { Connector } from './connector.js';
import { pageReader } from './page-reader.js';
import type { WayContext } from './way-context.js';

/** Makes the connector of an agent, by what its options say. It keeps the controller's cookie from one connection to the next. */
export async function controllerConnector(
  options: InboundOptions,
  network: Network,
  logger: Logger,
  status: StatusListener,
): Promise<Connector> {
  const reader: WayContext['reader'] = (root, login) => {
    const credentials = options.http.credentials?.reveal() ?? login;
    return pageReader(
      root,
      network,
      credentials === undefined ? {} : { Authorization: basicAuthorization(credentials) },
    );
  };
  const context: WayContext = { options, network, logger, status, reader };
  const { way } = options.identity;
  // Each way brings its own transport: only the one that is gone is loaded.
  if (way.kind === 'webSocket') return (await import('./web-socket-connector.js')).webSocketConnector(way, context);
  return (await import('./tcp-connector.js')).tcpConnector(way, context);
}
