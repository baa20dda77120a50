/**
 * org.eclipse.jgit.transport.URIish: what git takes for a remote, taken apart as JGit does.
 *
 *     URIish {int port (-1 for none), String host, pass, path, rawPath, scheme, user}
 */
import { JavaObject } from '../../../serial/model.js';
import type { JavaValue } from '../../../serial/model.js';
import { JavaError } from '../../../java/java-error.js';
import { gitException } from '../errors.js';
import { int, nullableStr, readShape } from '../../../callables/shape.js';

export interface UriParts {
  readonly scheme: string | null;
  readonly user: string | null;
  readonly pass: string | null;
  readonly host: string | null;
  readonly port: number;
  readonly path: string | null;
  /** As it was written, escapes kept. */
  readonly rawPath: string | null;
}

const FIELDS = {
  scheme: nullableStr,
  user: nullableStr,
  pass: nullableStr,
  host: nullableStr,
  port: int,
  path: nullableStr,
  rawPath: nullableStr,
};

export class UriIsh {
  constructor(readonly parts: UriParts) {}

  /** From a URIish of the controller's. Throws java.io.InvalidObjectException on anything else. */
  static from(value: JavaValue | undefined): UriIsh {
    if (value instanceof JavaObject && value.isA('org.eclipse.jgit.transport.URIish')) {
      return new UriIsh(readShape(value, FIELDS));
    }
    throw new JavaError('java.io.InvalidObjectException', 'expected a URIish');
  }

  /** From text; null when git could not take it for a remote. */
  static parse(text: string): UriIsh | null {
    const parts = text === '' ? null : parseUri(text);
    return parts && new UriIsh(parts);
  }

  /** From text that git is to take for a remote; throws GitException `Invalid URL ...`. */
  static ofRemote(text: string | null): UriIsh {
    const uri = UriIsh.parse(text ?? '');
    if (uri) return uri;
    throw gitException(`Invalid URL ${text ?? 'null'}`, uriSyntaxError(text ?? ''));
  }

  get isRemote(): boolean {
    return this.parts.host !== null;
  }

  /** Without the password: toString(). */
  get text(): string {
    return this.#format(false, false);
  }

  /** With the password: toPrivateString(). */
  get privateText(): string {
    return this.#format(true, false);
  }

  /** With the password, other than ASCII escaped: toPrivateASCIIString(). */
  get privateAsciiText(): string {
    return this.#format(true, true);
  }

  #format(withPassword: boolean, ascii: boolean): string {
    const { scheme, user, pass, host, port, path, rawPath } = this.parts;
    let text = scheme === null ? '' : `${scheme}://`;
    if (user !== null)
      text += escape(user, true, ascii) + (withPassword && pass !== null ? `:${escape(pass, true, ascii)}` : '');
    if (host !== null) {
      text += (user ?? '') === '' ? '' : '@';
      text += escape(host, false, ascii) + (scheme !== null && port > 0 ? `:${port}` : '');
    }
    if (path === null) return text;
    if (scheme === null) return text + (host === null ? '' : ':') + path;
    const separator = path.startsWith('/') || path === '' ? '' : '/';
    return text + separator + (ascii ? escape(path, false, true) : (rawPath ?? path));
  }
}

/** What `new URIish(text)` throws for text that `parse` answers null for: a java.net.URISyntaxException. */
export function uriSyntaxError(text: string): JavaError {
  const input = text === '' ? 'The uri was empty or null' : text;
  return new JavaError('java.net.URISyntaxException', `Cannot parse Git URI-ish: ${input}`);
}

/**
 * JGit's expressions take the square of the length for a run of `@`. Beyond this length nothing is a URI: git's own limit for the
 * path alone is the system's, 4096 bytes.
 */
const LONGEST = 8192;

const USER = String.raw`(?:([^/:]+)(?::([^\\/]+))?@)?`;
const HOST = String.raw`((?:[^\\/:]+)|(?:\[[0-9a-f:]+\]))`;
const RELATIVE = String.raw`(?:[^\\/].*)?`;

const SINGLE_SLASH_FILE = /^(file):([\\/](?![\\/]).*)$/;
/* eslint-disable regexp/no-super-linear-backtracking -- no text is longer than LONGEST */
const FULL = new RegExp(
  String.raw`^([a-z][a-z0-9+-]+)://(?:${USER}${HOST}(?::(\d*))?((?:/~(?:[^\\/]+))?[\\/]))?(.+)?$`,
);
const RELATIVE_SCP = new RegExp(String.raw`^${USER}${HOST}:((?:/~(?:[^\\/]+)[\\/])?${RELATIVE})$`);
const ABSOLUTE_SCP = new RegExp(String.raw`^${USER}([^\\/:]{2,}):([\\/].*)$`);
/* eslint-enable regexp/no-super-linear-backtracking */

/** The kinds of JGit in its order; a one-letter host before a colon is a Windows drive. */
function parseUri(text: string): UriParts | null {
  if (text.length > LONGEST) return null;
  const none = { scheme: null, user: null, pass: null, host: null, port: -1 };
  const file = SINGLE_SLASH_FILE.exec(text);
  if (file) return { ...none, scheme: 'file', ...pathOf(file[2] ?? '', 'file') };
  const full = FULL.exec(text);
  if (full) {
    const [, scheme = '', user, pass, host, port, root, rest] = full;
    return {
      scheme,
      user: user === undefined ? null : unescape(user),
      pass: pass === undefined ? null : unescape(pass),
      host: host === undefined ? null : unescape(host),
      port: port === undefined || port === '' ? -1 : Number(port),
      ...pathOf((root ?? '') + (rest ?? ''), scheme),
    };
  }
  const drive = /^[A-Za-z]:/.test(text);
  const scp = drive ? null : (RELATIVE_SCP.exec(text) ?? ABSOLUTE_SCP.exec(text));
  if (scp) {
    const [, user = null, pass = null, host = null, path = ''] = scp;
    return { ...none, user, pass, host, path, rawPath: path };
  }
  return text.includes('\n') ? null : { ...none, path: text, rawPath: text };
}

function pathOf(raw: string, scheme: string): { path: string; rawPath: string } {
  const rawPath = /^\/[A-Za-z]:/.test(raw) || (scheme !== '' && raw.startsWith('/~')) ? raw.slice(1) : raw;
  return { path: unescape(rawPath), rawPath };
}

function unescape(text: string): string {
  if (!text.includes('%')) return text;
  const bytes: number[] = [];
  const source = Buffer.from(text);
  for (let i = 0; i < source.length; i++) {
    const hex = source[i] === 0x25 ? /^[0-9a-fA-F]{2}$/.exec(source.toString('latin1', i + 1, i + 3)) : null;
    bytes.push(hex ? parseInt(hex[0], 16) : (source[i] ?? 0));
    if (hex) i += 2;
  }
  return Buffer.from(bytes).toString();
}

const RESERVED = new Set(Buffer.from("!*'();:@&=+$,/?#[]"));

function escape(text: string, reserved: boolean, ascii: boolean): string {
  const bytes: number[] = [];
  for (const byte of Buffer.from(text)) {
    const escaped = byte <= 32 || byte === 0x25 || (ascii && byte > 127) || (reserved && RESERVED.has(byte));
    if (escaped) bytes.push(...Buffer.from(`%${byte.toString(16).toUpperCase().padStart(2, '0')}`));
    else bytes.push(byte);
  }
  return Buffer.from(bytes).toString();
}
