import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { TransportError } from '../errors.js';

/**
 * Pings the peer so that an idle path through proxies stays open, and notices one that died silently: whatever lives
 * answers, so that some bytes arrive between one ping and the next but one.
 *
 * @param intervalMs 0 for no pings
 * @param onSilence called at most once
 * @returns stops it
 */
export function keepAlive(
  ws: WebSocket,
  socket: Socket,
  intervalMs: number,
  onSilence: (error: TransportError) => void,
): () => void {
  if (intervalMs === 0) return () => undefined;
  let seen = socket.bytesRead;
  let silent = 0;
  const timer = setInterval(() => {
    silent = socket.bytesRead === seen ? silent + 1 : 0;
    seen = socket.bytesRead;
    if (silent >= 2) {
      clearInterval(timer);
      onSilence(silenceOf(2 * intervalMs));
    } else if (ws.readyState === ws.OPEN) {
      ws.ping();
    }
  }, intervalMs).unref();
  return () => clearInterval(timer);
}

function silenceOf(ms: number): TransportError {
  return new TransportError(
    'TIMEOUT',
    'retryable',
    `Nothing has arrived from the controller for ${ms} ms, not even a pong`,
  );
}
