/**
 * One connection of an agent, from the controller's side: the channel and what core does with a new one
 * (hudson.slaves.SlaveComputer.setChannel) until the agent is online.
 */
import { Channel } from '../../src/remoting/channel.js';
import type { ChannelEnd } from '../../src/remoting/channel.js';
import type { CommandTransport } from '../../src/remoting/command-transport.js';
import type { Logger } from '../../src/remoting/logger.js';
import { handleAgentRequest, OfferedClassLoader } from './agent-requests.js';
import { PING } from './calls/set-up-classes.js';
import { setUpAgent } from './calls/set-up.js';
import type { AgentFacts } from './calls/set-up.js';
import type { ControllerSettings } from './settings.js';
import { byDeadline } from '../../src/java/deadline.js';

export interface ComputerOptions {
  /** Name of the node. */
  readonly name: string;
  /** What the agent has to show to replace this connection. */
  readonly cookie: string;
  readonly settings: ControllerSettings;
  readonly logger: Logger;
}

export class Computer {
  readonly cookie: string;
  readonly channel: Channel;
  readonly classLoader: OfferedClassLoader;
  /** Settles when the connection has ended; never rejects. */
  readonly gone: Promise<ChannelEnd>;
  /** Resolves when the agent has answered everything that core asks first; rejects when it is turned away or lost. */
  readonly online: Promise<void>;
  /** What the agent said about itself; undefined until it is online, and when it is not set up. */
  facts: AgentFacts | undefined;
  readonly settings: ControllerSettings;
  readonly #transport: CommandTransport;
  #online = false;
  #pings: NodeJS.Timeout | undefined;

  /** Opens the channel and begins to set the agent up. */
  constructor(transport: CommandTransport, options: ComputerOptions) {
    const { name, settings, logger } = options;
    this.cookie = options.cookie;
    this.settings = settings;
    this.#transport = transport;
    const classLoader = new OfferedClassLoader(settings);
    this.classLoader = classLoader;
    this.channel = new Channel({ name, transport, logger, handler: handleAgentRequest, classLoader });
    this.gone = this.channel.ended;
    this.online = this.#setUp(settings);
    this.online.catch((error: unknown) => {
      logger.log('WARNING', 'hudson.slaves.SlaveComputer setChannel', `${name} did not get online`, error);
      this.disconnect(error instanceof Error ? error : new Error(String(error)));
    });
    void this.gone.then(() => clearInterval(this.#pings));
  }

  get isOnline(): boolean {
    return this.#online && !this.channel.closed.aborted;
  }

  /** How the agent is connected: `JNLP4-connect` or `WebSocket`. */
  get protocol(): string {
    return this.#transport.name;
  }

  /** Calls PingThread$Ping and waits for the answer. */
  async ping(): Promise<void> {
    await this.channel.call(PING.create({}));
  }

  /** Ends the connection in the orderly way. */
  async close(): Promise<void> {
    await this.channel.close();
  }

  /** Cuts the connection without a word. */
  disconnect(reason: Error): void {
    this.#transport.destroy(reason);
  }

  async #setUp(settings: ControllerSettings): Promise<void> {
    if (settings.setUpAgents) this.facts = await setUpAgent(this.channel, settings);
    else await this.ping();
    this.#online = true;
    this.#startPinging(settings);
  }

  /** hudson.remoting.PingThread: an agent that does not answer in time is gone. */
  #startPinging({ pingIntervalSeconds, pingTimeoutSeconds }: ControllerSettings): void {
    const late = () => new Error(`no answer to a ping within ${pingTimeoutSeconds} s`);
    const pingOnce = async () => {
      try {
        await byDeadline(pingTimeoutSeconds * 1000, late, () => this.ping());
      } catch (error) {
        this.disconnect(error instanceof Error ? error : new Error(String(error)));
      }
    };
    this.#pings = setInterval(() => void pingOnce(), pingIntervalSeconds * 1000);
    this.#pings.unref();
  }
}
