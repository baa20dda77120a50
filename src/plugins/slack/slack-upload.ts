/** Slack's API for files: a place is asked for, the file goes there, and all are shown in a channel at once. */
import { randomUUID } from 'node:crypto';
import { USER_AGENT } from '../../remoting/user-agent.js';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { JavaError, ioError } from '../../java/java-error.js';
import { fileName } from '../../java/path.js';
import { openRandomAccess } from '../../os/files/read-file.js';
import { networkError } from '../../jenkins/archive/download.js';
import type { HttpProxy } from '../../jenkins/controller-proxy.js';
import { connectionsTo } from '../../jenkins/http-connections.js';
import type { Listener } from '../../jenkins/listener/listener.js';

const SLACK_API = 'https://slack.com/api/';
const FAILED = 'Slack upload may have failed. Response: ';

export interface SlackMessage {
  readonly channelId: string;
  readonly threadTs: string | null;
  readonly comment: string | null;
}

interface SlackAccess {
  readonly token: string;
  readonly listener: Listener;
  readonly proxy: HttpProxy | null;
  readonly signal: AbortSignal;
  /** Default: Slack's. */
  readonly api?: string;
}

type Json = Readonly<Record<string, unknown>>;

export class SlackUpload {
  readonly #api: string;

  constructor(private readonly access: SlackAccess) {
    this.#api = access.api ?? SLACK_API;
  }

  /** @returns false when Slack refuses; a network that fails counts as success, as it does for the plugin, and is told of */
  async send(files: readonly string[], message: SlackMessage): Promise<boolean> {
    const { listener, proxy, signal } = this.access;
    const { connections, dispatcher } = await connectionsTo(this.#api, proxy);
    try {
      const ids: string[] = [];
      for (const file of files) {
        const id = await this.#sendOne(file, dispatcher);
        if (id === null) return false;
        ids.push(id);
      }
      if (await this.#complete(ids, message, dispatcher)) return true;
      await listener.println('Failed to complete uploading file to Slack');
      return false;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof JavaError)) throw error;
      await listener.println(`Exception uploading to Slack ${error.javaMessage ?? 'null'}`);
      return true;
    } finally {
      await connections.destroy();
    }
  }

  /** @returns the file's id, null when it was refused */
  async #sendOne(file: string, dispatcher: Dispatcher): Promise<string | null> {
    const { listener } = this.access;
    const { size } = await stat(file);
    const place = await this.#placeFor(file, size, dispatcher);
    if (!place) return null;
    const parts = multipart(file, size, this.access.signal);
    const url = text(place, 'upload_url');
    const answer = await this.#request(url, { method: 'POST', dispatcher, headers: parts.headers, body: parts.body });
    if (answer.status === 200) return text(place, 'file_id');
    await listener.println(FAILED + answer.text);
    await listener.println('Failed to upload file to Slack');
    return null;
  }

  async #placeFor(file: string, size: number, dispatcher: Dispatcher): Promise<Json | null> {
    const { listener } = this.access;
    const query = new URLSearchParams({ filename: fileName(file), length: String(size) });
    const url = `${this.#api}files.getUploadURLExternal?${query.toString()}`;
    const answer = await this.#json(url, { method: 'GET', dispatcher });
    if (answer?.['ok'] === true) return answer;
    await listener.println(FAILED + (answer === null ? '' : JSON.stringify(answer)));
    return null;
  }

  async #complete(ids: readonly string[], message: SlackMessage, dispatcher: Dispatcher): Promise<boolean> {
    const body = JSON.stringify({
      channel_id: message.channelId,
      ...(message.comment !== null && { initial_comment: message.comment }),
      ...(message.threadTs !== null && { thread_ts: message.threadTs }),
      files: ids.map((id) => ({ id })),
    });
    const headers = { 'content-type': 'application/json; charset=UTF-8' };
    const answer = await this.#json(`${this.#api}files.completeUploadExternal`, {
      method: 'POST',
      dispatcher,
      headers,
      body,
    });
    // No JSON, which the log has told of, is no refusal to the plugin.
    if (answer === null || answer['ok'] === true) return true;
    await this.access.listener.println(FAILED + JSON.stringify(answer));
    return false;
  }

  /** null when the server fails, which the log tells. */
  async #json(url: string, options: RequestOptions): Promise<Json | null> {
    const answer = await this.#request(url, options);
    if (answer.status >= 200 && answer.status < 300) return parsed(answer.text);
    await this.access.listener.println(`${FAILED}${answer.status} ${answer.text}`);
    return null;
  }

  async #request(url: string, options: RequestOptions): Promise<{ readonly status: number; readonly text: string }> {
    const { request } = await import('undici');
    const { token, signal } = this.access;
    const headers = { 'user-agent': USER_AGENT, ...options.headers, authorization: `Bearer ${token}` };
    try {
      const { statusCode, body } = await request(url, { ...options, headers, signal });
      return { status: statusCode, text: await body.text() };
    } catch (error) {
      signal.throwIfAborted();
      throw networkError(error, url);
    }
  }
}

interface RequestOptions {
  readonly method: 'GET' | 'POST';
  readonly dispatcher: Dispatcher;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
}

/** The file as the part `file` of a form, streamed from the disk. */
function multipart(file: string, size: number, signal: AbortSignal) {
  const boundary = randomUUID();
  const name = fileName(file).replaceAll('"', '%22');
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  async function* content(): AsyncGenerator<Buffer> {
    yield head;
    yield* await openRandomAccess(file, { signal });
    yield tail;
  }
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(head.length + size + tail.length),
    },
    body: Readable.from(content(), { objectMode: false }),
  };
}

function parsed(answer: string): Json {
  try {
    const value: unknown = JSON.parse(answer);
    if (typeof value === 'object' && value !== null) return value as Json;
  } catch {
    // Said below.
  }
  throw ioError(`Slack has answered with something else than a JSON object: ${answer.slice(0, 200)}`);
}

function text(answer: Json, name: string): string {
  const value = answer[name];
  if (typeof value === 'string') return value;
  throw ioError(`Slack's answer has no ${name}`);
}
