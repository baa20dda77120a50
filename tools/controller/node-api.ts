/**
 * A node's page in the HTTP API, its mark that keeps builds away (hudson.model.Computer), and crumbs. Who asks is known by basic
 * authentication.
 */
import type { IncomingMessage } from 'node:http';
import type { Page, PageSource } from './http.js';
import type { Node } from './node.js';

const CRUMB = 'c0ffee';
const SESSION = 'JSESSIONID=node01';

/** @param form what is posted. @returns undefined when it is another page */
export function nodeApi(
  source: PageSource,
  request: Pick<IncomingMessage, 'method' | 'headers'>,
  pathname: string,
  form: URLSearchParams,
): Page | undefined {
  const [, name, page] = /^\/computer\/([^/]+)\/(api\/json|toggleOffline)$/.exec(pathname) ?? [];
  if (pathname !== '/crumbIssuer/api/json' && name === undefined) return undefined;
  const may = source.settings.users.get(loginOf(request));
  if (may === undefined) return { status: 401 };
  if (name === undefined) {
    const body = JSON.stringify({ crumb: CRUMB, crumbRequestField: 'Jenkins-Crumb' });
    return { headers: { 'Content-Type': 'application/json', 'Set-Cookie': `${SESSION}; Path=/; HttpOnly` }, body };
  }
  const node = source.node(decodeURIComponent(name));
  if (!node) return { status: 404 };
  if (page === 'api/json') return { headers: { 'Content-Type': 'application/json' }, body: describe(node, source.url) };
  if (request.method !== 'POST') return { status: 405 };
  const refusal = mayChange(may, request, 'hudson.model.Computer.Disconnect');
  if (refusal) return refusal;
  node.offlineReason = node.offlineReason === undefined ? (form.get('offlineMessage') ?? '') : undefined;
  return { status: 302, headers: { Location: `${source.url}computer/${name}/` } };
}

/** `USER:PASSWORD`, empty without one. */
export function loginOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  return Buffer.from(headers.authorization?.replace(/^Basic /, '') ?? '', 'base64').toString();
}

/** @returns why not; undefined: it may */
export function mayChange(
  may: 'marks' | 'looks' | 'marks, with a crumb',
  { headers }: Pick<IncomingMessage, 'headers'>,
  permission: string,
): Page | undefined {
  const { 'jenkins-crumb': crumb, cookie } = headers;
  if (may === 'marks, with a crumb' && (crumb !== CRUMB || cookie !== SESSION)) {
    return { status: 403, body: 'No valid crumb was included in the request' };
  }
  return may === 'looks' ? { status: 403, headers: { 'X-Required-Permission': permission } } : undefined;
}

function describe({ builds, offlineReason }: Node, url: string): string {
  const busy = [...builds].map((build) => ({ idle: false, currentExecutable: { url: `${url}${build}` } }));
  return JSON.stringify({
    temporarilyOffline: offlineReason !== undefined,
    offlineCauseReason: offlineReason === undefined ? '' : `Disconnected by somebody : ${offlineReason}`,
    executors: busy.length === 0 ? [{ idle: true, currentExecutable: null }] : busy,
    oneOffExecutors: [],
  });
}
