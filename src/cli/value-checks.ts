/** Checks of option values, with the official agent's texts (args4j's option handlers). */
import { existsSync } from 'node:fs';
import { parseDuration } from '../agent/life/duration.js';
import { parseAddress } from '../agent/operate/health/address.js';
import { LOG_FORMATS } from '../agent/log/log-format.js';
import { thresholdNamed } from '../agent/log/log-levels.js';
import { parseHostPort } from '../endpoint/tunnel.js';
import type { HostPort } from '../endpoint/tunnel.js';
import { TransportError } from '../transport/errors.js';
import { UsageError } from './usage-error.js';

/** An HTTP address of a controller. */
export function checkHttpUrl(value: string, name: string): void {
  checkUrl(value, name, ['http:', 'https:'], 'the root URL of a controller, such as https://jenkins.example/');
}

/** Where a JNLP file may be. Unlike the official agent we take the path of a file that is there, too. */
export function checkJnlpUrl(value: string, name: string): void {
  if (!existsSync(value)) {
    const valid = 'the URL of a JNLP file, or the path of one that is there';
    checkUrl(value, name, ['http:', 'https:', 'file:'], valid);
  }
}

/** The value may be secret, and is not shown. */
export function checkPair(value: string, name: string): void {
  if (value.includes('=')) return;
  throw new UsageError(`An argument for setting a Map must contain a "=" ("${name}" takes NAME=VALUE)`);
}

/** NAME=VALUE of an HTTP header. Its value may be secret, and is not shown. */
export function checkHeader(value: string, name: string): void {
  checkPair(value, name);
  const [header = '', text = ''] = value.split(/=(.*)/s);
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(header)) {
    throw new UsageError(`"${name}": what stands before "=" is not the name of an HTTP header`);
  }
  if (hasControlCharacters(text) || !isLatin1(text)) {
    throw new UsageError(`"${name}": the value of ${header} has a control character, or one beyond Latin-1, in it`);
  }
}

/** But for tabs, which are blanks. */
export function hasControlCharacters(text: string): boolean {
  return codes(text).some((code) => (code < 0x20 && code !== 0x09) || code === 0x7f);
}

export function isLatin1(text: string): boolean {
  return codes(text).every((code) => code <= 0xff);
}

/** UTF-16 code units. */
function codes(text: string): number[] {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}

/** HOST:PORT, HOST:, :PORT, [IPv6]:PORT. */
export function checkTunnel(value: string, name: string): void {
  checkHostPort(value, name, { host: 'localhost', port: 1 });
}

/** HOST:PORT, [IPv6]:PORT. */
export function checkDirect(value: string, name: string): void {
  checkHostPort(value, name);
}

function checkHostPort(value: string, name: string, defaults?: HostPort): void {
  try {
    parseHostPort(value, defaults);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    throw new UsageError(`"${value}" is not a valid value for "${name}": ${error.message}`, { cause: error });
  }
}

export function checkDuration(value: string, name: string): void {
  try {
    parseDuration(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const valid = 'it takes a whole number with ms, s, m, h or d, such as 30s, 5m or 1d, or ISO-8601, such as PT1H';
    throw new UsageError(`"${value}" is not a valid value for "${name}": ${valid}`, { cause: error });
  }
}

/** One that something can be waited for. */
export function checkPositiveDuration(value: string, name: string): void {
  checkDuration(value, name);
  if (!(parseDuration(value) > 0))
    throw new UsageError(`"${value}" is not a valid value for "${name}": it must be more than 0`);
}

/** USER:PASSWORD. It is secret, and not shown. */
export function checkLogin(value: string, name: string): void {
  if (!/^[^:]+:./s.test(value) || hasControlCharacters(value)) {
    throw new UsageError(`The value of "${name}" is not a user and an API token with a colon between`);
  }
}

/** HOST:PORT in its oldest form: exactly one colon. */
export function checkHostAndPort(value: string, name: string): void {
  const [, port] = /^[^:]+:(\d{1,5})$/.exec(value) ?? [];
  if (port === undefined || Number(port) > 0xffff) {
    throw new UsageError(`"${value}" is not a valid value for "${name}": it takes HOST:PORT`);
  }
}

/** [HOST:]PORT. */
export function checkAddress(value: string, name: string): void {
  if (parseAddress(value) === undefined) {
    throw new UsageError(`"${value}" is not a valid value for "${name}": it takes PORT, HOST:PORT or [IPv6]:PORT`);
  }
}

/** As -Xmx takes it. */
export function checkMemory(value: string, name: string): void {
  if (!/^\d+[kmgtKMGT]?$/.test(value)) {
    throw new UsageError(`"${value}" is not a valid value for "${name}": it takes a number with k, m or g`);
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

/** @param valid what the option takes */
function checkUrl(value: string, name: string, protocols: readonly string[], valid: string): void {
  if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol)) {
    // What cannot be read may hold a password anywhere in front of an @.
    const login = value.lastIndexOf('@');
    const scheme = value.lastIndexOf('://', login);
    const shown = login < 0 ? value : `${scheme < 0 ? '' : value.slice(0, scheme + 3)}****${value.slice(login)}`;
    throw new UsageError(`"${shown}" is not a valid value for "${name}": it takes ${valid}`);
  }
}
