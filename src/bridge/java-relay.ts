/**
 * The relay of an agent's channel: what no declaration here knows goes to a child that runs the official agent, started when it
 * is first needed. Until then all that this costs is to keep the few requests that leave something behind in a JVM.
 */
import { anyKind } from '../callables/lookup.js';
import { UnknownClassError } from '../callables/unknown-class.js';
import { ioError } from '../java/java-error.js';
import { intField } from '../remoting/command-fields.js';
import { commandSource, errorToThrowable, exceptionResponse } from '../remoting/failure.js';
import { isOwnId, isOwnObject } from '../remoting/relay.js';
import type { ReceivedRequest, Relay, RelayedChannel } from '../remoting/relay.js';
import { RESPONSE } from '../remoting/wire/command-classes.js';
import { POS_NOTIFY_DEAD_WRITER } from '../remoting/wire/stream-classes.js';
import { JavaObject } from '../serial/model.js';
import { concernOf } from './commands.js';
import type { Concern } from './commands.js';
import type { JavaChild } from './java-child.js';
import { LeftState } from './left-state.js';
import type { BridgeParts } from './options.js';
import { WriterOrder } from './writer-order.js';

const SOURCE = 'jenkins-agent java';
const OURS = 'ours';

export class JavaRelay implements Relay {
  /** The bytes of each user request, as long as it is being looked at. */
  readonly #bytes = new WeakMap<JavaObject, Buffer>();
  readonly #writers = new WriterOrder<JavaChild | typeof OURS>();
  readonly #state = new LeftState();
  #child: JavaChild | undefined;
  #starting: Promise<JavaChild> | undefined;
  #stopping: NodeJS.Timeout | undefined;
  #highestId = 0;

  constructor(
    private readonly channel: RelayedChannel,
    private readonly parts: BridgeParts,
  ) {}

  received(command: JavaObject, bytes: Buffer): boolean {
    if (command.className === 'hudson.remoting.UserRequest') {
      this.#bytes.set(command, bytes);
      return false;
    }
    const concern = concernOf(command);
    return concern !== undefined && this.#route(concern, command, bytes);
  }

  async takesOver(request: ReceivedRequest, error: unknown): Promise<boolean> {
    const bytes = this.#bytes.get(request.command);
    if (!bytes) return false;
    const { subject, command, call } = request;
    if (isMethodCall(subject) && !isOwnObject(intField(subject, 'oid'))) {
      this.#child?.call(command, bytes, { className: text(subject.get('methodName')), loader: call.classLoader });
      return this.#child !== undefined;
    }
    if (subject !== undefined && !(error instanceof UnknownClassError)) return false;
    const className = error instanceof UnknownClassError ? error.className : UNREADABLE;
    const child = await this.#childFor(className, request, error);
    if (call.signal.aborted) return false;
    if (this.parts.relayed(className) === 1) await this.#announce(className, request);
    child.call(command, bytes, { className, loader: call.classLoader });
    return true;
  }

  performed(request: ReceivedRequest): void {
    const { subject, command } = request;
    if (!(subject instanceof JavaObject) || anyKindOrNone(subject.className)?.leavesState !== true) return;
    this.#state.keep(subject, command);
    if (this.#child) void this.#state.replay(this.#child, [command]).catch(this.#cannotReplay);
  }

  sent(command: JavaObject): void {
    if (!command.className.endsWith('$Chunk')) return;
    const concern = concernOf(command);
    if (concern?.about === 'chunk') this.#writers.wrote(concern.oid, OURS);
  }

  ended(): void {
    clearTimeout(this.#stopping);
    const child = this.#child;
    this.#child = undefined;
    if (child) void child.process.end();
  }

  /** @returns whether the command concerns the child, dead or alive, and nobody else */
  #route(concern: Concern, command: JavaObject, bytes: Buffer): boolean {
    const child = this.#child;
    switch (concern.about) {
      case 'request':
        return false;
      case 'call':
        // One for an object of a child that is no more is refused as any for an object that is unknown.
        return !isOwnObject(concern.oid) && this.#give(concern, command, bytes) !== undefined;
      case 'object':
      case 'connect':
        if (isOwnObject(concern.oid)) return false;
        this.#give(concern, command, bytes);
        return true;
      case 'chunk':
        if (isOwnObject(concern.oid)) return false;
        if (!this.#give(concern, command, bytes)) this.#refuseChunks(concern.oid, 'The Java process has ended');
        return true;
      case 'ack': {
        const writer = this.#writers.acknowledged(concern.oid);
        if (writer === OURS || writer === undefined) return false;
        if (writer === child) this.#give(concern, command, bytes);
        return true;
      }
      case 'response':
        if (isOwnId(concern.id)) return false;
        this.#give(concern, command, bytes);
        return true;
      case 'cancel':
        return child?.calls.has(concern.id) === true && this.#give(concern, command, bytes) !== undefined;
      case 'deadWriter':
      case 'collect':
      case 'close':
        this.#give(concern, command, bytes);
        return false;
    }
  }

  #give(concern: Concern, command: JavaObject, bytes: Buffer): JavaChild | undefined {
    this.#child?.deliver(concern, command, bytes);
    return this.#child;
  }

  /** The child, started if need be, if it can run the class. @throws JavaError that says why there is none */
  async #childFor(className: string, request: ReceivedRequest, error: unknown): Promise<JavaChild> {
    const start = await import('./start-child.js');
    try {
      const level = await start.levelOf(className, request.call, this.parts);
      for (;;) {
        clearTimeout(this.#stopping);
        const child = this.#child ?? (await this.#started(start, request, level));
        start.checkLevel(child.process.java, level);
        if (child.isAlive) return child;
      }
    } catch (failure) {
      const known = error instanceof Error ? error.message : String(error);
      const why = failure instanceof Error ? failure.message : String(failure);
      throw ioError(`${known} It could not be run by Java either: ${why}`, { cause: failure });
    }
  }

  #started(start: typeof import('./start-child.js'), request: ReceivedRequest, level: number): Promise<JavaChild> {
    this.#starting ??= this.#start(start, request, level).finally(() => (this.#starting = undefined));
    return this.#starting;
  }

