/**
 * Lets node:http read answers that its parser refuses and Java takes: what arrives goes through our reader until the head is
 * whole, and from there to node:http's own listener.
 */
import type { ClientRequest, RequestOptions } from 'node:http';
import { HeadReader, MAX_HEAD_BYTES } from './response-head.js';
import type { ResponseHead } from './response-head.js';

/** Options for the request: as much of a head as Java takes, and chunks as it reads them. */
export const TOLERANT_REQUEST: RequestOptions = { maxHeaderSize: MAX_HEAD_BYTES + 1024, insecureHTTPParser: true };

const SWITCHING_PROTOCOLS = 101;
/** More interim answers than this, and there will be no other. */
const MAX_INTERIM = 100;

/**
 * To be called before the request is sent, which is made on a socket of its own.
 * What is no HTTP destroys the request with a HeadError.
 */
export function tolerateHead(request: ClientRequest): void {
  // node:http has its own listener in place by the time that it tells of the socket.
  request.once('socket', (socket) => {
    const feeds = socket.listeners('data') as ((bytes: Buffer) => void)[];
    for (const feed of feeds) socket.off('data', feed);
    const heads = finalHead();
    const onData = (bytes: Buffer): void => {
      let head: ResponseHead | undefined;
      try {
        head = heads(bytes);
      } catch (error) {
        socket.off('data', onData);
        request.destroy(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      if (head === undefined) return;
      socket.off('data', onData);
      const whole = Buffer.concat([head.bytes, head.rest]);
      for (const feed of feeds) socket.on('data', feed);
      for (const feed of feeds) feed.call(socket, whole);
    };
    socket.on('data', onData);
  });
}

/** Passes interim answers (100, 102, 103) over: they say nothing, and must not be endless. */
function finalHead(): (bytes: Buffer) => ResponseHead | undefined {
  let reader = new HeadReader();
  let interim = 0;
  return (bytes) => {
    for (let more = bytes; ;) {
      const head = reader.push(more);
      if (head === undefined || head.status >= 200 || head.status === SWITCHING_PROTOCOLS) return head;
      if (++interim > MAX_INTERIM) throw new Error(`the answer is put off for ever: ${interim} times "${head.status}"`);
      reader = new HeadReader();
      more = head.rest;
    }
  };
}
