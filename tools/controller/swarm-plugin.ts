/**
 * The swarm plugin's HTTP API (hudson.plugins.swarm.PluginImpl): makes nodes, and deletes them when their connection ends. Who may
 * mark nodes offline may do this, too.
 */
import type { IncomingMessage } from 'node:http';
import type { Page, PageSource } from './http.js';
import { loginOf, mayChange } from './node-api.js';

/** What a node was made of. */
export interface SwarmNodeForm {
  readonly fields: Readonly<Record<string, readonly string[]>>;
  labels: ReadonlySet<string>;
}

/** @returns undefined when it is another page */
export function swarmPlugin(
  source: PageSource,
  request: Pick<IncomingMessage, 'method' | 'headers'>,
  pathname: string,
  form: URLSearchParams,
): Page | undefined {
  const [, page] = /^\/plugin\/swarm\/(createSlave|addSlaveLabels|removeSlaveLabels)$/.exec(pathname) ?? [];
  const deleted = /^\/computer\/([^/]+)\/doDelete$/.exec(pathname)?.[1];
  if (page === undefined && deleted === undefined) return undefined;
  if (page !== undefined && !source.settings.swarmPlugin) return { status: 404 };
  const may = source.settings.users.get(loginOf(request));
  if (may === undefined) return { status: 401 };
  if (request.method !== 'POST') return { status: 405 };
  const refusal = mayChange(may, request, 'hudson.model.Computer.Create');
  if (refusal) return refusal;
  if (deleted !== undefined) {
    source.removeNode(decodeURIComponent(deleted));
    return { status: 302, headers: { Location: `${source.url}computer/` } };
  }
  return page === 'createSlave' ? createNode(source, form) : changeLabels(source, form, page === 'addSlaveLabels');
}

function createNode(source: PageSource, form: URLSearchParams): Page {
  const hash = form.get('hash') ?? '';
  const name = `${form.get('name') ?? ''}${hash === '' ? '' : `-${hash}`}`;
  const existing = source.node(name);
  if (form.get('deleteExistingClients') !== 'true') {
    if (existing && hash === '') return { status: 409, body: `Agent "${name}" already exists.\n` };
    if (existing?.computer) return { status: 409, body: `Agent "${name}" is already created and on-line.\n` };
  }
  const fields = Object.fromEntries([...new Set(form.keys())].map((key) => [key, form.getAll(key)]));
  const node = source.addNode(name, form.get('keepDisconnectedClients') !== 'true');
  node.swarm = { fields, labels: new Set(['swarm', ...words(form.get('labels'))]) };
  return {
    headers: { 'Content-Type': 'text/plain; charset=iso-8859-1' },
    body: Buffer.from(
      `#\n#Sun Nov 29 04:00:00 UTC 2026\nname=${name.replaceAll(' ', '\\ ')}\nsecret=${node.secret}\n`,
      'latin1',
    ),
  };
}

function changeLabels(source: PageSource, form: URLSearchParams, adds: boolean): Page {
  const swarm = source.node(form.get('name') ?? '')?.swarm;
  if (!swarm) return { status: 404, body: `Agent "${form.get('name')}" does not exist.\n` };
  const given = words(form.get('labels'));
  const rest = [...swarm.labels].filter((label) => !given.includes(label));
  swarm.labels = new Set(adds ? [...swarm.labels, ...given] : rest);
  return { body: `<labelResponse><labels>${[...swarm.labels].join(' ')}</labels></labelResponse>` };
}

function words(text: string | null): string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '');
}
