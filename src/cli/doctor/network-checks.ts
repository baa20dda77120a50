/** From here to the controller's web port: names, TCP, the proxy, TLS. */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import { connectTo } from '../../endpoint/connect.js';
import { parseHostPort } from '../../endpoint/tunnel.js';
import { stripBrackets } from '../../endpoint/no-proxy.js';
import { messageOf } from '../../transport/errors.js';
import { byWebPages, failed, ok, portOf, skipped, warning } from './check.js';
import type { Check, Outcome, Patient } from './check.js';

const DAY_MS = 86_400_000;
const EXPIRES_SOON_DAYS = 14;

export const NETWORK_CHECKS: readonly Check[] = [
  { name: 'DNS', run: checkDns },
  { name: 'TCP', needs: ['DNS'], run: checkTcp },
  { name: 'Proxy', needs: ['TCP'], concerns: byWebPages, run: checkProxy },
  { name: 'TLS', needs: ['Proxy'], concerns: byWebPages, run: checkTls },
];

async function checkDns(patient: Patient): Promise<Outcome> {
  const { host, through } = firstHop(patient);
  if (isIP(host) !== 0) return ok(`${host} is an address${through}`);
  try {
    const addresses = await lookup(host, { all: true });
    return ok(`${host} is ${addresses.map(({ address }) => address).join(', ')}${through}`);
  } catch (error) {
    return failed(
      `${host} cannot be resolved${through}: ${messageOf(error)}`,
      'Check the spelling of the host, and the name servers of this machine or container; behind a proxy set http_proxy and https_proxy',
    );
  }
}

async function checkTcp(patient: Patient): Promise<Outcome> {
  const { host, port, through } = firstHop(patient);
  const { signal, timeoutMs } = patient;
  try {
    const socket = await connectTo('tcp', host, port, { signal, timeoutMs });
    socket.destroy();
    return ok(`${host}:${port} accepts connections${through}`);
  } catch (error) {
    return failed(
      `${messageOf(error)}${through}`,
      'Check the port, firewalls and network policies between here and there, and whether the server runs',
    );
  }
}

async function checkProxy(patient: Patient): Promise<Outcome> {
  const { url, proxy, network, signal, timeoutMs } = patient;
  if (url === undefined) return skipped('a direct connection uses no web pages');
  if (proxy === undefined) return ok('none is used for this URL');
  try {
    // A way by CONNECT, which the agent's own connection needs, whatever the web pages use.
    const socket = await connectTo('tcp', url.hostname, portOf(url), {
      network: { proxies: { all: proxy } },
      signal,
      timeoutMs,
    });
    socket.destroy();
    const excepted = network.proxies?.noProxy === undefined ? '' : `, but not for ${network.proxies.noProxy}`;
    return ok(`${proxy.url.host} leads to ${url.host}${excepted}`);
  } catch (error) {
    return failed(
      messageOf(error),
      'Let the proxy allow CONNECT to this port, give -proxyCredentials if it wants a login, or name the host in no_proxy',
    );
  }
}

async function checkTls(patient: Patient): Promise<Outcome> {
  const { url, network, signal, timeoutMs } = patient;
  if (url?.protocol !== 'https:') return skipped('the URL is not https');
  try {
    const socket = await connectTo('https', url.hostname, portOf(url), { network, signal, timeoutMs });
    const end = socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to) : Number.NaN;
    const version = socket instanceof TLSSocket ? (socket.getProtocol() ?? 'TLS') : 'TLS';
    socket.destroy();
    const days = Math.floor((end - Date.now()) / DAY_MS);
    if (network.trust?.verify === false) {
      return warning(
        `${version}, whoever it is`,
        'Trust the authority of the certificate with -cert instead of -noCertificateCheck',
      );
    }
    if (days < EXPIRES_SOON_DAYS) {
      return warning(`the certificate is valid for ${days} more days`, 'Renew it before agents are turned away');
    }
    return ok(`${version}, a trusted certificate${Number.isNaN(days) ? '' : ` for ${days} more days`}`);
  } catch (error) {
    return failed(
      messageOf(error),
      'Trust the authority with -cert @ca.pem or NODE_EXTRA_CA_CERTS; use a URL with a name that the certificate holds',
    );
  }
}

/** Where the first connection goes: the proxy, the web port, or the port of -direct. */
function firstHop({ url, proxy, values }: Patient): { host: string; port: number; through: string } {
  if (proxy) return { host: stripBrackets(proxy.url.hostname), port: portOf(proxy.url), through: ' (the proxy)' };
  if (url) return { host: stripBrackets(url.hostname), port: portOf(url), through: '' };
  return { ...parseHostPort(values.direct ?? ''), through: '' };
}
