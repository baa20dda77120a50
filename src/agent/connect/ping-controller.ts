/** Keeps asking whether the controller is still there, as it asked us to (ChannelPinger$SetUpRemotePing). */
import type { CallChannel } from '../../remoting/call.js';
import type { Logger } from '../../remoting/logger.js';
import { pingLoop } from './ping-loop.js';
import type { PingTimers } from './ping-loop.js';

/** Object 1 of a channel is the channel itself. */
const CHANNEL_OID = 1;

export interface Pinger {
  /** Starts pinging, or goes on with other times. An interval or timeout of 0 or less means no pings. */
  start(intervalSeconds: number, timeoutSeconds: number): void;
}

/** Pings over the channel until it ends. A ping that fails closes the channel, and the agent then reconnects. */
export function makePinger(channel: CallChannel, logger: Logger, timers?: PingTimers): Pinger {
  let running = new AbortController();
  return {
    start(intervalSeconds, timeoutSeconds) {
      running.abort();
      running = new AbortController();
      if (intervalSeconds <= 0 || timeoutSeconds <= 0) return;
      void pingLoop({
        ping: (signal) => ping(channel, signal),
        intervalMs: intervalSeconds * 1000,
        timeoutMs: timeoutSeconds * 1000,
        onDead: (error) => {
          const line = `Ping failed. Terminating the channel ${channel.name}.`;
          logger.log('INFO', 'hudson.slaves.ChannelPinger$1 onDead', line, error);
          void channel.close();
        },
        signal: AbortSignal.any([running.signal, channel.closed]),
        ...(timers ? { timers } : {}),
      });
    },
  };
}

/** Any request that the controller must answer will do; asking for a channel property runs nothing there. */
function ping(channel: CallChannel, signal: AbortSignal): Promise<unknown> {
  return channel.invoke(
    CHANNEL_OID,
    'hudson.remoting.IChannel',
    'getProperty',
    ['java.lang.Object'],
    ['jenkins-inbound-agent.ping'],
    signal,
  );
}
