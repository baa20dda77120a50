/** The ways to a controller, by what the options say. */
import type { Network } from '../../endpoint/network.js';
import { basicAuthorization } from '../../endpoint/proxy.js';
import type { Logger } from '../../remoting/logger.js';
import type { StatusListener } from '../../transport/status.js';
import type { Connector } from './connector.js';
import type { InboundOptions } from '../life/options.js';
import { pageReader } from './page-reader.js';
import type { ReadBeginning } from './remoting-version.js';

/** What all ways have in common. */
export interface WayContext {
  readonly options: InboundOptions;
  readonly network: Network;
  readonly logger: Logger;
  readonly status: StatusListener;
  /** Makes the function that reads below a root URL. */
  readonly reader: (root: string) => ReadBeginning;
}

/** Makes the connector of an agent. It keeps the controller's cookie from one connection to the next. */
export async function controllerConnector(
  options: InboundOptions,
  network: Network,
  logger: Logger,
  status: StatusListener,
): Promise<Connector> {
  const { credentials } = options.http;
  const headers = credentials === undefined ? {} : { Authorization: basicAuthorization(credentials.reveal()) };
  const reader = (root: string): ReadBeginning => pageReader(root, network, headers);
  const context: WayContext = { options, network, logger, status, reader };
  const { way } = options.identity;
  // Each way brings its own transport: only the one that is gone is loaded.
  if (way.kind === 'webSocket') return (await import('./web-socket-connector.js')).webSocketConnector(way, context);
  return (await import('./tcp-connector.js')).tcpConnector(way, context);
}
