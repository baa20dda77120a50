/** Checks of option values, with the official agent's texts (args4j's option handlers). */
import { existsSync } from 'node:fs';
import { parseDuration } from '../agent/life/duration.js';
import { parseAddress } from '../agent/operate/health/address.js';
import { LOG_FORMATS } from '../agent/log/log-format.js';
import { thresholdNamed } from '../agent/log/log-levels.js';
import { UsageError } from './usage-error.js';

/** An HTTP address of a controller. */
export function checkHttpUrl(value: string, name: string): void {
  checkUrl(value, name, ['http:', 'https:']);
}

/** Where a JNLP file may be. Unlike the official agent we take the path of a file that is there, too. */
export function checkJnlpUrl(value: string, name: string): void {
  if (!existsSync(value)) checkUrl(value, name, ['http:', 'https:', 'file:']);
}

export function checkNameAndValue(value: string): void {
  if (!value.includes('=')) throw new UsageError('An argument for setting a Map must contain a "="');
}

export function checkDuration(value: string): void {
  try {
    parseDuration(value);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message, { cause: error }) : error;
  }
}

/** HOST:PORT in its oldest form: exactly one colon. */
export function checkHostAndPort(value: string): void {
  const [, port] = /^[^:]+:(\d{1,5})$/.exec(value) ?? [];
  if (port === undefined || Number(port) > 0xffff) throw new UsageError(`Illegal parameter: ${value}`);
}

/** [HOST:]PORT. */
export function checkAddress(value: string, name: string): void {
  if (parseAddress(value) === undefined) {
    throw new UsageError(`"${value}" is not a valid value for "${name}": it takes PORT, HOST:PORT or [IPv6]:PORT`);
  }
}

export function checkLogFormat(value: string, name: string): void {
  if (!(LOG_FORMATS as readonly string[]).includes(value)) {
    throw new UsageError(`"${value}" is not a valid value for "${name}": it takes ${LOG_FORMATS.join(', ')}`);
  }
}

export function checkLogLevel(value: string, name: string): void {
  if (thresholdNamed(value.toUpperCase()) === undefined) {
    throw new UsageError(`"${value}" is not a valid value for "${name}": it takes the levels of java.util.logging`);
  }
}

function checkUrl(value: string, name: string, protocols: readonly string[]): void {
  if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol)) {
    throw new UsageError(`"${value}" is not a valid value for "${name}"`);
  }
}
