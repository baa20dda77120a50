/** Connections for callables that ask a server by the controller's proxy. */
import type { Dispatcher } from 'undici';
import { isExempt, proxyUrl } from './controller-proxy.js';
import type { HttpProxy } from './controller-proxy.js';

/** java.net and org.apache.hc follow as many at the most. */
const MAX_REDIRECTIONS = 20;

/**
 * What requests to a server go through: the controller's proxy where one was sent and the host is not exempt from it, else the
 * proxies that the agent's environment names. Whoever asks for it destroys `connections` at the end.
 */
export async function connectionsTo(
  url: string,
  proxy: HttpProxy | null,
): Promise<{ readonly connections: Dispatcher; readonly dispatcher: Dispatcher }> {
  const { Agent, EnvHttpProxyAgent, ProxyAgent, interceptors } = await import('undici');
  const connections = !proxy
    ? new EnvHttpProxyAgent()
    : isExempt(proxy, new URL(url).hostname)
      ? new Agent()
      : new ProxyAgent({ uri: proxyUrl(proxy) });
  return { connections, dispatcher: connections.compose(interceptors.redirect({ maxRedirections: MAX_REDIRECTIONS })) };
}
