/**
 * One run of the child, for one channel: commands go to it and come from it as they are, and what has to be known of them is
 * written down: which requests it works on, which it has made, which objects of whose are in whose hands.
 */
import { intField } from '../remoting/command-fields.js';
import { FIRST_OWN_ID } from '../remoting/relay.js';
import type { RelayedChannel } from '../remoting/relay.js';
import { UNEXPORT_COMMAND } from '../remoting/wire/command-classes.js';
import { readObject } from '../serial/reader.js';
import { JavaObject } from '../serial/model.js';
import { writeObject } from '../serial/writer.js';
import { ChildObjects } from './child-objects.js';
import { concernOf } from './commands.js';
import type { Concern } from './commands.js';
import type { JavaProcess } from './java-process.js';
import { PeerObjects } from './peer-objects.js';
import { referencesIn } from './references.js';
import { ChildRequests } from './request-ids.js';
import type { OrphanedRequests } from './request-ids.js';
import { NO_WRITER } from './successor.js';
import { withInt } from './with-int.js';

/** Commands that may bring references. */
const BRINGING: ReadonlySet<Concern['about']> = new Set(['call', 'request', 'response']);

/** What those who wait get when the child has ended. */
const NO_ANSWER = new JavaObject({ name: '', suid: 0n, flags: 0, fields: [], superDesc: null, annotation: [] }, []);

/** A request of the peer's that the child works on. */
export interface RelayedCall {
  /** What is asked for, for people. */
  readonly className: string;
  /** The peer's class loader for its answer; undefined for a request that is answered in the outer stream. */
  readonly loader?: number | null;
}

export interface ChildEvents {
  /** A chunk of the child's goes to a stream of the peer's. */
  readonly wrote: (child: JavaChild, oid: number) => void;
  /** Called once. */
  readonly ended: (child: JavaChild, how: string) => void;
  /** It has nothing to do, and nobody needs it. Called at every moment when that begins to be so. */
  readonly idle: (child: JavaChild) => void;
}

export class JavaChild {
  readonly calls = new Map<number, RelayedCall>();
  readonly peerObjects = new PeerObjects();
  readonly objects: ChildObjects;
  readonly requests: ChildRequests;
  #ended = false;
  #isBroken = false;
  readonly #answers = new Map<number, (response: JavaObject) => void>();
  #nextId = FIRST_OWN_ID;
  /** References that the peer never counted, as they were in something that was said again: not to be given back to it. */
  readonly #uncounted = new Map<number, number>();

