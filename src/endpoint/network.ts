import type { Resolve } from './dial.js';
import type { ProxySettings } from './proxy.js';
import type { Trust } from './trust.js';

/** How the outside is reached: the same for all connections of an agent. */
export interface Network {
  readonly proxies?: ProxySettings | undefined;
  readonly trust?: Trust | undefined;
  /** What this agent calls itself in requests: some firewalls refuse those that say nothing. */
  readonly userAgent?: string | undefined;
  /** Default: this machine's resolver. */
  readonly resolve?: Resolve | undefined;
  /** Takes the steps of connecting, for the log. */
  readonly trace?: ((line: string) => void) | undefined;
}

export interface ConnectOptions {
  readonly network?: Network | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For each step: the name, TCP, the proxy's answer, TLS. */
  readonly timeoutMs: number;
  /** SO_KEEPALIVE; default true. */
  readonly keepAlive?: boolean | undefined;
}
