import type { Network } from '../../endpoint/network.js';
import type { Logger } from '../../remoting/logger.js';
import type { StatusListener } from '../../transport/status.js';
import type { InboundOptions } from '../life/options.js';
import type { ReadBeginning } from './remoting-version.js';

/** What all ways to a controller have in common. */
export interface WayContext {
  readonly options: InboundOptions;
  readonly network: Network;
  readonly logger: Logger;
  readonly status: StatusListener;
  /** Makes the function that reads below a root URL; `login` is `user:password` that belongs to it. */
  readonly reader: (root: string, login: string | undefined) => ReadBeginning;
}
