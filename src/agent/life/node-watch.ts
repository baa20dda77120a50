/** What a controller knows of our node's builds, and the mark that keeps new ones away; what cannot be had is told in words. */
import { ApiError, ControllerApi } from '../api/controller-api.js';
import type { ControllerApiOptions } from '../api/controller-api.js';
import { NodeControl } from '../api/node-control.js';

export interface NodeWatchParts {
  readonly control: NodeControl;
  readonly say: (line: string) => void;
  readonly warn: (line: string) => void;
}

/** Watches the node of this name by its controller's HTTP API. */
export function nodeWatch(api: ControllerApiOptions, name: string, tell: Omit<NodeWatchParts, 'control'>): NodeWatch {
  return new NodeWatch({ ...tell, control: new NodeControl(new ControllerApi(api), name) });
}

const MESSAGE = 'The agent is draining: it ends when its builds are done';

export class NodeWatch {
  #marked = false;
  #mayNotMark = false;
  /** Asking again would not help. */
  #givenUp = false;
  #isSilent = false;

  constructor(private readonly parts: NodeWatchParts) {}

  /** At the start: takes back a mark that an agent left which was killed while it drained. Tells early what would not work. */
  async begin(signal: AbortSignal): Promise<void> {
    const { control, say } = this.parts;
    const wasMarked = await this.#ask(() => control.bringBack(signal), signal);
    if (wasMarked === true) say(`${control.name} was still marked offline by an agent that drained: it is taken back`);
  }

  /** What the node builds. Undefined: that cannot be known now. */
  async builds(signal: AbortSignal): Promise<readonly string[] | undefined> {
    return (await this.#ask(() => this.parts.control.state(signal), signal))?.builds;
  }

  /** The same of a node that is to get no new builds: marks it offline, unless it is. */
  async remainingBuilds(signal: AbortSignal): Promise<readonly string[] | undefined> {
    const { control, say } = this.parts;
    if (!this.#marked && !this.#mayNotMark) {
      const byUs = await this.#ask(() => control.takeOffline(MESSAGE, signal), signal, true);
      if (byUs === undefined && this.#isSilent) return undefined;
      if (byUs !== undefined) {
        this.#marked = true;
        const since = byUs ? 'is' : 'was already';
        say(`Draining: ${control.name} ${since} marked offline on the controller, so that no new builds come`);
      }
    }
    return this.builds(signal);
  }

  /** Leaves the node as it was found. */
  async leave(signal: AbortSignal): Promise<void> {
    if (!this.#marked) return;
    const { control, say, warn } = this.parts;
    try {
      if (await control.bringBack(signal)) say(`${control.name} is no longer marked offline`);
    } catch (error) {
      // Ephemeral nodes are gone with their agent.
      if (error instanceof ApiError && error.trouble === 'missing') return;
      if (!(error instanceof ApiError || signal.aborted)) throw error;
      const why = error instanceof ApiError ? error.message : 'the controller does not answer';
      warn(`${control.name} stays marked offline: ${why}. An agent that starts with -drainCredentials takes it back`);
    }
  }

  /**
   * @param marks whether the mark is asked for, which takes more than looking
   * @returns undefined when it cannot be had; said once, and when it can be had again
   */
  async #ask<T>(question: () => Promise<T>, signal: AbortSignal, marks = false): Promise<T | undefined> {
    if (this.#givenUp || signal.aborted) return undefined;
    const { say, warn } = this.parts;
    try {
      const answer = await question();
      if (this.#isSilent) say('The controller can be asked again');
      this.#isSilent = false;
      return answer;
    } catch (error) {
      if (isAborted(signal)) return undefined;
      if (!(error instanceof ApiError)) throw error;
      if (marks && error.trouble === 'permission' && error.isByPost) {
        this.#mayNotMark = true;
        warn(`${this.#explain(error)}; new builds may come`);
        return undefined;
      }
      if (!this.#isSilent) warn(`${this.#explain(error)}; what runs on the controller alone cannot be seen meanwhile`);
      if (error.trouble === 'unreachable') this.#isSilent = true;
      else this.#givenUp = true;
      return undefined;
    }
  }

  #explain({ trouble, message }: ApiError): string {
    const { name } = this.parts.control;
    switch (trouble) {
      case 'login':
        return `The controller does not know the user of -drainCredentials, or the token is wrong: give USER:APITOKEN (${message})`;
      case 'permission':
        return `The user of -drainCredentials may not mark ${name} offline: that takes Overall/Read, Agent/Connect and Agent/Disconnect (${message})`;
      case 'missing':
        return `The controller has no node ${name}, or does not show it to the user of -drainCredentials (${message})`;
      case 'unreachable':
        return `The controller cannot be asked: ${message}`;
      case 'unexpected':
        return `The controller cannot be asked for good: ${message}`;
    }
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
