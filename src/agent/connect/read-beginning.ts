/** The beginning of a web resource: what is behind it is not waited for, whether or not the server knows ranges. */
import { request } from 'node:http';
import { connectTo } from '../../endpoint/connect.js';
import type { Network } from '../../endpoint/connect.js';
import { abortReason } from '../../transport/errors.js';

export interface BeginningOptions {
  /** How much at most. */
  readonly bytes: number;
  readonly network: Network | undefined;
  /** `Authorization` and the like. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** For connecting, and for every read. */
  readonly timeoutMs: number;
}

/** Rejects when the server cannot be reached or answers anything but 200 and 206, and with the signal's reason. */
export async function readBeginning(url: URL, options: BeginningOptions): Promise<Buffer> {
  const { bytes, network, headers, signal, timeoutMs } = options;
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const socket = await connectTo(secure ? 'https' : 'http', url.hostname, port, { network, signal, timeoutMs });
  const onAbort = (): void => void socket.destroy(abortReason(signal));
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const outgoing = request({
        createConnection: () => socket,
        path: `${url.pathname}${url.search}`,
        headers: { ...headers, Host: url.host, Connection: 'close', Range: `bytes=0-${bytes - 1}` },
        timeout: timeoutMs,
      });
      outgoing.once('timeout', () => outgoing.destroy(new Error(`${url.href} did not answer in time`)));
      outgoing.once('error', reject);
      outgoing.once('response', (response) => {
        if (response.statusCode !== 200 && response.statusCode !== 206) {
          reject(new Error(`${url.href} answered ${response.statusCode}`));
          return;
        }
        const chunks: Buffer[] = [];
        let length = 0;
        const finish = (): void => resolve(Buffer.concat(chunks).subarray(0, bytes));
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length >= bytes) finish();
        });
        response.once('end', finish);
        response.once('error', reject);
      });
      outgoing.end();
    });
  } finally {
    signal.removeEventListener('abort', onAbort);
    // An error that comes after the answer concerns nobody.
    socket.on('error', () => undefined);
    socket.destroy();
  }
}
