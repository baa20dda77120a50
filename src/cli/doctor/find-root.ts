/** Where the root of the controller is, when a page of it, or a directory above it, was given as -url. */
import { isDiscovery } from '../../endpoint/discovery-headers.js';
import type { HttpResponse } from '../../endpoint/http-get.js';
import { TransportError } from '../../transport/errors.js';

/** Where Jenkins is put by nearly all who do not give it a host of its own. */
const USUAL_PATHS = ['jenkins/', 'ci/'];
/** A page of Jenkins is hardly deeper. */
const MAX_LEVELS = 8;

/**
 * @param get gets a page with the agent's headers
 * @returns another URL that is a controller's root; undefined when none is found
 */
export async function findRoot(url: URL, get: (page: URL) => Promise<HttpResponse>): Promise<URL | undefined> {
  for (const candidate of [...above(url), ...USUAL_PATHS.map((path) => new URL(path, url))]) {
    if (await isRoot(candidate, get)) return candidate;
  }
  return undefined;
}

/**
 * Whether the login page is there, with Jenkins' own header, or the description of the agent port. Below the root a
 * controller answers with its header as well, but with 404.
 */
export async function isRoot(url: URL, get: (page: URL) => Promise<HttpResponse>): Promise<boolean> {
  try {
    const login = await get(new URL('login', url));
    if (login.status < 400 && login.headers['x-jenkins'] !== undefined) return true;
    const listener = await get(new URL('tcpSlaveAgentListener/', url));
    return isDiscovery(listener.status, listener.headers);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return false;
  }
}

/** From the nearest to the top. */
function above(url: URL): URL[] {
  const found: URL[] = [];
  for (let at = new URL('..', url); found.length < MAX_LEVELS; at = new URL('..', at)) {
    if (at.href === (found.at(-1)?.href ?? url.href)) break;
    found.push(at);
  }
  return found;
}
