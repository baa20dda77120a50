/**
 * Plays the controller's side of a recording to our channel and collects where our agent's answers differ from the recorded
 * ones, as decoded objects.
 *
 * The recording speaks of another machine: its directory is exchanged for one of ours in everything that we are sent, and
 * back in everything that we answer; object ids and names of temporary files that the official agent made up are exchanged
 * for those that ours made up, as its answers reveal them.
 */
import { Channel } from '../../src/remoting/channel.js';
import type { CommandListener, CommandTransport } from '../../src/remoting/command-transport.js';
import type { RequestHandler } from '../../src/remoting/incoming-requests.js';
import type { Logger } from '../../src/remoting/logger.js';
import { decodePayload } from '../../src/remoting/payload.js';
import { RESPONSE } from '../../src/remoting/wire/command-classes.js';
import { byteArray, listValues } from '../../src/serial/jdk.js';
import { JavaObject } from '../../src/serial/model.js';
import type { JavaValue } from '../../src/serial/model.js';
import { readObject } from '../../src/serial/reader.js';
import { writeObject } from '../../src/serial/writer.js';
import { compareValues } from './compare.js';
import type { Difference } from './compare.js';
import { readable } from './readable.js';
import { AgentStreams, ControllerInputs } from './streams.js';
import { rewriteStrings, withFields } from './rewrite.js';
import { bytesOf } from './trace.js';
import type { TraceLine } from './trace.js';

export interface ReplayOptions {
  readonly handler: RequestHandler;
  readonly logger: Logger;
  /** Directory exchange: recorded -> ours. */
  readonly directories: ReadonlyMap<string, string>;
  /** Strings in answers that name something made up: when recorded and ours both match, ours stands for the recorded from then on. */
  readonly madeUp: RegExp;
  /** Requests that are not played, by what the recorder called them. */
  readonly skip?: (line: TraceLine) => boolean;
  /** Resolves when a request, already with our directories in it, may be played. */
  readonly ready?: (line: TraceLine, callable: JavaValue) => Promise<void> | undefined;
  /** Class files (or what of them matters) that the controller serves, by resource name. */
  readonly classes: ReadonlyMap<string, Buffer>;
  /** How long an answer may take, ms. */
  readonly patience?: number;
}

export interface ReplayDifference extends Difference {
  readonly request: number;
  /** Class of the callable, or the stream. */
  readonly what: string;
}

/** HUDSON_COOKIE and the like. */
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

const PLAYED_ONE_WAY = /Chunk$|Flush$|EOF$|Cancel$|^ProxyOutputStream\$Unexport$|^ProxyWriter\$Unexport$/;

export class Replayer {
  readonly differences: ReplayDifference[] = [];
  /** Number of answers compared. */
  compared = 0;
  /** Callables that our agent called at the controller. */
  readonly asked: string[] = [];
  readonly #channel: Channel;
  readonly #answers = new Map<number, JavaObject>();
  readonly #waiting = new Map<number, () => void>();
  readonly #oids = new Map<number, number>();
  readonly #names = new Map<string, string>();
  readonly #requests = new Map<number, string>();
  readonly #streams = new AgentStreams();
  readonly #inputs: ControllerInputs;
  #listener: CommandListener | undefined;

  constructor(
    private readonly trace: readonly TraceLine[],
    private readonly options: ReplayOptions,
  ) {
    this.#inputs = new ControllerInputs(trace);
    const { handler, logger } = options;
    this.#channel = new Channel({ name: 'replay', transport: this.#transport(), logger, handler });
  }

  /** Plays the recording to its end. */
  async run(): Promise<void> {
    for (const line of this.trace) {
      if (line.from === 'controller') await this.#play(line);
      else await this.#expect(line);
    }
    for (const difference of this.#streams.compare((bytes) => this.#normalize(bytes))) {
      this.differences.push({ request: -1, ...difference });
    }
    this.#channel.peerCloses();
  }

