import type { Secret } from '../life/secret.js';

/** How long it is until the next attempt (hudson.plugins.swarm.RetryBackOffStrategy). */
export type BackOff = 'none' | 'linear' | 'exponential';

/** What node is made, as whom, and when it is made again (hudson.plugins.swarm.Options). */
export interface SwarmOptions {
  /** Root URL with its trailing slash. */
  readonly root: string;
  /** USER:TOKEN; undefined: nobody. */
  readonly login: Secret | undefined;
  /** Without what makes it unique. */
  readonly name: string;
  readonly description: string | undefined;
  readonly labels: readonly string[];
  readonly labelsFile: string | undefined;
  /** Absolute path: where the node works. */
  readonly fsroot: string;
  readonly executors: number;
  readonly mode: 'normal' | 'exclusive';
  readonly toolLocations: readonly (readonly [tool: string, location: string])[];
  readonly environment: readonly (readonly [name: string, value: string])[];
  /** Adds something to the name that is this machine's and this folder's. */
  readonly isUnique: boolean;
  readonly deleteExisting: boolean;
  readonly keepDisconnected: boolean;
  readonly retry: RetryOptions;
}

export interface RetryOptions {
  /** How many attempts; undefined: without end. */
  readonly limit: number | undefined;
  readonly backOff: BackOff;
  /** Seconds. */
  readonly interval: number;
  /** Seconds. */
  readonly maxInterval: number;
  /** End with the first connection. */
  readonly onceConnected: boolean;
}
