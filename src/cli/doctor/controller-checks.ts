/** What the controller says of itself: that it is one, its versions, its agent port, its identity. */
import { BUILT_IN_VERSION } from '../../agent/connect/remoting-version.js';
import { connectTo } from '../../endpoint/connect.js';
import { directEndpoint } from '../../endpoint/direct.js';
import { discover, listenerHeaders, listenerUrl } from '../../endpoint/discovery.js';
import { isDiscovery } from '../../endpoint/discovery-headers.js';
import { httpGet } from '../../endpoint/http-get.js';
import type { HttpResponse } from '../../endpoint/http-get.js';
import { withLogin } from '../../endpoint/url-login.js';
import { compareVersions } from '../../endpoint/version.js';
import { messageOf, TransportError } from '../../transport/errors.js';
import { EXCERPT_BYTES } from '../../transport/http/page-text.js';
import { explain, textOf } from '../../transport/http/unexpected-answer.js';
import { fingerprint } from '../../transport/fingerprint.js';
import { VERSION } from '../../agent/version.js';
import { headersOf } from '../identity.js';
import { byTcp, byWebPages, failed, ok, skipped, warning } from './check.js';
import type { Check, Outcome, Patient } from './check.js';
import { findRoot, isRoot } from './find-root.js';

export const CONTROLLER_CHECKS: readonly Check[] = [
  { name: 'Jenkins', needs: ['TLS'], concerns: byWebPages, run: checkJenkins },
  { name: 'Versions', needs: ['Jenkins'], run: checkVersions },
  { name: 'Agent port', needs: ['TCP', 'Jenkins'], concerns: byTcp, run: checkAgentPort },
  { name: 'Identity', needs: ['Agent port'], concerns: byTcp, run: checkIdentity },
];

/** Judged by what the agent itself asks for: people's pages may be behind a sign-on that lets agents pass, or the reverse. */
async function checkJenkins(patient: Patient): Promise<Outcome> {
  const { url, values } = patient;
  if (url === undefined) return skipped('a direct connection uses no web pages');
  const page = new URL(values.webSocket ? 'wsagents/' : 'tcpSlaveAgentListener/', url);
  try {
    const answer = await get(patient, page);
    const login = await loginPage(patient);
    patient.page = login ?? answer;
    if (isForAgents(answer)) return ok(`${url.href} is Jenkins`);
    // Pages below the root say that they are Jenkins', too; and where the agent port is disabled, so does the root.
    const isJenkins = [answer, login].some((page) => page?.headers['x-jenkins'] !== undefined);
    const fetch = (other: URL): Promise<HttpResponse> => get(patient, other);
    if (answer.status === 404 && !(await isRoot(url, fetch))) {
      const root = await findRoot(url, fetch);
      if (root !== undefined)
        return failed(`${url.href} is not the root of Jenkins, ${root.href} is`, `Give -url ${root.href}`);
    }
    if (isJenkins) return ok(`${url.href} is Jenkins`);
    const text = textOf(answer);
    const found = `${page.href} answers ${answer.status}, and not as Jenkins does${text === '' ? '' : `: ${text}`}`;
    const loginOption = values.webSocket ? '-webSocketHeader NAME=VALUE' : '-credentials USER:TOKEN';
    const asked = values.webSocket ? 'wsagents/' : 'tcpSlaveAgentListener/';
    const advice = explain(answer, { page: asked, host: url.host, loginOption });
    return failed(found, advice === undefined ? ROOT_URL : `${advice[0]?.toUpperCase() ?? ''}${advice.slice(1)}`);
  } catch (error) {
    return failed(
      messageOf(error),
      'Look at what stands between here and the controller: the port answers, but not by HTTP',
    );
  }
}

const ROOT_URL =
  'Give the root URL as "Manage Jenkins, System" shows it, with the path if there is one; look whether a reverse proxy or a login page is in between';

/** Of its headers, or the text that Jenkins has for requests to wsagents/ that are no agent's. */
function isForAgents(answer: HttpResponse): boolean {
  const { status, headers } = answer;
  return isDiscovery(status, headers) || (status === 400 && textOf(answer).includes('only for use from agent.jar'));
}

