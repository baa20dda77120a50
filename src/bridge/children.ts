/**
 * The child of a channel: started when it is first needed and after each end, told what the agent has been told, ended when it has
 * long had nothing to do.
 */
import { ioError } from '../java/java-error.js';
import { orAborted } from '../remoting/aborted.js';
import type { Call } from '../remoting/call.js';
import { PeerClassLoaders } from '../remoting/peer-class-loaders.js';
import type { RelayedChannel } from '../remoting/relay.js';
import type { JavaObject } from '../serial/model.js';
import { askProperty } from './ask-property.js';
import { failChild } from './fail-child.js';
import { keepWatch } from './heartbeat.js';
import type { JavaChild } from './java-child.js';
import type { LeftState } from './left-state.js';
import type { BridgeParts, JavaInUse } from './options.js';
import { OrphanedRequests } from './request-ids.js';
import { checkLevel, levelOf, startChild } from './start-child.js';
import { countBehind } from './successor.js';

const SOURCE = 'jenkins-agent java';

/** One that ends as soon as it has been started is not started for ever. */
const MAX_STARTS = 2;

export class Children {
  /** Requests of those that have ended, which the peer has not answered. */
  readonly orphans = new OrphanedRequests();
  /** Class loaders of the peer's that they held. */
  readonly loaders: PeerClassLoaders;
  #current: JavaChild | undefined;
  /** The current one, once it may be given requests. */
  #ready: Promise<JavaChild> | undefined;
  #idle: NodeJS.Timeout | undefined;
  #highestId = 0;

  /** @param wrote told of each chunk of a child's that goes to a stream of the peer's */
  constructor(
    private readonly channel: RelayedChannel,
    private readonly parts: BridgeParts,
    private readonly state: LeftState,
    private readonly wrote: (child: JavaChild, oid: number) => void,
  ) {
    this.loaders = new PeerClassLoaders((command) => channel.send(command));
  }

  /** The one that commands go to. It is there before it may be given requests: it asks for classes while it hears what is to be known. */
  get current(): JavaChild | undefined {
    return this.#current;
  }

  /** The child, started if need be, if it can run the class. @throws JavaError that says why there is none */
  async forClass(className: string, call: Call): Promise<JavaChild> {
    const level = await levelOf(className, call, this.parts);
    for (let starts = 0; starts < MAX_STARTS; starts++) {
      clearTimeout(this.#idle);
      this.#ready ??= this.#start(call, level);
      const child = await orAborted(this.#ready, call.signal);
      checkLevel(child.process.java, level);
      if (child.isAlive) return child;
    }
    throw ioError('the Java process ends as soon as it has started');
  }

  /** Has the child perform a request that leaves something behind. One that is not there hears it when it starts. */
  tell(command: JavaObject): void {
    if (!this.#current) return;
    this.state.replay(this.#current, [command]).catch((error: unknown) => {
      this.parts.logger.log('FINE', SOURCE, 'Java could not be told what the agent has been told', error);
    });
  }

  /** At the end of the channel. */
  end(): void {
    clearTimeout(this.#idle);
    const child = this.#current;
    this.#forget(child);
    if (child) void child.process.end();
  }

  #start(call: Call, level: number): Promise<JavaChild> {
    const ready = this.#started(call, level);
    ready.catch(() => {
      if (this.#ready === ready) this.#ready = undefined;
    });
    return ready;
  }

  async #started({ classLoader }: Call, level: number): Promise<JavaChild> {
    const { channel, parts } = this;
    const floor = this.#highestId;
    const events = {
      wrote: this.wrote,
      ended: (child: JavaChild, how: string): void => this.#ended(child, how),
      idle: (child: JavaChild): void => this.#isIdle(child),
    };
    const child = await startChild(channel, classLoader, parts, events, { floor, orphans: this.orphans, level });
    this.#current = child;
    parts.inUse?.(inUse(child));
    keepWatch(child, parts.patience);
    await countBehind(child, floor);
    await this.state.replay(child);
    for (const key of channel.properties.awaited) this.#awaitProperty(child, key);
    return child;
  }

  /** The peer waits for a property that code in the child may set. When the child ends first, it goes on waiting. */
  #awaitProperty(child: JavaChild, key: string): void {
    askProperty(child, 'waitForProperty', key).then(
      (response) => this.channel.properties.set(key, response.get('returnValue') ?? null),
      () => undefined,
    );
  }

  #isIdle(child: JavaChild): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      if (child !== this.#current || child.isNeeded) return;
      this.parts.logger.log('FINE', SOURCE, 'Java has had nothing to do: it is ended');
      this.#forget(child);
      void child.process.end();
    }, this.parts.options.idleMs).unref();
  }

  #ended(child: JavaChild, how: string): void {
    this.#forget(child);
    if (!this.channel.closed.aborted) failChild(child, how, this.channel, this.loaders, this.parts.logger);
  }

  /** The next request starts another, which counts its objects on from where this one stopped. */
  #forget(child: JavaChild | undefined): void {
    if (!child || child !== this.#current) return;
    this.#highestId = Math.max(this.#highestId, child.objects.highest);
    this.#current = undefined;
    this.#ready = undefined;
    this.parts.inUse?.(undefined);
  }
}

function inUse(child: JavaChild): JavaInUse {
  return {
    version: child.process.java.version,
    get running() {
      return child.calls.size;
    },
  };
}