  /**
   * @param floor the highest object id that earlier children have used
   * @param orphans requests of theirs that have not been answered
   */
  constructor(
    readonly process: JavaProcess,
    private readonly channel: RelayedChannel,
    private readonly events: ChildEvents,
    private readonly floor: number,
    orphans: OrphanedRequests,
  ) {
    this.objects = new ChildObjects(floor);
    this.requests = new ChildRequests(orphans);
    process.transport.start({
      command: (bytes) => this.#guarded(bytes),
      end: (error) => (error ? process.kill(`spoke nonsense: ${error.message},`) : void process.end()),
    });
    void process.ended.then((how) => {
      this.#ended = true;
      for (const answer of this.#answers.values()) answer(NO_ANSWER);
      events.ended(this, how);
    });
  }

  get isAlive(): boolean {
    return !this.#ended;
  }

  /** Whether it works on something, or the peer has objects of it. */
  get isNeeded(): boolean {
    return this.calls.size > 0 || this.requests.size > 0 || this.#answers.size > 0 || this.objects.held > 0;
  }

  /** Whether an object of a child's is one of this child's. */
  owns(oid: number): boolean {
    return oid > this.floor;
  }

  /** Gives it a command of the peer's that concerns it. */
  deliver(concern: Concern, command: JavaObject, bytes: Buffer): void {
    let delivered = bytes;
    switch (concern.about) {
      case 'object':
        if (concern.ends) this.objects.released(concern.oid);
        break;
      case 'connect':
        this.objects.released(concern.oid);
        break;
      case 'chunk':
        this.objects.written(concern.oid);
        break;
      case 'call':
        this.calls.set(concern.id, { className: command.className });
        break;
      case 'response': {
        const id = this.requests.answered(concern.id);
        if (id !== concern.id) delivered = writeObject(withInt(command, 'id', id));
        break;
      }
      case 'ack':
      case 'cancel':
      case 'close':
      case 'collect':
      case 'deadWriter':
      case 'request':
        break;
    }
    if (BRINGING.has(concern.about)) this.peerObjects.received(referencesIn(command));
    this.process.transport.send(delivered);
    this.#tellIfIdle();
  }

  /** Gives it a user request. */
  call(command: JavaObject, bytes: Buffer, call: RelayedCall): void {
    this.calls.set(intField(command, 'id'), call);
    this.peerObjects.received(referencesIn(command));
    this.process.transport.send(bytes);
  }

  /**
   * Has it perform a request that the peer is told nothing of.
   * @param command with any id; what it refers to is not the child's to give back
   * @returns the Response; rejects when the child ends
   */
  async ask(command: JavaObject): Promise<JavaObject> {
    for (const { oid } of referencesIn(command)) this.#uncounted.set(oid, (this.#uncounted.get(oid) ?? 0) + 1);
    const id = this.#nextId++;
    const response = await new Promise<JavaObject>((resolve) => {
      this.#answers.set(id, resolve);
      this.process.transport.send(writeObject(withInt(command, 'id', id)));
    });
    if (response === NO_ANSWER) throw new Error(`the child has ended: ${await this.process.ended}`);
    return response;
  }

  /** Sends it a command of ours. */
  send(command: JavaObject): void {
    this.process.transport.send(writeObject(command));
  }

  /** What it says is no more to be trusted than what any peer does; and what is wrong with it is wrong with it alone. */
  #guarded(bytes: Buffer): void {
    if (this.#isBroken) return;
    try {
      this.#fromChild(bytes);
    } catch (error) {
      this.#isBroken = true;
      this.process.kill(`spoke nonsense: ${error instanceof Error ? error.message : String(error)},`);
    }
  }

  #fromChild(bytes: Buffer): void {
    const command = readObject(bytes);
    if (!(command instanceof JavaObject)) throw new Error('what came is no command');
    const concern = concernOf(command);
    if (!concern) throw new Error(`${command.className} is no command`);
    if (this.#isForUs(concern, command)) return;
    const id = this.#note(concern, command);
    this.channel.sendBytes(id === undefined ? bytes : writeObject(withInt(command, 'id', id)));
    this.#tellIfIdle();
  }

  /** Answers to what we asked, the end, and references that the peer never counted. */
  #isForUs(concern: Concern, command: JavaObject): boolean {
    switch (concern.about) {
      case 'close':
        return true;
      case 'response': {
        const answer = this.#answers.get(concern.id);
        this.#answers.delete(concern.id);
        answer?.(command);
        return answer !== undefined;
      }
      case 'object': {
        const uncounted = concern.ends ? (this.#uncounted.get(concern.oid) ?? 0) : 0;
        if (uncounted > 1) this.#uncounted.set(concern.oid, uncounted - 1);
        else this.#uncounted.delete(concern.oid);
        return uncounted > 0;
      }
      case 'connect':
        if (concern.oid !== NO_WRITER) return false;
        this.send(UNEXPORT_COMMAND.create({ createdAt: null, oid: concern.reader }));
        return true;
      case 'ack':
      case 'call':
      case 'cancel':
      case 'chunk':
      case 'collect':
      case 'deadWriter':
      case 'request':
        return false;
    }
  }

  /** @returns the id under which a request goes, if it is another than the child's own */
  #note(concern: Concern, command: JavaObject): number | undefined {
    let id: number | undefined;
    switch (concern.about) {
      case 'object':
        if (concern.ends) this.peerObjects.released(concern.oid);
        break;
      case 'connect':
        this.peerObjects.released(concern.oid);
        this.objects.received({ oid: concern.reader, kind: 'output' });
        break;
      case 'chunk':
        this.events.wrote(this, concern.oid);
        break;
      case 'ack':
        this.objects.acknowledged(concern.oid);
        break;
      case 'call':
      case 'request':
        id = this.requests.asks(concern.id);
        break;
      case 'cancel':
        id = this.requests.nameOf(concern.id);
        break;
      case 'response':
        this.calls.delete(concern.id);
        break;
      case 'close':
      case 'collect':
      case 'deadWriter':
        break;
    }
    if (BRINGING.has(concern.about)) for (const brought of referencesIn(command)) this.objects.received(brought);
    return 'id' in concern && id !== concern.id ? id : undefined;
  }

  #tellIfIdle(): void {
    if (!this.isNeeded) this.events.idle(this);
  }
}
