/** A connection being served: its channel, with the services that callables get, and the pings that the controller asks for. */
import { useAllClasses } from '../../plugins/classes.js';
import { LazyRelay } from '../../bridge/relay.js';
import type { BridgeParts, JavaInUse } from '../../bridge/options.js';
import type { Connection } from '../connect/connector.js';
import type { AgentMonitor } from '../operate/health/monitor.js';
import type { Session } from './life.js';
import type { RequestObserver } from '../../remoting/request-observer.js';
import { PROTOCOL_NAME } from '../../transport/jnlp4/preamble.js';
import { logTraffic } from '../log/transport-log.js';
import { listening } from '../connect/silence-watch.js';
import { makePinger } from '../connect/ping-controller.js';
import { RequestCounts } from './request-counts.js';
import { serve } from './serve.js';
import { servicesFor } from './services.js';
import type { AgentParts } from './services.js';

export interface SessionParts extends AgentParts {
  readonly monitor?: AgentMonitor | undefined;
  /** Is told of each request. */
  readonly observer?: RequestObserver | undefined;
  /** How Java runs what the agent does not know; undefined: not at all. */
  readonly java?: Pick<BridgeParts, 'options' | 'jarCache' | 'downloadJar'> | undefined;
}

/** Makes the function that serves each connection of an agent. What was loaded for one is there for the next. */
export function sessionsFor(parts: SessionParts): (connection: Connection) => Session {
  const { monitor, java, logger, environment } = parts;
  const counts = monitor?.counts ?? new RequestCounts();
  const relayed = (className: string): number => counts.relayed(className);
  const inUse = (used: JavaInUse | undefined): void => {
    if (monitor) monitor.java = used;
  };
  const makeServices = servicesFor({ ...parts, counts });
  useAllClasses();
  return ({ name, transport }) => {
    const services = makeServices({
      protocolName: transport.name,
      // Called by a callable, so there is a channel by then.
      startPinging: (interval, timeout) => pinger.start(interval, timeout),
      hasBridge: java !== undefined,
    });
    const traffic = logTraffic(transport, logger);
    const { heard, transport: heardTransport } = listening(traffic.transport);
    const { controllerClass } = services;
    const channel = serve(
      name,
      heardTransport,
      services,
      monitor,
      java && ((made) => new LazyRelay(made, { ...java, logger, environment, controllerClass, relayed, inUse })),
      parts.observer,
    );
    void channel.ended.then(traffic.ended);
    const pinger = makePinger(channel, parts.logger);
    // A launcher's streams have no network between; WebSocket has pings of its own.
    if (transport.name === PROTOCOL_NAME) pinger.watch(heard);
    return channel;
  };
}
