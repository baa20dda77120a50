/** The rules that take variables from a build step's environment: jenkins.tasks.filters.EnvVarsFilterRuleWrapper{List rules}. */
import { EnvVars } from '../../os/process/environment.js';
import { listValues } from '../../serial/jdk.js';
import { JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Declared } from '../../callables/kinds.js';
import { lookup } from '../../callables/lookup.js';
import { unknownClass } from '../../callables/unknown-class.js';
import type { UnknownClassError } from '../../callables/unknown-class.js';
import { JavaError } from '../../java/java-error.js';
import type { Listener } from '../listener/listener.js';
import { retainVariables } from './retain-variables.js';

/** A jenkins.tasks.filters.EnvVarsFilterLocalRule implemented natively. */
export interface EnvironmentRuleClass {
  /** Changes the environment of a process that is about to be started. */
  apply(rule: JavaObject, environment: EnvVars, inherited: EnvVars, listener: Listener): Promise<void>;
}

declare module '../../callables/kinds.js' {
  interface Kinds {
    environmentRule: EnvironmentRuleClass;
  }
}

/** Declares a rule of a Java class. */
export function environmentRule(name: string, apply: EnvironmentRuleClass['apply']): Declared<'environmentRule'> {
  return { kind: 'environmentRule', name, apply };
}

export const environmentRules = [
  environmentRule('jenkins.tasks.filters.impl.RetainVariablesLocalRule', retainVariables),
];

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
    const found = rule instanceof JavaObject ? lookup('environmentRule', rule.className) : undefined;
    if (!found || !(rule instanceof JavaObject)) throw await refused(rule, listener);
    await found.apply(rule, environment, EnvVars.inherited(agent.environment), listener);
  }
}

async function refused(rule: JavaValue, listener: Listener): Promise<JavaError> {
  const refusal: UnknownClassError = unknownClass('the rule', rule);
  const reason = refusal.message;
  await listener.error(`Environment variable filtering failed due to violation with the message: ${reason}`);
  return new JavaError('hudson.AbortException', reason, { cause: refusal });
}
