/**
 * An agent that makes its own node (hudson.plugins.swarm.Client): makes it, connects as it, and makes it again when the
 * connection is gone, for the controller then deletes it.
 */
import { networkFor } from '../connect/network.js';
import { ControllerApi, ApiError } from '../api/controller-api.js';
import { quietSleep } from '../life/drain.js';
import { EXIT } from '../life/exit-codes.js';
import { hostAgents } from '../life/host.js';
import type { AgentHost } from '../life/agent-host.js';
import type { HttpOptions, InboundOptions, OperatingOptions } from '../life/options.js';
import { stopExitCode } from '../life/signals.js';
import { writeConsole } from '../log/console.js';
import { recordFormatter } from '../log/log-format.js';
import type { Level, Logger } from '../../remoting/logger.js';
import { waitForRetry } from './back-off.js';
import { labelsIn, readLabels, watchLabels } from './labels-file.js';
import type { SwarmOptions } from './options.js';
import { SwarmApi } from './swarm-api.js';
import type { SwarmNode } from './swarm-api.js';
import { uniqueId } from './unique-id.js';

export interface SwarmParts {
  readonly options: SwarmOptions;
  readonly operating: OperatingOptions;
  readonly http: HttpOptions;
  /** Headers of the WebSocket request, which a reverse proxy may want for all others, too. */
  readonly headers: Readonly<Record<string, string>>;
  /** The agent that connects as the node. */
  readonly agent: (node: SwarmNode) => InboundOptions;
}

/** @returns the exit code */
export async function runSwarm(parts: SwarmParts): Promise<number> {
  return hostAgents(parts.operating, (host) => new Swarm(parts, host).run());
}

const LAST_MS = 10_000;
/** So long a controller may take to delete a node whose connection has ended. */
const DELETES_MS = 3000;
const LOOK_MS = 300;

class Swarm {
  readonly #api: SwarmApi;
  readonly #hash: string;
  #node: SwarmNode | undefined;

  constructor(
    private readonly parts: SwarmParts,
    private readonly host: AgentHost,
  ) {
    const { options, http, headers } = parts;
    const { root, login, isUnique, fsroot } = options;
    const isLoggable = (level: Level): boolean => !level.startsWith('FINE');
    const logger: Logger = {
      log: (level, _source, message) => isLoggable(level) && this.#say(message, level),
      isLoggable,
    };
    this.#api = new SwarmApi(
      new ControllerApi({ root, login, headers, network: networkFor(http, process.env, logger) }),
    );
    this.#hash = isUnique ? uniqueId(fsroot) : '';
  }

  async run(): Promise<number> {
    const { stop } = this.host;
    const { retry } = this.parts.options;
    try {
      for (let attempt = 0; ; attempt++) {
        const ended = await this.#attempt();
        if (ended !== undefined) return ended;
        if (stop.aborted) return stopExitCode(stop);
        if (retry.limit !== undefined && attempt + 1 >= retry.limit) {
          this.#say(`Gave up after ${retry.limit} attempts (-retry)`, 'SEVERE');
          return EXIT.gaveUp;
        }
        const seconds = waitForRetry(attempt, retry);
        this.#say(`Trying again in ${seconds} s`);
        await quietSleep(seconds * 1000, stop);
        if (isAborted(stop)) return stopExitCode(stop);
      }
    } finally {
      await this.#removeNode();
    }
  }

  /** Makes the node and lives as it. @returns the exit code when that was all; undefined: once more */
  async #attempt(): Promise<number | undefined> {
    const { options, agent } = this.parts;
    const { stop } = this.host;
    const over = new AbortController();
    try {
      const fromFile = options.labelsFile === undefined ? [] : await this.#labels(options.labelsFile);
      const labels = [...new Set([...options.labels, ...fromFile])];
      const node = await this.#api.createNode(options, labels, this.#hash, stop);
      this.#node = node;
      this.#say(`The controller has made the node ${node.name}`);
      if (options.labelsFile !== undefined) void this.#watch(options.labelsFile, fromFile, node, over.signal);
      const { exitCode, wasStopped } = await this.host.run(agent(node));
      if (wasStopped) return exitCode;
      if (exitCode === EXIT.ok && options.retry.onceConnected) return exitCode;
    } catch (error) {
      if (isAborted(stop)) return stopExitCode(stop);
      if (!(error instanceof ApiError)) throw error;
      this.#say(`The controller has made no node: ${error.message}`, 'SEVERE');
    } finally {
      over.abort();
    }
    return undefined;
  }

  async #labels(path: string): Promise<string[]> {
    try {
      return await readLabels(path);
    } catch (error) {
      // Later it may be there; a node without labels would get builds that are not meant for it.
      throw new ApiError('unexpected', `the labels in ${path} cannot be read: ${(error as Error).message}`);
    }
  }

  async #watch(path: string, labels: readonly string[], { name }: SwarmNode, over: AbortSignal): Promise<void> {
    await watchLabels({
      path,
      labels,
      typed: this.parts.options.labels.flatMap(labelsIn),
      over,
      warn: (line) => this.#say(line, 'WARNING'),
      change: async ({ added, removed }) => {
        await this.#api.removeLabels(name, removed, over);
        await this.#api.addLabels(name, added, over);
        this.#say(
          `Labels changed: ${[...added.map((label) => `+${label}`), ...removed.map((label) => `-${label}`)].join(' ')}`,
        );
      },
    });
  }

  /** The controller deletes the node when its connection ends; one that never had a connection stays, and is deleted from here. */
  async #removeNode(): Promise<void> {
    const node = this.#node;
    if (!node || this.parts.options.keepDisconnected) return;
    const signal = AbortSignal.timeout(LAST_MS);
    try {
      for (let waited = 0; await this.#api.exists(node.name, signal); waited += LOOK_MS) {
        if (waited >= DELETES_MS) {
          await this.#api.deleteNode(node.name, signal);
          this.#say(`The node ${node.name} is deleted`);
          return;
        }
        await quietSleep(LOOK_MS, signal);
      }
    } catch (error) {
      if (error instanceof ApiError && error.trouble === 'missing') return;
      if (!(error instanceof ApiError || signal.aborted)) throw error;
      const why = error instanceof ApiError ? error.message : 'the controller does not answer';
      this.#say(`The node ${node.name} may still be there: ${why}`, 'WARNING');
    }
  }

  #say(message: string, level: Level = 'INFO'): void {
    const { logFormat } = this.parts.operating;
    writeConsole(recordFormatter(logFormat)({ time: new Date(), level, source: 'jenkins-agent swarm', message }));
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
