/**
 * Searching in threads of their own, for patterns whose time nobody can tell: the agent goes on meanwhile, and a search that
 * does not end is ended.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { nativeSearcher } from './search.js';
import type { Expression, Match, Searcher } from './search.js';

export interface SearchLimits {
  /** How long a search may take, from when a thread is there that takes it up. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A search was ended at its deadline. */
export class SearchTimeout extends Error {
  override readonly name = 'SearchTimeout';
}

/** The same as nativeSearcher gives, but with promises. They fail with SearchTimeout, or the reason of the signal. */
export function threadSearcher(expression: Expression, limits: SearchLimits): ThreadSearcher {
  return {
    find: async (text) => (await inThread({ expression, text, method: 'find' }, limits)) as boolean,
    search: async (text) => (await inThread({ expression, text, method: 'search' }, limits)) as Match[],
  };
}

export interface ThreadSearcher {
  find(text: string): Promise<boolean>;
  search(text: string): Promise<Match[]>;
}

interface Task {
  readonly expression: Expression;
  readonly text: string;
  readonly method: keyof Searcher;
}

type Found = boolean | Match[];

async function inThread(task: Task, limits: SearchLimits): Promise<Found> {
  await turn();
  try {
    limits.signal?.throwIfAborted();
    return await ask(idle.pop() ?? new SearchThread(), task, limits);
  } finally {
    running--;
    waiting.shift()?.();
  }
}

/** One build's bad pattern does not keep all others waiting, and many of them do not take all of the machine. */
const MOST_THREADS = 2;

/** A thread costs some hundredths of a second and some megabytes. */
const KEPT_IDLE_MS = 2000;

const idle: SearchThread[] = [];
const waiting: (() => void)[] = [];
let running = 0;

async function turn(): Promise<void> {
  if (running >= MOST_THREADS) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
}

type Answer = { readonly found: Found } | { readonly failure: string };

async function ask(thread: SearchThread, task: Task, { deadlineMs, signal }: SearchLimits): Promise<Found> {
  await thread.started;
  let timer: NodeJS.Timeout | undefined;
  let abort: (() => void) | undefined;
  const stopped = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SearchTimeout(`no answer after ${deadlineMs} ms`)), deadlineMs);
    abort = () => reject(signal?.reason as Error);
    signal?.addEventListener('abort', abort, { once: true });
  });
  try {
    const answer = await Promise.race([thread.run(task), stopped]);
    thread.keep();
    if ('failure' in answer) throw new Error(answer.failure);
    return answer.found;
  } catch (error) {
    if (!idle.includes(thread)) thread.end();
    throw error;
  } finally {
    clearTimeout(timer);
    if (abort !== undefined) signal?.removeEventListener('abort', abort);
  }
}

class SearchThread {
  readonly #worker = new Worker(THREAD, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 256 } });
  #idleTimer: NodeJS.Timeout | undefined;
  readonly started = once(this.#worker, 'online');

  run(task: Task): Promise<Answer> {
    clearTimeout(this.#idleTimer);
    this.#worker.ref();
    return new Promise((resolve, reject) => {
      this.#worker.removeAllListeners();
      this.#worker.once('message', resolve).once('error', reject);
      this.#worker.once('exit', (code) => reject(new Error(`the thread of a search ended with ${code}`)));
      this.#worker.postMessage(task);
    });
  }

  /** Ready for another search, for a while; it keeps no process from ending. */
  keep(): void {
    this.#worker.unref();
    idle.push(this);
    this.#idleTimer = setTimeout(() => {
      idle.splice(idle.indexOf(this), 1);
      this.end();
    }, KEPT_IDLE_MS).unref();
  }

  end(): void {
    this.#worker.removeAllListeners();
    this.#worker.on('error', () => undefined);
    void this.#worker.terminate();
  }
}

/** As a text and not as a file: the executable that is one file has no others. */
const THREAD = `
const { parentPort } = require('node:worker_threads');
const nativeSearcher = ${nativeSearcher.toString()};
parentPort.on('message', ({ expression, text, method }) => {
  let answer;
  try {
    answer = { found: nativeSearcher(expression)[method](text) };
  } catch (error) {
    answer = { failure: String(error) };
  }
  parentPort.postMessage(answer);
});
`;
