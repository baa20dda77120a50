/**
 * The relay of an agent's channel, as long as nothing needs Java: what is to be known later is written down. The rest is loaded
 * and made with the first class that no declaration here knows.
 */
import { anyKind } from '../callables/lookup.js';
import { UnknownClassError } from '../callables/unknown-class.js';
import { intField } from '../remoting/command-fields.js';
import type { ReceivedRequest, Relay, RelayedChannel } from '../remoting/relay.js';
import { JavaObject } from '../serial/model.js';
import type { JavaRelay } from './java-relay.js';
import { LeftState } from './left-state.js';
import type { BridgeParts } from './options.js';
import { OURS, WriterOrder } from './writer-order.js';

export class LazyRelay implements Relay {
  /** The bytes of each user request, as long as it is being looked at. */
  readonly #bytes = new WeakMap<JavaObject, Buffer>();
  readonly #writers = new WriterOrder();
  readonly #state = new LeftState();
  #java: JavaRelay | undefined;
  #loading: Promise<JavaRelay> | undefined;

  constructor(
    private readonly channel: RelayedChannel,
    private readonly parts: BridgeParts,
  ) {}

  received(command: JavaObject, bytes: Buffer): boolean {
    const { className } = command;
    if (className === 'hudson.remoting.UserRequest') {
      this.#bytes.set(command, bytes);
      return false;
    }
    if (this.#java) return this.#java.received(command, bytes);
    if (className.endsWith('$Ack')) this.#writers.acknowledged(intField(command, 'oid'));
    return false;
  }

  async takesOver(request: ReceivedRequest, error: unknown): Promise<boolean> {
    const bytes = this.#bytes.get(request.command);
    if (!bytes) return false;
    const isUnknown = error instanceof UnknownClassError || request.subject === undefined;
    // As long as Java has run nothing, no object is one of its.
    const java = isUnknown ? await this.#load() : this.#java;
    return java ? java.takesOver(request, bytes, error) : false;
  }

  performed({ subject, command }: ReceivedRequest): void {
    if (!(subject instanceof JavaObject)) return;
    const found = anyKind(subject.className);
    if (found?.kind !== 'callable' || found.leavesState !== true) return;
    this.#state.keep(subject, command);
    this.#java?.tell(command);
  }

  sent(command: JavaObject): void {
    if (command.className.endsWith('$Chunk')) this.#writers.wrote(intField(command, 'oid'), OURS);
  }

  ended(): void {
    this.#java?.ended();
  }

  #load(): Promise<JavaRelay> {
    this.#loading ??= import('./java-relay.js').then(
      ({ JavaRelay: Made }) => (this.#java = new Made(this.channel, this.parts, this.#state, this.#writers)),
    );
    return this.#loading;
  }
}
