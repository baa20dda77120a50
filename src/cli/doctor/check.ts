/** One thing that `agent doctor` looks at. */
import type { Network } from '../../endpoint/network.js';
import type { Endpoint } from '../../endpoint/endpoint.js';
import type { HttpResponse } from '../../endpoint/http-get.js';
import type { ProxyServer } from '../../endpoint/proxy.js';
import type { OptionValues } from '../option-table.js';

export type Status = 'ok' | 'warning' | 'failed' | 'skipped';

export interface Outcome {
  readonly status: Status;
  /** What was found. */
  readonly text: string;
  /** What to do about it. */
  readonly advice?: string | undefined;
}

/** What checks work with, and what earlier ones have found for later ones. */
export interface Patient {
  readonly values: OptionValues;
  /** Root URL with its trailing slash; undefined for a direct connection. */
  readonly url: URL | undefined;
  readonly network: Network;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** `user:password` that stood in the URL. */
  readonly login: string | undefined;
  /** The proxy on the way to the web pages. */
  readonly proxy: ProxyServer | undefined;
  /** A page of the controller, whichever answered: what it says of itself in its headers. */
  page?: HttpResponse;
  endpoint?: Endpoint;
  /** What became of a real attempt to connect: undefined when it worked. */
  refusal?: string;
}

export interface Check {
  readonly name: string;
  /** Names of checks without which this one makes no sense. */
  readonly needs?: readonly string[];
  /** Whether this agent needs what is checked; default: yes. What it does not need is not in the report. */
  readonly concerns?: (patient: Patient) => boolean;
  readonly run: (patient: Patient) => Promise<Outcome> | Outcome;
}

export const ok = (text: string): Outcome => ({ status: 'ok', text });
export const warning = (text: string, advice: string): Outcome => ({ status: 'warning', text, advice });
export const failed = (text: string, advice: string): Outcome => ({ status: 'failed', text, advice });
export const skipped = (text: string): Outcome => ({ status: 'skipped', text });

/** Ways that an agent may go. */
export const byTcp = ({ values }: Patient): boolean => values.webSocket !== true;
export const byWebSocket = ({ values }: Patient): boolean => values.webSocket === true;
export const byWebPages = ({ url }: Patient): boolean => url !== undefined;

/** Of a URL, its scheme's default included. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}
