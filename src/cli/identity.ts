/** Who the agent is and how it reaches its controller: the checks of an inbound agent, in the official order. */
import type { Identity, Way } from '../agent/life/options.js';
import { Secret } from '../agent/life/secret.js';
import { type UrlAndLogin, withoutLogin } from '../endpoint/url-login.js';
import type { OptionValues } from './option-table.js';
import { hasControlCharacters, isLatin1 } from './value-checks.js';
import { UsageError } from './usage-error.js';

/**
 * The positional `<secret> <name>` as if they had been given by name.
 * @throws UsageError when there is another number of them, or one is given both ways
 */
export function foldPositionals(values: OptionValues, positionals: readonly string[]): OptionValues {
  if (positionals.length === 0) return values;
  const [secret, name] = positionals;
  if (secret === undefined || name === undefined || positionals.length > 2) {
    // How many, not what: one of them is a secret.
    throw new UsageError(`Two arguments required, but got ${positionals.length}`);
  }
  for (const key of ['secret', 'name'] as const) {
    if (values[key] !== undefined) {
      throw new UsageError(`Cannot provide ${key} via both named and positional arguments`);
    }
  }
  return { ...values, secret, name };
}

/** @throws UsageError when something that every inbound agent needs is missing */
export function inboundIdentity(values: OptionValues): Identity {
  const { secret, name } = values;
  if (secret === undefined) throw new UsageError('Secret is required for inbound agents ("-secret", JENKINS_SECRET)');
  if (name === undefined) throw new UsageError('Name is required for inbound agents ("-name", JENKINS_AGENT_NAME)');
  checkCharacters({ secret, name }, values.webSocket === true);
  return { name, secret: new Secret(secret), way: chooseWay(values) };
}

/**
 * Both travel in HTTP headers. Over WebSocket a controller reads those as Latin-1, so that it never finds a node whose name
 * has other characters, whoever asks; over TCP they come again, in UTF-8.
 */
function checkCharacters(texts: { readonly secret: string; readonly name: string }, webSocket: boolean): void {
  for (const [option, text] of Object.entries(texts)) {
    if (hasControlCharacters(text))
      throw new UsageError(`"-${option}" has a control character in it, such as a newline`);
    if (!webSocket || isLatin1(text)) continue;
    throw new UsageError(
      `"-${option}" has characters that WebSocket cannot carry: connect by TCP, without "-webSocket", or rename the node`,
    );
  }
}

function chooseWay(values: OptionValues): Way {
  const { direct, instanceIdentity, protocols = [], tunnel, webSocket } = values;
  const places = (values.urls ?? []).map((text) => withoutLogin(withTrailingSlash(text)));
  const urls = places.map(({ url }) => url);
  const [place] = places;
  if (direct !== undefined) {
    if (instanceIdentity === undefined) throw new Error('-direct got past its need of -instanceIdentity');
    return { kind: 'direct', address: direct, instanceIdentity, protocols };
  }
  if (place === undefined)
    throw new UsageError('At least one URL is required for inbound agents ("-url", JENKINS_URL)');
  if (webSocket !== true) return { kind: 'discovery', urls, logins: loginsOf(places), tunnel };
  if (urls.length > 1) throw new UsageError('Only a single URL is supported for WebSocket agents');
  const { url, login } = place;
  const headers = headersOf(values.webSocketHeaders ?? []);
  return { kind: 'webSocket', url, login: login === undefined ? undefined : new Secret(login), headers };
}

function loginsOf(places: readonly UrlAndLogin[]): ReadonlyMap<string, Secret> {
  return new Map(places.flatMap(({ url, login }) => (login === undefined ? [] : [[url, new Secret(login)] as const])));
}

function withTrailingSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

/** NAME=VALUE, split at the first `=`; of two with the same name the last wins. */
export function headersOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}
