/** What the options say about the end of an agent. */
import { parseDuration } from '../agent/life/duration.js';
import type { EndingOptions } from '../agent/life/options.js';
import type { OptionValues } from './option-table.js';

const DEFAULT_QUIET_MS = 10_000;

export function endingOptions({ drainTimeout, drainQuiet, once, idleTimeout }: OptionValues): EndingOptions {
  return {
    drainTimeout: milliseconds(drainTimeout) ?? 0,
    drainQuiet: milliseconds(drainQuiet) ?? DEFAULT_QUIET_MS,
    once: once ?? false,
    idleTimeout: milliseconds(idleTimeout),
  };
}

function milliseconds(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Math.max(0, parseDuration(text));
}
