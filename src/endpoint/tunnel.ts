import { TransportError } from '../transport/errors.js';

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads -tunnel and -direct: `HOST:PORT`, `HOST:`, `:PORT`, `[IPv6]:PORT` (org.jenkinsci.remoting.engine.HostPort). What is
 * left out comes from `defaults`.
 * @throws TransportError INVALID_ARGUMENT, fatal
 */
export function parseHostPort(value: string, defaults?: HostPort): HostPort {
  const text = value.trim();
  const { hostText, portText } = text.startsWith('[') ? splitBracketed(text) : split(text, value);
  const host = hostText === '' ? defaults?.host : hostText;
  const port = portText === '' ? defaults?.port : parsePort(portText, value);
  if (host === undefined || port === undefined) throw invalid(`Invalid HOST:PORT value: ${value}`);
  return { host, port };
}

function splitBracketed(text: string): { hostText: string; portText: string } {
  const bracket = text.indexOf(']');
  if (bracket < 2) throw invalid('Invalid IPv6 value.');
  const portText = /^\s*:(.*)$/.exec(text.slice(bracket + 1))?.[1]?.trim() ?? '';
  if (portText === '') throw invalid('Missing port.');
  return { hostText: text.slice(1, bracket).trim(), portText };
}

function split(text: string, value: string): { hostText: string; portText: string } {
  const colon = text.lastIndexOf(':');
  if (colon < 0) throw invalid(`Invalid HOST:PORT value: ${value}`);
  return { hostText: text.slice(0, colon).trim(), portText: text.slice(colon + 1).trim() };
}

function parsePort(text: string, value: string): number {
  const port = /^\+?\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(port)) throw invalid(`Invalid HOST:PORT value: ${value}`);
  if (port < 1 || port > 65535) throw invalid(`Port ${value} out of valid range [0, 65535)`);
  return port;
}

function invalid(message: string): TransportError {
  return new TransportError('INVALID_ARGUMENT', 'fatal', message);
}
