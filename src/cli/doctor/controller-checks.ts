/** What the controller says of itself: that it is one, its versions, its agent port, its identity. */
import { BUILT_IN_VERSION } from '../../agent/connect/remoting-version.js';
import { connectTo } from '../../endpoint/connect.js';
import { directEndpoint } from '../../endpoint/direct.js';
import { discover, listenerHeaders, listenerUrl } from '../../endpoint/discovery.js';
import { httpGet } from '../../endpoint/http-get.js';
import type { HttpResponse } from '../../endpoint/http-get.js';
import { compareVersions } from '../../endpoint/version.js';
import { messageOf } from '../../transport/errors.js';
import { fingerprint } from '../../transport/fingerprint.js';
import { VERSION } from '../../agent/version.js';
import { failed, ok, skipped, warning } from './check.js';
import type { Check, Outcome, Patient } from './check.js';

export const CONTROLLER_CHECKS: readonly Check[] = [
  { name: 'Jenkins', needs: ['TLS'], run: checkJenkins },
  { name: 'Versions', needs: ['Jenkins'], run: checkVersions },
  { name: 'Agent port', needs: ['TCP', 'Jenkins'], run: checkAgentPort },
  { name: 'Identity', needs: ['Agent port'], run: checkIdentity },
];

async function checkJenkins(patient: Patient): Promise<Outcome> {
  if (patient.url === undefined) return skipped('a direct connection uses no web pages');
  const login = new URL('login', patient.url);
  try {
    const response = await get(patient, login, {});
    patient.login = response;
    if (response.status === 503) {
      return failed(
        `${login.href} answers 503`,
        'The controller is starting: wait, and look at its log if that takes long',
      );
    }
    if (response.headers['x-jenkins'] === undefined) {
      return failed(
        `${login.href} answers ${response.status}, and not as Jenkins does`,
        'Give the root URL as "Manage Jenkins, System" shows it, with the path if there is one; look whether a reverse proxy or a login page is in between',
      );
    }
    return ok(`${patient.url.href} is Jenkins`);
  } catch (error) {
    return failed(
      messageOf(error),
      'Look at what stands between here and the controller: the port answers, but not by HTTP',
    );
  }
}

async function checkVersions(patient: Patient): Promise<Outcome> {
  const { url, login } = patient;
  const own = `agent ${VERSION}, remoting ${BUILT_IN_VERSION}, Node ${process.versions.node}`;
  if (url === undefined) return ok(own);
  const core = login?.headers['x-jenkins'] ?? 'unknown';
  const minimum = (await get(patient, listenerUrl(url.href), {})).headers['x-remoting-minimum-version'];
  const text = `Jenkins ${core}${minimum === undefined ? '' : `, wants remoting ${minimum} or newer`}; ${own}`;
  if (minimum !== undefined && compareVersions(BUILT_IN_VERSION, minimum) < 0) {
    return failed(text, 'Update this agent');
  }
  return ok(text);
}

async function checkAgentPort(patient: Patient): Promise<Outcome> {
  const { url, values, network, signal, timeoutMs } = patient;
  if (values.webSocket) return skipped('not used with -webSocket');
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
      const options = { name, credentials, tunnel, network, signal, timeouts, agentVersion: BUILT_IN_VERSION };
      patient.endpoint = (await discover([url.href], options)).endpoint;
    }
    const { host, port } = patient.endpoint;
    return ok(`${host}:${port}${values.tunnel === undefined ? '' : ' (the tunnel)'}`);
  } catch (error) {
    return failed(
      messageOf(error),
      'Set "TCP port for inbound agents" in "Manage Jenkins, Security" and open it in firewalls; or connect with -webSocket, which needs no such port; or lead to it with -tunnel',
    );
  }
}

function checkIdentity({ endpoint }: Patient): Outcome {
  if (endpoint === undefined) return skipped('not used with -webSocket');
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

function get(patient: Patient, url: URL, headers: Record<string, string>): Promise<HttpResponse> {
  const { network, signal, timeoutMs, values } = patient;
  const all = { ...listenerHeaders({ credentials: values.credentials }), ...headers };
  return httpGet(url, { headers: all, network, signal, connectTimeoutMs: timeoutMs, readTimeoutMs: timeoutMs });
}
