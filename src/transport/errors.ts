/**
 * What can go wrong on the way to a controller. The code names the situation and never changes; the policy says what a
 * reconnecting agent does about it; the text tells the person at the other end what to do.
 */

/**
 * - `retryable`: the network or the controller is not ready, or something in between is wrong: try the whole path again.
 * - `refused`: the controller understood and said no. The official agent tries again after 10 s, because the reason may
 *   go away (a stale connection of the same agent, a node about to be created).
 * - `fatal`: trying again cannot help.
 */
export type Policy = 'retryable' | 'refused' | 'fatal';

export type TransportErrorCode =
  /** No TCP connection, or no TLS to the HTTP side. */
  | 'CONNECT_FAILED'
  /** The HTTP proxy did not open the way. */
  | 'PROXY_REFUSED'
  /** A phase took too long. */
  | 'TIMEOUT'
  /** The connection ended or broke. */
  | 'CONNECTION_LOST'
  /** The peer sent something that its protocol does not allow. */
  | 'PROTOCOL_VIOLATION'
  /** A command is larger than this side takes. */
  | 'COMMAND_TOO_LARGE'
  /** The port does not speak JNLP4-connect. */
  | 'PROTOCOL_UNSUPPORTED'
  /** The controller's list of protocols has none that we speak. */
  | 'NO_PROTOCOL'
  /** The TLS key is not the controller's published identity. */
  | 'IDENTITY_MISMATCH'
  /** Refused: unknown name, wrong secret, already connected. */
  | 'REFUSED'
  /** The same, and the controller said that it is for good. */
  | 'REFUSED_PERMANENTLY'
  /** HTTP 404 on /wsagents/. */
  | 'WEBSOCKET_UNSUPPORTED'
  /** Any other HTTP answer instead of a WebSocket upgrade. */
  | 'UPGRADE_FAILED'
  /** Discovery: the URL does not answer as a controller does. */
  | 'NOT_JENKINS'
  /** Discovery: the answer's headers cannot be used. */
  | 'INVALID_ENDPOINT'
  /** The controller asks for a newer agent. */
  | 'VERSION_TOO_OLD'
  /** A value that the user gave cannot be used. */
  | 'INVALID_ARGUMENT'
  /** The agent's description file cannot be read. */
  | 'INVALID_JNLP_FILE';

export class TransportError extends Error {
  override readonly name = 'TransportError';

  constructor(
    readonly code: TransportErrorCode,
    readonly policy: Policy,
    message: string,
    options?: ErrorOptions,
  ) {
    super(oneLine(message), options);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Much of a message is what the other side said, which must not look like lines of our log. */
function oneLine(text: string): string {
  return text.replace(
    /[^\x20-\x7e\xa0-\u2027\u202a-\uffff]/g,
    (character) => ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The text of whatever was thrown. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A connection attempt to several addresses of one host fails with an AggregateError that has no text of its own.
  if (error.message === '' && error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error.message === '' ? error.name : error.message;
}

/** What node:http reports of a connection that ends without an answer; a TLS port that gets plain text often does so. */
export function httpFailure(error: unknown, secure: boolean): string {
  const text = messageOf(error);
  if (text !== 'socket hang up') return text;
  const hint = secure ? '' : ' (if this port speaks TLS, use https:// in the URL)';
  return `the other side closed the connection without an answer${hint}`;
}

/** The reason of an abort as an Error, whatever the aborter gave. */
export function abortReason(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error('Aborted', { cause: reason });
}