/** It tells the version of Jenkins, where it can be had; no agent needs it. */
async function loginPage(patient: Patient): Promise<HttpResponse | undefined> {
  try {
    return await get(patient, new URL('login', patient.url));
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return undefined;
  }
}

async function checkVersions(patient: Patient): Promise<Outcome> {
  const { url, page, values } = patient;
  const own = `agent ${VERSION}, remoting ${BUILT_IN_VERSION}, Node ${process.versions.node}`;
  if (url === undefined) return ok(own);
  const core = page?.headers['x-jenkins'] ?? 'of a version that is not told';
  // Over WebSocket the upgrade tells it, and refuses an agent that is too old; nothing else is asked for there.
  const told = values.webSocket ? page : await get(patient, listenerUrl(url.href));
  const minimum = told?.headers['x-remoting-minimum-version'];
  const text = `Jenkins ${core}${minimum === undefined ? '' : `, wants remoting ${minimum} or newer`}; ${own}`;
  if (minimum !== undefined && compareVersions(BUILT_IN_VERSION, minimum) < 0) {
    return failed(text, 'Update this agent');
  }
  return ok(text);
}

async function checkAgentPort(patient: Patient): Promise<Outcome> {
  const { url, values, network, signal, timeoutMs } = patient;
  try {
    if (url === undefined) {
      const { direct = '', instanceIdentity = '', protocols } = values;
      const endpoint = directEndpoint(direct, instanceIdentity, protocols);
      const socket = await connectTo('tcp', endpoint.host, endpoint.port, { network, signal, timeoutMs });
      socket.destroy();
      patient.endpoint = endpoint;
    } else {
      const { name, credentials, tunnel } = values;
      const timeouts = { connectMs: timeoutMs, readMs: timeoutMs, probeMs: timeoutMs };
      const logins = new Map(patient.login === undefined ? [] : [[url.href, patient.login]]);
      const options = { name, credentials, logins, tunnel, network, signal, timeouts, agentVersion: BUILT_IN_VERSION };
      patient.endpoint = (await discover([url.href], options)).endpoint;
    }
    const { host, port } = patient.endpoint;
    if (values.tunnel === undefined) return ok(`${host}:${port}`);
    return await checkTunnel(patient, host, port);
  } catch (error) {
    return failed(
      messageOf(error),
      'Set "TCP port for inbound agents" in "Manage Jenkins, Security" and open it in firewalls; or connect with -webSocket, which needs no such port; or lead to it with -tunnel',
    );
  }
}

/** The agent itself goes there without looking first, as the official one does. */
async function checkTunnel({ network, signal, timeoutMs }: Patient, host: string, port: number): Promise<Outcome> {
  try {
    (await connectTo('tcp', host, port, { network, signal, timeoutMs })).destroy();
    return ok(`${host}:${port} (the tunnel)`);
  } catch (error) {
    return failed(
      `the tunnel ${host}:${port} cannot be reached: ${messageOf(error)}`,
      'Give -tunnel an address of the agent port that can be reached from here, or leave it out; -webSocket needs no such port',
    );
  }
}

function checkIdentity({ endpoint }: Patient): Outcome {
  if (endpoint === undefined) return skipped('the agent port is not known');
  const { protocols } = endpoint;
  const text = fingerprint(endpoint.identity);
  if (protocols !== undefined && !protocols.includes('JNLP4-connect')) {
    return warning(
      `${text}; the controller offers ${protocols.join(', ')} only`,
      'Enable JNLP4-connect under "Manage Jenkins, Security, Agents"',
    );
  }
  return ok(text);
}

/** Asks as the agent does; of the answer no more than an excerpt is read. */
export function get(patient: Patient, url: URL): Promise<HttpResponse> {
  const { network, signal, timeoutMs, values, login } = patient;
  const headers = values.webSocket
    ? withLogin(headersOf(values.webSocketHeaders ?? []), login)
    : listenerHeaders({ credentials: values.credentials ?? login });
  const body = { kind: 'excerpt', bytes: EXCERPT_BYTES } as const;
  return httpGet(url, { headers, network, signal, connectTimeoutMs: timeoutMs, readTimeoutMs: timeoutMs, body });
}
