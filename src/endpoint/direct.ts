import { TransportError } from '../transport/errors.js';
import type { Endpoint } from './endpoint.js';
import { parseIdentity } from './identity.js';
import { parseHostPort } from './tunnel.js';

/**
 * The endpoint of -direct, -instanceIdentity and -protocols: nothing is looked up (JnlpAgentEndpointConfigurator).
 * @param protocols undefined or empty: any
 * @throws TransportError INVALID_ARGUMENT, fatal
 */
export function directEndpoint(hostPort: string, instanceIdentity: string, protocols?: readonly string[]): Endpoint {
  const identity = parseIdentity(instanceIdentity);
  if (identity === undefined) throw new TransportError('INVALID_ARGUMENT', 'fatal', 'Invalid instanceIdentity.');
  return {
    ...parseHostPort(hostPort),
    protocols: protocols === undefined || protocols.length === 0 ? undefined : protocols,
    identity,
    url: undefined,
  };
}
