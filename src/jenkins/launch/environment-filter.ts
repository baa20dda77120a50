/** The rules that take variables from a build step's environment: jenkins.tasks.filters.EnvVarsFilterRuleWrapper{List rules}. */
import { JavaError } from '../../java/java-error.js';
import { EnvVars } from '../../os/process/environment.js';
import { listValues } from '../../serial/jdk.js';
import { JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Listener } from '../listener/listener.js';
import { retainVariables } from './retain-variables.js';

type Rule = (rule: JavaObject, environment: EnvVars, inherited: EnvVars, listener: Listener) => Promise<void>;

const RULES: ReadonlyMap<string, Rule> = new Map([
  ['jenkins.tasks.filters.impl.RetainVariablesLocalRule', retainVariables],
]);

/**
 * Applies the rules to the environment of a process that is about to be started.
 * Throws hudson.AbortException for a rule that this agent does not know: starting the process regardless would give it what
 * the rule is there to withhold.
 */
export async function filterEnvironment(
  wrapper: JavaObject | null,
  environment: EnvVars,
  listener: Listener,
  { agent }: CallableContext,
): Promise<void> {
  const rules = wrapper ? listValues(wrapper.get('rules') ?? null) : [];
  for (const rule of rules) {
    const apply = rule instanceof JavaObject ? RULES.get(rule.className) : undefined;
    if (!apply || !(rule instanceof JavaObject)) throw await refused(rule, listener);
    await apply(rule, environment, EnvVars.inherited(agent.environment), listener);
  }
}

async function refused(rule: JavaValue, listener: Listener): Promise<JavaError> {
  const name = typeof rule === 'object' && rule !== null ? rule.className : String(rule);
  const reason = `the rule ${name} is not known to this agent`;
  await listener.error(`Environment variable filtering failed due to violation with the message: ${reason}`);
  return new JavaError('hudson.AbortException', reason);
}
