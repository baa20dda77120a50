/** The Java that runs what this agent does not implement: whether there is one, and whether agent.jar for it can be had. */
import { findJava } from '../../bridge/find-java.js';
import { messageOf } from '../../transport/errors.js';
import { ok, skipped, warning } from './check.js';
import type { Check, Outcome, Patient } from './check.js';
import { get } from './controller-checks.js';

export const JAVA_CHECK: Check = { name: 'Java', run: checkJava };

/** What agent.jar itself needs at least; a class of the controller's may need more. */
const LEAST_LEVEL = 8;
const AGENT_JAR = 'jnlpJars/agent.jar';

async function checkJava(patient: Patient): Promise<Outcome> {
  const { java = 'auto', javaAgentJar } = patient.values;
  if (java === 'never') return skipped('is not used: -java never');
  const found = await findJava(java, process.env, LEAST_LEVEL);
  if (!found.java) {
    const text = `${found.problem}: what only Java can run fails`;
    return java === 'auto' ? skipped(text) : warning(text, 'Give -java the path of a java, or leave it out');
  }
  const { version, path } = found.java;
  const jar = javaAgentJar ?? (await whereAgentJarIs(patient));
  return ok(`Java ${version} (${path}) for what this agent does not implement; agent.jar: ${jar}`);
}

/** The controller's web pages have it; whatever they say, it comes over the channel, too. */
async function whereAgentJarIs(patient: Patient): Promise<string> {
  const overChannel = 'over the channel';
  if (patient.url === undefined || patient.page === undefined) return overChannel;
  const page = new URL(AGENT_JAR, patient.url);
  try {
    const { status } = await get(patient, page);
    return status === 200 ? page.href : `${overChannel}, as ${page.href} answers ${status}`;
  } catch (error) {
    return `${overChannel}, as ${page.href} cannot be read: ${messageOf(error)}`;
  }
}
