/** One connection's service: a channel over a transport, with the callables that the agent implements behind it. */
import { callableHandler } from '../../callables/dispatch.js';
import type { AgentServices } from '../../callables/services.js';
import { Channel } from '../../remoting/channel.js';
import type { ChannelOptions } from '../../remoting/channel.js';
import type { CommandTransport } from '../../remoting/command-transport.js';
import type { AgentMonitor } from '../operate/health/monitor.js';

/**
 * Serves a controller until its channel ends (`channel.ended`) or is closed (`channel.close()`).
 * @param name how logs call the channel: the controller's address
 * @param monitor counts what happens, if anybody wants to know
 * @param relay hands on what the agent does not know
 * @param observer is told of each request
 */
export function serve(
  name: string,
  transport: CommandTransport,
  services: AgentServices,
  monitor?: AgentMonitor,
  relay?: ChannelOptions['relay'],
  observer?: ChannelOptions['observer'],
): Channel {
  const handler = callableHandler(services);
  if (monitor) {
    const watched = { transport: monitor.watchTransport(transport), handler: monitor.watchHandler(handler) };
    return new Channel({ name, logger: services.logger, ...watched, relay, observer });
  }
  return new Channel({ name, transport, logger: services.logger, handler, relay, observer });
}