  async #play(line: TraceLine): Promise<void> {
    const { kind, command } = line;
    if (this.options.skip?.(line) === true) return;
    if (kind === 'UserRequest') return this.#playUserRequest(line);
    if (!PLAYED_ONE_WAY.test(kind) && kind !== 'UnexportCommand' && !kind.endsWith('RPCRequest')) return;
    const oid = command.get('oid');
    if (typeof oid !== 'number') return this.#send(command);
    if (kind.startsWith('ProxyInputStream$Chunk')) this.#requests.set(line.id, 'ProxyInputStream$Chunk');
    const ours = this.#oids.get(oid) ?? (await this.#streams.connected(oid, this.#patience));
    // An object that only the official agent exports (its class loader) is nothing to us.
    if (ours !== undefined) this.#send(withFields(command, { oid: ours }));
  }

  async #playUserRequest(line: TraceLine): Promise<void> {
    const payload = decodePayload(bytesOf(line.command.get('request')));
    let callable = rewriteStrings(payload, (text) => this.#toOurs(text), this.#oids);
    if (callable instanceof JavaObject && typeof callable.get('oid') === 'number' && line.what.includes('RPCRequest')) {
      const oid = callable.get('oid') as number;
      this.#requests.set(
        line.id,
        `${callable.get('declaringClassName') as string}.${callable.get('methodName') as string}`,
      );
      callable = withFields(callable, { oid: this.#oids.get(oid) ?? oid });
    } else this.#requests.set(line.id, line.what);
    await this.options.ready?.(line, callable);
    this.#streams.mention(callable, line.what);
    this.#send(withFields(line.command, { request: byteArray(writeObject(callable)) }));
  }

  async #expect(line: TraceLine): Promise<void> {
    if (line.kind === 'Response') return this.#expectAnswer(line);
    this.#streams.recorded(line.kind, line.command);
  }

  async #expectAnswer(line: TraceLine): Promise<void> {
    const what = this.#requests.get(line.id);
    if (what === undefined) return;
    const answer = await this.#answer(line.id);
    if (!answer) {
      this.differences.push({ request: line.id, what, path: '', recorded: line.what, actual: 'no answer in time' });
      return;
    }
    const found = { differences: [] as Difference[], oids: this.#oids };
    compareValues(openAnswer(line.command), openAnswer(answer), found);
    this.compared++;
    for (const difference of found.differences) {
      const [recorded, actual] = [unquote(difference.recorded), this.#toRecorded(unquote(difference.actual))];
      if (recorded === actual) continue;
      const both =
        [...recorded.matchAll(this.options.madeUp)].length === 1 &&
        [...actual.matchAll(this.options.madeUp)].length === 1;
      if (both) this.#names.set(recorded, unquote(difference.actual));
      else this.differences.push({ request: line.id, what, path: difference.path, recorded, actual });
    }
  }

  async #answer(id: number): Promise<JavaObject | undefined> {
    if (!this.#answers.has(id)) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.#patience);
        this.#waiting.set(id, () => (clearTimeout(timer), resolve()));
      });
    }
    return this.#answers.get(id);
  }

  get #patience(): number {
    return this.options.patience ?? 20_000;
  }

  #send(command: JavaObject): void {
    this.#listener?.command(writeObject(command));
  }

  /** Our agent's commands: answers are kept, writes are acknowledged, reads are served from the recording. */
  #receive(bytes: Buffer): void {
    const command = readObject(bytes) as JavaObject;
    const id = command.get('id') as number;
    switch (command.className) {
      case 'hudson.remoting.Response':
        this.#answers.set(id, command);
        this.#waiting.get(id)?.();
        return;
      case 'hudson.remoting.ProxyInputStream$Chunk':
        return this.#send(this.#inputs.read(command));
      case 'hudson.remoting.UserRequest':
        return this.#send(this.#answerAgent(command));
      case 'hudson.remoting.RemoteInvocationHandler$RPCRequest':
        return this.#send(response(id, this.#serveClass(command)));
      default: {
        const ack = this.#streams.actual(command);
        if (ack) this.#send(ack);
      }
    }
  }

  /** A request of our agent's is answered as the same of the official agent's was; one that it did not make, with null. */
  #answerAgent(request: JavaObject): JavaObject {
    const id = request.get('id') as number;
    const callable = decodePayload(bytesOf(request.get('request')));
    const what = callable instanceof JavaObject ? callable.className : typeof callable;
    this.asked.push(what);
    const recorded = this.trace.find(
      (line) => line.from === 'agent' && line.kind === 'UserRequest' && line.what === what,
    );
    const answer = this.trace.find(
      (line) => line.from === 'controller' && line.kind === 'Response' && line.id === recorded?.id,
    );
    return answer ? withFields(answer.command, { id }) : response(id, null);
  }

  #transport(): CommandTransport {
    return {
      name: 'replay',
      start: (listener) => (this.#listener = listener),
      send: (bytes) => setImmediate(() => this.#receive(bytes)),
      drained: () => Promise.resolve(),
      handedOver: () => Promise.resolve(),
      close: () => Promise.resolve(),
      destroy: () => undefined,
    };
  }

  /** IClassLoader.getResource; null for any other method and for classes that are not served. */
  #serveClass(request: JavaObject): JavaValue {
    const [name] = request.get('methodName') === 'getResource' ? listValues(request.get('arguments')) : [];
    const bytes = typeof name === 'string' ? this.options.classes.get(name) : undefined;
    return bytes ? byteArray(bytes) : null;
  }

  #toOurs(text: string): string {
    let result = text;
    for (const [recorded, ours] of this.#names) result = result.replaceAll(recorded, ours);
    for (const [recorded, ours] of this.options.directories) result = result.replaceAll(recorded, ours);
    return result;
  }

  #toRecorded(text: string): string {
    let result = text;
    for (const [recorded, ours] of this.options.directories) result = result.replaceAll(ours, recorded);
    for (const [recorded, ours] of this.#names) result = result.replaceAll(ours, recorded);
    return result;
  }

  #normalize(bytes: Buffer): string {
    return this.#toRecorded(readable(bytes)).replace(UUID, 'UUID');
  }
}

/** The value, or the exception, inside a Response. */
export function openAnswer(response: JavaObject): JavaValue {
  const exception = response.get('exception') ?? null;
  if (exception !== null) return exception;
  const value = response.get('returnValue') ?? null;
  if (!(value instanceof JavaObject)) return value;
  if (value.className === 'hudson.remoting.UserRequest$NormalResponse')
    return decodePayload(bytesOf(value.get('response')));
  if (value.className === 'hudson.remoting.UserRequest$ExceptionResponse') {
    return decodePayload(bytesOf(value.get('rawResponse') ?? value.get('proxyResponse')));
  }
  return value;
}

function unquote(text: string): string {
  return text.startsWith('"') ? (JSON.parse(text) as string) : text;
}

function response(id: number, returnValue: JavaValue): JavaObject {
  return RESPONSE.create({ createdAt: null, id, lastIoId: 0, exception: null, returnValue });
}
