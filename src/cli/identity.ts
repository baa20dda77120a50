/** Who the agent is and how it reaches its controller: the checks of an inbound agent, in the official order. */
import type { Identity, Way } from '../agent/life/options.js';
import { Secret } from '../agent/life/secret.js';
import type { OptionValues } from './option-table.js';
import { UsageError } from './usage-error.js';

/**
 * The positional `<secret> <name>` as if they had been given by name.
 * @throws UsageError when there is another number of them, or one is given both ways
 */
export function foldPositionals(values: OptionValues, positionals: readonly string[]): OptionValues {
  if (positionals.length === 0) return values;
  const [secret, name] = positionals;
  if (secret === undefined || name === undefined || positionals.length > 2) {
    throw new UsageError(`Two arguments required, but got [${positionals.join(', ')}]`);
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
  if (secret === undefined) throw new UsageError('Secret is required for inbound agents');
  if (name === undefined) throw new UsageError('Name is required for inbound agents');
  return { name, secret: new Secret(secret), way: chooseWay(values) };
}

function chooseWay(values: OptionValues): Way {
  const { direct, instanceIdentity, protocols = [], tunnel, webSocket } = values;
  const urls = (values.urls ?? []).map(withTrailingSlash);
  const [url] = urls;
  if (direct !== undefined) {
    if (instanceIdentity === undefined) throw new Error('-direct got past its need of -instanceIdentity');
    return { kind: 'direct', address: direct, instanceIdentity, protocols };
  }
  if (url === undefined) throw new UsageError('At least one URL is required for inbound agents');
  if (webSocket !== true) return { kind: 'discovery', urls, tunnel };
  if (urls.length > 1) throw new UsageError('Only a single URL is supported for WebSocket agents');
  return { kind: 'webSocket', url, headers: headersOf(values.webSocketHeaders ?? []) };
}

function withTrailingSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

/** NAME=VALUE, split at the first `=`; of two with the same name the last wins. */
function headersOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}
