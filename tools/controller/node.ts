/**
 * A permanent agent as the controller knows it: its name and secret, and whether it is connected. One node has one
 * connection: a second one is refused unless it comes with the cookie of the first, for then it is the same agent process,
 * whose old connection is stale.
 */
import { randomBytes } from 'node:crypto';
import type { Computer } from './computer.js';
import { Refusal } from './refusal.js';
import type { SwarmNodeForm } from './swarm-plugin.js';
import { byDeadline } from '../../src/java/deadline.js';

export interface NodeOptions {
  /** 64 hex digits; default: random. */
  readonly secret?: string;
  /** What its JNLP file says. */
  readonly webSocket?: boolean;
  readonly tunnel?: string;
  readonly workDir?: string;
}

/** How long a stale connection may take to go, jenkins.slaves.DefaultJnlpSlaveReceiver. */
const STALE_CONNECTION_MS = 15_000;

export class Node {
  readonly secret: string;
  readonly webSocket: boolean;
  readonly tunnel: string | undefined;
  readonly workDir: string | undefined;
  /** What its executors are busy with, for its page in the API: the URL of a build below the root, such as `job/a/12/`. */
  readonly builds = new Set<string>();
  /** Why it gets no builds; undefined: it does. */
  offlineReason: string | undefined;
  /** What it was made of, if it made itself. */
  swarm: SwarmNodeForm | undefined;
  /** How many connections there have been. */
  connections = 0;
  /** What the latest applicant showed of an earlier connection. */
  offeredCookie: string | undefined;
  #computer: Computer | undefined;
  readonly #waiting = new Set<(computer: Computer) => void>();

  constructor(
    readonly name: string,
    options: NodeOptions = {},
  ) {
    this.secret = options.secret ?? randomBytes(32).toString('hex');
    this.webSocket = options.webSocket ?? false;
    this.tunnel = options.tunnel;
    this.workDir = options.workDir;
  }

  /** The connected agent, online or being set up. */
  get computer(): Computer | undefined {
    return this.#computer;
  }

  /** Makes room for a connection that brings this cookie. Throws Refusal when there is none. */
  async admit(cookie: string | undefined): Promise<void> {
    this.offeredCookie = cookie;
    const current = this.#computer;
    if (!current) return;
    if (cookie !== current.cookie) throw this.#alreadyConnected();
    current.disconnect(new Error('This is the same agent, connected anew'));
    await byDeadline(
      STALE_CONNECTION_MS,
      () => new Refusal('Failed to disconnect the current client'),
      () => current.gone,
    );
  }

  /** Takes a connection over. Throws Refusal when another one was faster between `admit` and now. */
  attach(open: () => Computer): void {
    if (this.#computer) throw this.#alreadyConnected();
    const computer = open();
    this.#computer = computer;
    this.connections++;
    void computer.gone.then(() => {
      if (this.#computer === computer) this.#computer = undefined;
    });
    void computer.online.then(
      () => {
        for (const tell of [...this.#waiting]) tell(computer);
      },
      () => undefined, // never came online; who waits for the node goes on waiting, and the log has the reason
    );
  }

  /** The agent once it is set up and online: the present one, or else the next. Rejects after `timeoutMs`. */
  async whenOnline(timeoutMs = 60_000): Promise<Computer> {
    const current = this.#computer;
    if (current?.isOnline === true) return current;
    let tell: ((computer: Computer) => void) | undefined;
    const next = new Promise<Computer>((resolve) => {
      tell = resolve;
      this.#waiting.add(resolve);
    });
    try {
      const late = () => new Error(`${this.name} was not online after ${timeoutMs / 1000} s`);
      return await byDeadline(timeoutMs, late, () => next);
    } finally {
      if (tell) this.#waiting.delete(tell);
    }
  }

  #alreadyConnected(): Refusal {
    return new Refusal(`${this.name} is already connected to this controller. Rejecting this connection.`);
  }
}
