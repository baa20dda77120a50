/** The swarm plugin's HTTP API (hudson.plugins.swarm.PluginImpl): makes a node, and changes its labels. */
import { parseProperties } from '../../java/properties.js';
import { ApiError } from '../api/controller-api.js';
import type { ControllerApi } from '../api/controller-api.js';
import { Secret } from '../life/secret.js';
import type { SwarmOptions } from './options.js';

export interface SwarmNode {
  /** As the controller calls it. */
  readonly name: string;
  readonly secret: Secret;
}

export class SwarmApi {
  constructor(private readonly api: ControllerApi) {}

  /**
   * @param hash makes the name unique; empty: it stays as it is
   * @throws ApiError that says what to do
   */
  async createNode(
    options: SwarmOptions,
    labels: readonly string[],
    hash: string,
    signal: AbortSignal,
  ): Promise<SwarmNode> {
    const { name, executors, fsroot, description, toolLocations, environment, mode } = options;
    const form: [string, string][] = [
      ['name', name],
      ['executors', String(executors)],
      ['remoteFsRoot', fsroot],
      ...(description === undefined ? [] : ([['description', description]] as const).map(pair)),
      ['labels', labels.join(' ')],
      ...toolLocations.map(([tool, location]) => ['toolLocation', `${tool}:${location}`] as const).map(pair),
      ...environment.map(([variable, value]) => ['environmentVariable', `${variable}:${value}`] as const).map(pair),
      ['mode', mode.toUpperCase()],
      ['hash', hash],
      ['deleteExistingClients', String(options.deleteExisting)],
      ['keepDisconnectedClients', String(options.keepDisconnected)],
    ];
    const body = await this.#ask('createSlave', form, signal);
    // java.util.Properties.store writes Latin-1.
    const answer = parseProperties(body.toString('latin1'));
    const [told, secret] = [answer.get('name')?.trim() ?? '', answer.get('secret')?.trim() ?? ''];
    if (secret === '') throw new ApiError('unexpected', 'The controller made a node, but told no secret for it');
    return { name: told === '' ? name : told, secret: new Secret(secret) };
  }

  /** @throws ApiError */
  async addLabels(name: string, labels: readonly string[], signal: AbortSignal): Promise<void> {
    if (labels.length > 0) await this.#ask('addSlaveLabels', labelForm(name, labels), signal);
  }

  /** @throws ApiError */
  async removeLabels(name: string, labels: readonly string[], signal: AbortSignal): Promise<void> {
    if (labels.length > 0) await this.#ask('removeSlaveLabels', labelForm(name, labels), signal);
  }

  /** @throws ApiError */
  async exists(name: string, signal: AbortSignal): Promise<boolean> {
    try {
      await this.api.get(`computer/${encodeURIComponent(name)}/api/json?tree=offline`, signal);
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.trouble === 'missing') return false;
      throw error;
    }
  }

  /** Takes Agent/Delete, which making nodes does not. @throws ApiError */
  async deleteNode(name: string, signal: AbortSignal): Promise<void> {
    await this.api.post(`computer/${encodeURIComponent(name)}/doDelete`, [], signal);
  }

  async #ask(page: string, form: readonly [string, string][], signal: AbortSignal): Promise<Buffer> {
    try {
      return await this.api.post(`plugin/swarm/${page}`, form, signal);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      throw new ApiError(error.trouble, `${error.message}${adviceFor(error)}`, true, { cause: error });
    }
  }
}

const ADVICE: Partial<Record<ApiError['trouble'], string>> = {
  login: ': compare -username and -password (an API token of that user) with the controller',
  permission:
    ': the user of -username needs Overall/Read, Agent/Create, Agent/Connect, and Agent/Configure to change labels',
  unreachable: ': its log may tell why; one reason is a tool of -t that it does not have',
  missing: ': the plugin "swarm" has to be installed on the controller, and -url has to be its root',
};

/** Of a controller that cannot be reached at all there is nothing to look up. */
function adviceFor({ trouble, message }: ApiError): string {
  if (trouble === 'unreachable' && !message.includes('answers 500')) return '';
  return ADVICE[trouble] ?? '';
}

function labelForm(name: string, labels: readonly string[]): [string, string][] {
  return [
    ['name', name],
    ['labels', labels.join(' ')],
  ];
}

function pair([name, value]: readonly [string, string]): [string, string] {
  return [name, value];
}
