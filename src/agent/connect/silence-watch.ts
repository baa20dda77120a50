/**
 * Notices a controller that says nothing any more though its machine still acknowledges what is sent to it: a process that
 * hangs, a proxy that has forgotten the way behind it. TCP cannot tell, and the controller's own pings come every five minutes,
 * with four for the answer. Two minutes are enough to know: when nothing has come for 40 to 60 s, one question is asked. A slow link
 * that has output before that question is alive as long as some of it leaves.
 */
import type { CommandTransport } from '../../remoting/command-transport.js';
import { pingLoop } from './ping-loop.js';
import type { PingTimers } from './ping-loop.js';

const INTERVAL_MS = 20_000;
const QUIET_INTERVALS = 2;
const ANSWER_MS = 55_000;

export interface Listening {
  readonly transport: CommandTransport;
  /** Whether anything has come since this was asked last, or queued output has moved. */
  readonly heard: () => boolean;
}

/** The same transport, which remembers that something came. */
export function listening(transport: CommandTransport): Listening {
  let heard = true;
  return {
    heard: () => {
      const was = transport.isMoving?.() === true || heard;
      heard = false;
      return was;
    },
    transport: {
      name: transport.name,
      start: (listener) =>
        transport.start({
          command: (bytes) => {
            heard = true;
            listener.command(bytes);
          },
          end: (error) => listener.end(error),
        }),
      send: (command) => transport.send(command),
      drained: () => transport.drained(),
      handedOver: () => transport.handedOver(),
      close: (graceMs) => transport.close(graceMs),
      destroy: (error) => transport.destroy(error),
    },
  };
}

export interface SilenceWatch {
  readonly heard: () => boolean;
  /** Asks something that must be answered. */
  readonly ping: (signal: AbortSignal) => Promise<unknown>;
  /** Called once, when there is no answer. */
  readonly onDead: (error: Error) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly timers?: PingTimers | undefined;
}

/** Never rejects. */
export function watchSilence({ heard, timers, ...watch }: SilenceWatch): Promise<void> {
  let quiet = 0;
  return pingLoop({
    ...watch,
    intervalMs: INTERVAL_MS,
    timeoutMs: ANSWER_MS,
    isAlive: heard,
    isDue: () => (quiet = heard() ? 0 : quiet + 1) >= QUIET_INTERVALS,
    ...(timers ? { timers } : {}),
  });
}
