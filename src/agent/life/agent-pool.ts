/** The agents of a process while some of them are added, taken away and changed. */
import { EXIT } from './exit-codes.js';
import type { AgentHost } from './agent-host.js';
import type { AgentOptions } from './options.js';
import { StopRequest } from './signals.js';

interface Entry {
  options: AgentOptions;
  readonly stop: AbortController;
  /** What it becomes when it has ended; `nothing`: it is taken away. */
  next: AgentOptions | 'nothing' | undefined;
}

export class AgentPool {
  /** The exit code, when the last one has ended. */
  readonly ended: Promise<number>;
  readonly #entries = new Map<string, Entry>();
  readonly #codes: number[] = [];
  #end: (code: number) => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;

  constructor(
    private readonly host: AgentHost,
    first: readonly AgentOptions[],
  ) {
    this.ended = new Promise((resolve, reject) => ([this.#end, this.#fail] = [resolve, reject]));
    for (const options of first) this.#start(options, first.length > 1);
  }

  /** What runs now and goes on, by name; what is to become another counts as that. */
  get agents(): ReadonlyMap<string, AgentOptions> {
    const going = [...this.#entries].filter(([, { next }]) => next !== 'nothing');
    return new Map(going.map(([name, { options, next }]) => [name, typeof next === 'object' ? next : options]));
  }

  /** One whose name is still being taken away starts when that has ended. */
  add(options: AgentOptions): void {
    const entry = this.#entries.get(keyOf(options));
    if (entry) entry.next = options;
    else this.#start(options, true);
  }

  /** Lets it finish its builds, however long they take, and then end. */
  remove(name: string): void {
    this.#stop(name, 'nothing', 'It is no longer in the configuration');
  }

  /** The same, and then it starts with other options. */
  replace(options: AgentOptions): void {
    this.#stop(keyOf(options), options, 'Its configuration has changed');
  }

  #stop(name: string, next: Entry['next'], why: string): void {
    const entry = this.#entries.get(name);
    if (!entry) return;
    entry.next = next;
    entry.stop.abort(new StopRequest(EXIT.ok, why, true));
  }

  #start(options: AgentOptions, isOneOfSeveral: boolean): void {
    const entry: Entry = { options, stop: new AbortController(), next: undefined };
    this.#entries.set(keyOf(options), entry);
    this.host.run(options, { stop: entry.stop.signal, isOneOfSeveral }).then(
      ({ exitCode }) => this.#ended(entry, exitCode),
      (error: unknown) => this.#fail(error),
    );
  }

  #ended({ options, next }: Entry, exitCode: number): void {
    const key = keyOf(options);
    this.#entries.delete(key);
    if (typeof next === 'object' && !this.host.stop.aborted) {
      this.#start(next, true);
      return;
    }
    if (next === undefined || this.host.stop.aborted) this.#codes.push(exitCode);
    else this.host.operations.forget(key);
    if (this.#entries.size === 0) this.#end(this.#codes.find((code) => code !== EXIT.ok) ?? EXIT.ok);
  }
}

/** What an agent is known by: one that has another name is another agent. */
export function keyOf(options: AgentOptions): string {
  if (options.kind === 'inbound') return options.identity.name;
  return options.kind === 'jnlp' ? options.jnlpUrl : options.kind;
}
