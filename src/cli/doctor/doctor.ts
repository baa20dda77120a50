/** `agent doctor`: looks at everything between here and a working agent, in the order in which it can fail. */
import { EXIT } from '../../agent/life/exit-codes.js';
import { networkFor } from '../../agent/connect/network.js';
import { maskSecrets, maskValues, Secret } from '../../agent/life/secret.js';
import { proxyFor } from '../../endpoint/connect.js';
import type { Network } from '../../endpoint/network.js';
import { withoutLogin } from '../../endpoint/url-login.js';
import type { Logger } from '../../remoting/logger.js';
import { messageOf } from '../../transport/errors.js';
import type { OptionValues } from '../option-table.js';
import { UsageError } from '../usage-error.js';
import { portOf, skipped } from './check.js';
import type { Check, Outcome, Patient } from './check.js';
import { CONNECTION_CHECKS } from './connection-checks.js';
import { CONTROLLER_CHECKS } from './controller-checks.js';
import { JAVA_CHECK } from './java-check.js';
import { MACHINE_CHECKS } from './machine-checks.js';
import { NETWORK_CHECKS } from './network-checks.js';
import { isWell, renderJson, renderTable } from './report.js';
import type { Finding, Report } from './report.js';

const CHECKS: readonly Check[] = [
  ...NETWORK_CHECKS,
  ...CONTROLLER_CHECKS,
  ...CONNECTION_CHECKS,
  ...MACHINE_CHECKS,
  JAVA_CHECK,
];
const TIMEOUT_MS = 10_000;

export interface DoctorOptions {
  readonly json: boolean;
  readonly environment: NodeJS.ProcessEnv;
  /** Takes the report. */
  readonly print: (text: string) => void;
  /** Of the terminal that shows it; undefined: none does. */
  readonly columns?: number | undefined;
  readonly colour?: boolean;
  /** For each step on the network. Default 10 s. */
  readonly timeoutMs?: number;
}

/**
 * @param agents the options of each agent that is to run; name and secret may be missing
 * @returns the exit code: 1 when anything failed
 * @throws UsageError without a controller
 */
export async function runDoctor(
  agents: readonly [OptionValues, ...OptionValues[]],
  options: DoctorOptions,
): Promise<number> {
  const reports: Report[] = [];
  for (const values of agents) {
    const { name, findings } = await examineOne(values, options);
    reports.push({ name: name ?? `agent ${reports.length + 1}`, findings });
    if (options.json) continue;
    const table = renderTable(findings, options);
    options.print(agents.length === 1 ? table : `${reports.at(-1)?.name}:\n${table}\n`);
  }
  if (options.json) options.print(renderJson(reports));
  return reports.every(isWell) ? EXIT.ok : EXIT.fatal;
}

/** What a JNLP file tells is got first: without it nothing is known of the rest. */
async function examineOne(
  values: OptionValues,
  options: DoctorOptions,
): Promise<{ name: string | undefined; findings: Finding[] }> {
  if (values.jnlpUrl === undefined) return { name: values.name, findings: await examine(values, options) };
  const { readJnlp } = await import('./jnlp.js');
  const network = findNetwork(values, options.environment, []);
  const { told, finding } = await readJnlp(values, network, options.timeoutMs ?? TIMEOUT_MS);
  const outcome = { check: 'JNLP file', ...masked(finding, values, undefined) };
  if (told === undefined) return { name: values.name, findings: [outcome] };
  return { name: told.name, findings: [outcome, ...(await examine(told, options))] };
}

async function examine(
  values: OptionValues,
  { environment, timeoutMs = TIMEOUT_MS }: DoctorOptions,
): Promise<Finding[]> {
  const problems: string[] = [];
  const patient = admit(values, environment, timeoutMs, problems);
  const findings: Finding[] = [];
  const unusable = new Set<string>();
  for (const check of CHECKS.filter(({ concerns = () => true }) => concerns(patient))) {
    const missing = check.needs?.find((name) => unusable.has(name));
    const outcome = missing === undefined ? await attempt(check, patient) : skipped(`needs: ${missing}`);
    if (outcome.status === 'failed' || missing !== undefined) unusable.add(check.name);
    findings.push({ check: check.name, ...masked(outcome, values, patient.login) });
  }
  const first = problems.map((text): Finding => ({ check: 'Options', status: 'warning', text: maskSecrets(text) }));
  return [...first, ...findings];
}

function admit(values: OptionValues, environment: NodeJS.ProcessEnv, timeoutMs: number, problems: string[]): Patient {
  const [text] = values.urls ?? [];
  if (text === undefined && values.direct === undefined) {
    throw new UsageError('agent doctor: give the controller with "-url" (or "-direct", "-jnlpUrl")');
  }
  const { url: place, login } = withoutLogin(text === undefined || text.endsWith('/') ? (text ?? '') : `${text}/`);
  const url = text === undefined ? undefined : new URL(place);
  const network = findNetwork(values, environment, problems);
  const purpose = url?.protocol === 'https:' ? 'https' : 'http';
  return {
    values,
    url,
    login,
    network,
    signal: new AbortController().signal,
    timeoutMs,
    proxy: url && proxyFor(network, purpose, url.hostname, portOf(url)),
  };
}

/** @param problems gets what a log would say: a certificate that cannot be read, a proxy that is none */
function findNetwork(values: OptionValues, environment: NodeJS.ProcessEnv, problems: string[]): Network {
  const { credentials, proxyCredentials, certificates = [], noCertificateCheck = false } = values;
  const secret = (value: string | undefined) => (value === undefined ? undefined : new Secret(value));
  const http = { credentials: secret(credentials), proxyCredentials: secret(proxyCredentials) };
  const logger: Logger = {
    log: (level, _source, message) => {
      if (level !== 'FINE') problems.push(message);
    },
    isLoggable: (level) => level !== 'FINE',
  };
  return networkFor({ ...http, certificates, noCertificateCheck, proxyVariables: {} }, environment, logger);
}

/** A check that fails in a way that nobody foresaw is a failed check, not the end of all. */
async function attempt(check: Check, patient: Patient): Promise<Outcome> {
  try {
    return await check.run(patient);
  } catch (error) {
    return { status: 'failed', text: messageOf(error) };
  }
}

function masked({ status, text, advice }: Outcome, values: OptionValues, login: string | undefined): Outcome {
  const { secret, credentials, proxyCredentials } = values;
  const hidden = [secret, credentials, proxyCredentials, login].filter((value) => value !== undefined);
  return { status, text: maskSecrets(maskValues(text, hidden)), ...(advice === undefined ? {} : { advice }) };
}
