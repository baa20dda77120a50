/** The relay once Java is needed: which commands are the child's, and what becomes of requests that nothing here can perform. */
import { UnknownClassError } from '../callables/unknown-class.js';
import { ioError } from '../java/java-error.js';
import { intField, objectArrayField } from '../remoting/command-fields.js';
import { isOwnId, isOwnObject } from '../remoting/relay.js';
import type { ReceivedRequest, RelayedChannel } from '../remoting/relay.js';
import { JavaObject } from '../serial/model.js';
import { Children } from './children.js';
import { concernOf } from './commands.js';
import type { Concern } from './commands.js';
import { refuseChunks } from './fail-child.js';
import type { JavaChild } from './java-child.js';
import type { LeftState } from './left-state.js';
import type { BridgeParts } from './options.js';
import { PeerObjects } from './peer-objects.js';
import { referencesIn } from './references.js';
import { loaderName } from './start-child.js';
import { OURS } from './writer-order.js';
import type { WriterOrder } from './writer-order.js';

const SOURCE = 'jenkins-agent java';
const CHANNEL_OBJECT = 1;
const GONE = ioError('The Java process that read this has ended');

export class JavaRelay {
  readonly #children: Children;
  /** Classes of which the log says that they cannot be run. */
  readonly #refused = new Set<string>();

  constructor(
    private readonly channel: RelayedChannel,
    private readonly parts: BridgeParts,
    state: LeftState,
    private readonly writers: WriterOrder,
  ) {
    this.#children = new Children(channel, parts, state, (child, oid) => writers.wrote(oid, child));
  }

  /** @returns whether the command concerns the child, dead or alive, and nobody else */
  received(command: JavaObject, bytes: Buffer): boolean {
    const concern = concernOf(command);
    return concern !== undefined && this.#route(concern, command, bytes);
  }

  /** See Relay.takesOver. @param bytes the command as it came */
  async takesOver(request: ReceivedRequest, bytes: Buffer, error: unknown): Promise<boolean> {
    const { subject, command, call } = request;
    if (isMethodCall(subject)) {
      // An object of ours is known to nobody else.
      if (isOwnObject(intField(subject, 'oid'))) return false;
      const child = this.#ownerOf(intField(subject, 'oid'));
      child?.call(command, bytes, { className: text(subject.get('methodName')), loader: call.classLoader });
      return child !== undefined;
    }
    if (subject !== undefined && !(error instanceof UnknownClassError)) return false;
    const className = error instanceof UnknownClassError ? error.className : UNREADABLE;
    const child = await this.#childFor(className, request, error);
    if (call.signal.aborted) return false;
    child.call(command, bytes, { className, loader: call.classLoader });
    if (this.parts.relayed(className) === 1) void this.#announce(className, child, request);
    return true;
  }

  /** A request that leaves something behind has been performed here. */
  tell(command: JavaObject): void {
    this.#children.tell(command);
  }

  ended(): void {
    this.#children.end();
  }

  #route(concern: Concern, command: JavaObject, bytes: Buffer): boolean {
    const child = this.#children.current;
    const give = (to: JavaChild | undefined): boolean => {
      to?.deliver(concern, command, bytes);
      return to !== undefined;
    };
    switch (concern.about) {
      case 'request':
        return false;
      case 'call':
        if (child && this.#asksForProperty(concern.oid, command)) return give(child);
        // One for an object of a child that is no more is refused as any for an object that is unknown.
        return !isOwnObject(concern.oid) && give(this.#ownerOf(concern.oid));
      case 'object':
      case 'connect':
        if (isOwnObject(concern.oid)) return false;
        give(this.#ownerOf(concern.oid));
        return true;
      case 'chunk':
        if (isOwnObject(concern.oid)) return false;
        if (!give(this.#ownerOf(concern.oid))) refuseChunks(this.channel, concern.oid, GONE);
        return true;
      case 'ack': {
        const writer = this.writers.acknowledged(concern.oid);
        if (writer === OURS || writer === undefined) return false;
        if (writer === child) give(child);
        return true;
      }
      case 'response':
        if (isOwnId(concern.id)) return false;
        if (this.#children.orphans.answered(concern.id)) this.#giveBack(command);
        else give(child);
        return true;
      case 'cancel':
        return child?.calls.has(concern.id) === true && give(child);
      case 'deadWriter':
        this.writers.forget(concern.oid);
        give(child);
        return false;
      case 'collect':
      case 'close':
        give(child);
        return false;
    }
  }

  /** A channel's properties are set by callables, wherever they run. */
  #asksForProperty(oid: number, command: JavaObject): boolean {
    if (oid !== CHANNEL_OBJECT || !/^(?:get|waitFor)Property$/.test(text(command.get('methodName')))) return false;
    const [key] = objectArrayField(command, 'arguments');
    return typeof key !== 'string' || !this.channel.properties.has(key);
  }

  #ownerOf(oid: number): JavaChild | undefined {
    const child = this.#children.current;
    return child?.owns(oid) === true ? child : undefined;
  }

  /** What came with an answer that nobody waits for any more. */
  #giveBack(response: JavaObject): void {
    const brought = new PeerObjects();
    brought.received(referencesIn(response));
    brought.releaseAll(this.channel, this.#children.loaders, GONE);
  }

  async #childFor(className: string, { call }: ReceivedRequest, error: unknown): Promise<JavaChild> {
    try {
      await this.parts.beforeRelay?.(className, call);
      return await this.#children.forClass(className, call);
    } catch (failure) {
      if (call.signal.aborted) throw failure;
      const known = error instanceof Error ? error.message : String(error);
      const why = failure instanceof Error ? failure.message : String(failure);
      const refusal = ioError(`${known} It could not be run by Java either: ${why}`, { cause: failure });
      if (!this.#refused.has(className)) this.parts.logger.log('WARNING', SOURCE, refusal.message);
      this.#refused.add(className);
      throw refusal;
    }
  }

  async #announce(className: string, child: JavaChild, { call }: ReceivedRequest): Promise<void> {
    const where = await loaderName(call);
    const from = where === undefined ? '' : ` (${where})`;
    const { version, path } = child.process.java;
    const message = `${className}${from} is not known to this agent: Java ${version} (${path}) runs it. Turn this off with -java never.`;
    this.parts.logger.log('INFO', SOURCE, message);
  }
}

const UNREADABLE = '(unreadable)';

function isMethodCall(subject: unknown): subject is JavaObject {
  return subject instanceof JavaObject && subject.isA('hudson.remoting.RemoteInvocationHandler$RPCRequest');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
