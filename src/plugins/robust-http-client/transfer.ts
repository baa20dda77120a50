/** RobustHTTPClient.uploadFile and downloadFile. */
import { stat } from 'node:fs/promises';
import { makeDirectories } from '../../os/files/directories.js';
import { fileIoError } from '../../java/file-errors.js';
import { parentFile, toPath } from '../../java/path.js';
import { readFrom } from '../../os/files/read-file.js';
import { writeWholeFile } from '../../os/files/write-file.js';
import type { JavaObject } from '../../serial/model.js';
import type { Listener } from '../../jenkins/listener/listener.js';
import { robustRequest, sanitizeUrl } from './client.js';

/** What every transfer needs of its call. */
export interface Transfer {
  /** A RobustHTTPClient. */
  readonly client: JavaObject;
  readonly listener: Listener;
  readonly signal: AbortSignal;
}

/** PUTs a file, with its length: a server that signed the request wants to know. */
export async function uploadFile(
  { client, listener, signal }: Transfer,
  file: string,
  url: string,
  contentType: string | null,
): Promise<void> {
  const { size } = await stat(toPath(file)).catch((error: unknown) => {
    throw fileIoError(error, file);
  });
  const headers = {
    'content-length': String(size),
    ...(contentType === null ? {} : { 'content-type': contentType }),
  };
  const inFull = `upload ${file} to ${sanitizeUrl(url)}`;
  const body = () => readFrom(file, { signal });
  await robustRequest(client, { what: 'upload', inFull, method: 'PUT', url, headers, body }, listener, signal);
}

/** GETs a file; directories above it are made. `onChunk` sees what is written; `onStart` is called before each attempt's first. */
export async function downloadFile(
  { client, listener, signal }: Transfer,
  file: string,
  url: string,
  observer: { readonly onStart?: () => void; readonly onChunk?: (chunk: Buffer) => void } = {},
): Promise<void> {
  const parent = parentFile(file);
  if (parent !== null) await makeDirectories(parent);
  const use = async (body: AsyncIterable<Buffer>) => {
    observer.onStart?.();
    await writeWholeFile(file, observed(body, observer.onChunk));
  };
  const inFull = `download ${sanitizeUrl(url)} to ${file}`;
  await robustRequest(client, { what: 'download', inFull, method: 'GET', url, use }, listener, signal);
}

async function* observed(
  body: AsyncIterable<Buffer>,
  onChunk: ((chunk: Buffer) => void) | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of body) {
    onChunk?.(chunk);
    yield chunk;
  }
}