  async #start(start: typeof import('./start-child.js'), request: ReceivedRequest, level: number): Promise<JavaChild> {
    const { channel, parts } = this;
    const events = {
      wrote: (oid: number): void => {
        if (this.#child) this.#writers.wrote(oid, this.#child);
      },
      ended: (child: JavaChild, how: string): void => this.#childEnded(child, how),
      idle: (child: JavaChild): void => this.#childIdle(child),
    };
    const child = await start.startChild(channel, request.call, parts, events, this.#highestId, level);
    await this.#state.replay(child);
    if (channel.closed.aborted) {
      await child.process.end();
      throw channel.closed.reason;
    }
    this.#child = child;
    return child;
  }

  async #announce(className: string, { call }: ReceivedRequest): Promise<void> {
    const { loaderName } = await import('./start-child.js');
    const where = await loaderName(call);
    const from = where === undefined ? '' : ` (${where})`;
    const { version, path } = this.#child?.process.java ?? { version: '', path: '' };
    const message = `${className}${from} is not known to this agent: Java ${version} (${path}) runs it. Turn this off with -java never.`;
    this.parts.logger.log('INFO', SOURCE, message);
  }

  #childIdle(child: JavaChild): void {
    clearTimeout(this.#stopping);
    this.#stopping = setTimeout(() => {
      if (child !== this.#child || child.isNeeded) return;
      this.parts.logger.log('FINE', SOURCE, 'Java has had nothing to do: it is ended');
      this.#highestId = Math.max(this.#highestId, child.objects.highest);
      this.#child = undefined;
      void child.process.end();
    }, this.parts.options.idleMs).unref();
  }

  /** Whatever waits for the child fails; everything else goes on. */
  #childEnded(child: JavaChild, how: string): void {
    this.#highestId = Math.max(this.#highestId, child.objects.highest);
    if (this.#child === child) this.#child = undefined;
    if (this.channel.closed.aborted) return;
    const reason = ioError(`The Java process that ran this has ended: it ${how}`);
    if (child.calls.size > 0) this.parts.logger.log('WARNING', SOURCE, reason.message);
    for (const [id, { loader }] of child.calls) {
      const answer =
        loader === undefined
          ? { exception: errorToThrowable(reason), returnValue: null }
          : { exception: null, returnValue: exceptionResponse(reason, loader) };
      this.channel.send(RESPONSE.create({ createdAt: null, id, lastIoId: 0, ...answer }));
    }
    for (const oid of child.objects.writtenTo) this.#refuseChunks(oid, reason.message);
    child.peerObjects.releaseAll(this.channel, reason);
  }

  /** The peer's writer of a stream of the child's hears that nobody reads any more. */
  #refuseChunks(oid: number, why: string): void {
    this.channel.send(POS_NOTIFY_DEAD_WRITER.create({ createdAt: commandSource(ioError(why)), oid }));
  }

  readonly #cannotReplay = (error: unknown): void => {
    this.parts.logger.log('FINE', SOURCE, 'Java could not be told what the agent has been told', error);
  };
}

const UNREADABLE = '(unreadable)';

function isMethodCall(subject: unknown): subject is JavaObject {
  return subject instanceof JavaObject && subject.isA('hudson.remoting.RemoteInvocationHandler$RPCRequest');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function anyKindOrNone(className: string): { readonly leavesState?: boolean } | undefined {
  const found = anyKind(className);
  return found?.kind === 'callable' ? found : undefined;
}
