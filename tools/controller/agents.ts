/** The agents of a controller: its nodes, and what happens when one of them has a connection. */
import type { CommandTransport } from '../../src/remoting/command-transport.js';
import type { Logger } from '../../src/remoting/logger.js';
import { Computer } from './computer.js';
import { Node } from './node.js';
import type { NodeOptions } from './node.js';
import type { ControllerSettings } from './settings.js';

export class Agents {
  readonly nodes = new Map<string, Node>();

  constructor(
    readonly settings: ControllerSettings,
    readonly logger: Logger,
  ) {}

  /** Defines a node that an agent may connect as. */
  add(name: string, options?: NodeOptions): Node {
    const node = new Node(name, options);
    this.nodes.set(name, node);
    return node;
  }

  /** Ends its connection, if there is one. */
  remove(name: string): void {
    const node = this.nodes.get(name);
    this.nodes.delete(name);
    node?.computer?.disconnect(new Error(`${name} is deleted`));
  }

  /** Takes over the transport of an agent that was admitted as `node`. Throws Refusal when another one was faster. */
  connected(node: Node, transport: CommandTransport, cookie: string): void {
    const { settings, logger } = this;
    node.attach(() => new Computer(transport, { name: node.name, cookie, settings, logger }));
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    const closing = [...this.nodes.values()].map(async ({ computer }) => computer?.close());
    await Promise.all(closing);
  }
}
