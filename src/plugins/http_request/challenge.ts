/**
 * What WWW-Authenticate and Proxy-Authenticate ask for: `Digest realm="r", nonce="n", Basic realm="r"`. Ours, because undici
 * leaves logging in to its user, and which of several challenges is answered must be what Apache's client chooses.
 */
import type { NameValue } from './entity.js';

export interface Challenge {
  /** Lower case: `basic`, `digest`. */
  readonly scheme: string;
  /** By lower-case name. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** The challenges in the headers of this name, the first of each scheme. */
export function challenges(headers: readonly NameValue[], headerName: string): ReadonlyMap<string, Challenge> {
  const found = new Map<string, Challenge>();
  for (const [name, value] of headers) {
    if (name.toLowerCase() !== headerName) continue;
    for (const challenge of parseChallenges(value)) {
      if (!found.has(challenge.scheme)) found.set(challenge.scheme, challenge);
    }
  }
  return found;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const PARAMETER = new RegExp(`^[\\s,]*(${TOKEN})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\[^])*)"|([^\\s,"]*))`);
const SCHEME = new RegExp(`^[\\s,]*(${TOKEN})(?=[\\s,]|$)`);

function parseChallenges(header: string): Challenge[] {
  const found: { scheme: string; parameters: Map<string, string> }[] = [];
  for (let rest = header; rest.trim() !== '';) {
    const parameter = PARAMETER.exec(rest);
    const scheme = parameter ? null : SCHEME.exec(rest);
    const current = found.at(-1);
    if (parameter && current) {
      const [, name = '', inQuotes, bare = ''] = parameter;
      current.parameters.set(name.toLowerCase(), inQuotes?.replace(/\\(.)/g, '$1') ?? bare);
    } else if (scheme) {
      found.push({ scheme: (scheme[1] ?? '').toLowerCase(), parameters: new Map() });
    }
    const length = (parameter ?? scheme)?.[0].length ?? 0;
    if (length === 0) break;
    rest = rest.slice(length);
  }
  return found;
}
