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
    // While input is held back nothing arrives; whether the peer takes what is queued then is watched elsewhere.
    silent = socket.bytesRead === seen && !ws.isPaused ? silent + 1 : 0;
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

/**
 * Answers the peer's pings, each time the latest only (RFC 6455, 5.5.2): a peer that sends them and does not read would
 * have all the answers queued. For a WebSocket made with `autoPong: false`.
 */
export function answerPings(ws: WebSocket): void {
  let sending = false;
  let latest: Buffer | undefined;
  const answer = (data: Buffer): void => {
    sending = true;
    ws.pong(data, undefined, () => {
      sending = false;
      const next = latest;
      latest = undefined;
      if (next !== undefined && ws.readyState === ws.OPEN) answer(next);
    });
  };
  ws.on('ping', (data) => {
    if (sending) latest = data;
    else answer(data);
  });
}

function silenceOf(ms: number): TransportError {
  return new TransportError(
    'TIMEOUT',
    'retryable',
    `Nothing has arrived from the controller for ${ms} ms, not even a pong`,
  );
}
