/** One node of a controller, by its HTTP API: what it builds, and whether builds are sent to it (hudson.model.Computer). */
import { decoded } from '../../endpoint/url-login.js';
import { ApiError, parse } from './controller-api.js';
import type { ControllerApi } from './controller-api.js';

/** Part of the message, so that a mark of ours is known again, whoever set it and whatever the controller puts around it. */
const OURS = '(set by jenkins-inbound-agent)';

export interface NodeState {
  /** Marked so that it gets no builds; it may be connected all the same. */
  readonly temporarilyOffline: boolean;
  /** Why, with whatever the controller puts around the message. */
  readonly reason: string;
  /** What its executors do, one-off executors included: a line for each that is not idle. */
  readonly builds: readonly string[];
}

const EXECUTORS = 'idle,currentExecutable[fullDisplayName,displayName,url]';
const TREE = `temporarilyOffline,offlineCauseReason,executors[${EXECUTORS}],oneOffExecutors[${EXECUTORS}]`;

export class NodeControl {
  readonly #path: string;

  constructor(
    private readonly api: ControllerApi,
    readonly name: string,
  ) {
    this.#path = `computer/${encodeURIComponent(name)}/`;
  }

  /** @throws ApiError */
  async state(signal: AbortSignal): Promise<NodeState> {
    const path = `${this.#path}api/json?tree=${TREE}`;
    const body = await this.api.get(path, signal);
    const answer = parse({ url: new URL(path, this.api.root), body }) as RawState;
    const { temporarilyOffline, offlineCauseReason, executors, oneOffExecutors } = answer;
    if (typeof temporarilyOffline !== 'boolean' || executors === undefined) {
      throw new ApiError('unexpected', `${this.api.root}${this.#path}api/json does not answer as Jenkins does`);
    }
    const busy = [...executors, ...(oneOffExecutors ?? [])].filter(({ idle }) => idle !== true);
    return { temporarilyOffline, reason: offlineCauseReason ?? '', builds: busy.map(describe) };
  }

  /**
   * Marks the node temporarily offline: what runs goes on, and nothing new comes. One that is marked already stays as it is.
   * @returns whether it was marked by this call, or by an earlier one of an agent that did not get to take it back
   * @throws ApiError when it is not marked afterwards
   */
  async takeOffline(message: string, signal: AbortSignal): Promise<boolean> {
    const { temporarilyOffline, reason } = await this.state(signal);
    if (temporarilyOffline) return reason.includes(OURS);
    await this.api.post(`${this.#path}toggleOffline`, [['offlineMessage', `${message} ${OURS}`]], signal);
    if (!(await this.state(signal)).temporarilyOffline) throw unchanged(this.name, 'online');
    return true;
  }

  /**
   * Takes back a mark of ours. One that somebody else has set, or set anew, stays.
   * @returns whether there was one of ours
   * @throws ApiError when it is still there
   */
  async bringBack(signal: AbortSignal): Promise<boolean> {
    if (!(await this.#isMarkedByUs(signal))) return false;
    await this.api.post(`${this.#path}toggleOffline`, [], signal);
    if (await this.#isMarkedByUs(signal)) throw unchanged(this.name, 'marked offline');
    return true;
  }

  async #isMarkedByUs(signal: AbortSignal): Promise<boolean> {
    const { temporarilyOffline, reason } = await this.state(signal);
    return temporarilyOffline && reason.includes(OURS);
  }
}

interface RawExecutor {
  readonly idle?: boolean;
  readonly currentExecutable?: { fullDisplayName?: string; displayName?: string; url?: string } | null;
}

interface RawState {
  readonly temporarilyOffline?: unknown;
  readonly offlineCauseReason?: string | null;
  readonly executors?: readonly RawExecutor[];
  readonly oneOffExecutors?: readonly RawExecutor[];
}

/** A step of a Pipeline has no name of its own, but a URL: `http://c/job/folder/job/name/12/`. */
function describe({ currentExecutable }: RawExecutor): string {
  const { fullDisplayName, displayName, url } = currentExecutable ?? {};
  const text = url ?? '';
  const number = /\/(\d+)\/?$/.exec(text);
  const [, path] = number ? splitAt(text.slice(0, number.index), '/job/') : [];
  if (number && path !== undefined && path !== '' && URL.canParse(text)) {
    return `${path.split('/job/').map(decoded).join('/')} #${number[1]}`;
  }
  return fullDisplayName ?? displayName ?? 'a build';
}

/** The text before and behind the first of a separator, or the text alone. */
function splitAt(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

function unchanged(name: string, still: string): ApiError {
  return new ApiError('unexpected', `the controller said yes, but ${name} is still ${still}`);
}
