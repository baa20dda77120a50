/** A connection being served: its channel, with the services that callables get, and the pings that the controller asks for. */
import { CallableRegistry } from '../callables/registry.js';
import type { Connection } from './connector.js';
import type { Session } from './life.js';
import { makePinger } from './ping-controller.js';
import { serve } from './serve.js';
import { servicesFor } from './services.js';
import type { AgentParts } from './services.js';

/** Makes the function that serves each connection of an agent. What was loaded for one is there for the next. */
export function sessionsFor(parts: AgentParts): (connection: Connection) => Session {
  const makeServices = servicesFor(parts);
  const registry = new CallableRegistry();
  return ({ name, transport }) => {
    const services = makeServices({
      protocolName: transport.name,
      // Called by a callable, so there is a channel by then.
      startPinging: (interval, timeout) => pinger.start(interval, timeout),
    });
    const channel = serve(name, transport, services, registry);
    const pinger = makePinger(channel, parts.logger);
    return channel;
  };
}
