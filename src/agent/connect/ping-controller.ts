/** Keeps asking whether the controller is still there, as it asked us to (ChannelPinger$SetUpRemotePing). */
import type { CallChannel } from '../../remoting/call.js';
import type { Logger } from '../../remoting/logger.js';
import { pingLoop } from './ping-loop.js';
import type { PingTimers } from './ping-loop.js';
import { watchSilence } from './silence-watch.js';

export interface Pinger {
  /** Starts pinging, or goes on with other times. An interval or timeout of 0 or less means no pings. */
  start(intervalSeconds: number, timeoutSeconds: number): void;
  /** Asks when nothing has been heard for long, until the channel ends. */
  watch(heard: () => boolean): void;
}

/** Pings over the channel until it ends. A ping that fails closes the channel, and the agent then reconnects. */
export function makePinger(channel: CallChannel, logger: Logger, timers?: PingTimers): Pinger {
  let running = new AbortController();
  const onDead = (error: Error): void => {
    const line = `Ping failed. Terminating the channel ${channel.name}.`;
    logger.log('INFO', 'hudson.slaves.ChannelPinger$1 onDead', line, error);
    void channel.close();
  };
  return {
    watch(heard) {
      void watchSilence({ heard, ping: (signal) => channel.ping(signal), onDead, signal: channel.closed, timers });
    },
    start(intervalSeconds, timeoutSeconds) {
      running.abort();
      running = new AbortController();
      if (intervalSeconds <= 0 || timeoutSeconds <= 0) return;
      void pingLoop({
        ping: (signal) => channel.ping(signal),
        intervalMs: intervalSeconds * 1000,
        timeoutMs: timeoutSeconds * 1000,
        onDead,
        signal: AbortSignal.any([running.signal, channel.closed]),
        ...(timers ? { timers } : {}),
      });
    },
  };
}
