/** What an agent's life needs of the way to its controller, whichever it is. */
import type { CommandTransport } from '../../remoting/command-transport.js';
import type { ReadBeginning } from './remoting-version.js';

export interface Connector {
  readonly kind: 'tcp' | 'webSocket';
  /** How log lines call the places where the controller is looked for: `[http://a/, http://b/]`. */
  readonly place: string;
  /** Looks for the controller. Rejects with a TransportError, or the signal's reason. */
  locate(signal: AbortSignal): Promise<FoundController>;
}

export interface FoundController {
  /** Opens a connection. Rejects as `locate` does. */
  connect(signal: AbortSignal): Promise<Connection>;
  /** Reads from the controller's web pages; undefined when it has none that we know of. */
  readonly read: ReadBeginning | undefined;
  /** Where those begin, with a slash at the end. */
  readonly root?: string | undefined;
}

export interface Connection {
  readonly transport: CommandTransport;
  /** How logs call the channel. */
  readonly name: string;
  /** What users know to be said when it ends, before `Terminated`. */
  readonly endLines: readonly string[];
}
