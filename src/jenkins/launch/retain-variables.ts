/**
 * `Only Keep Specified Environment Variables`: jenkins.tasks.filters.impl.RetainVariablesLocalRule. Whatever is not named is
 * removed, or set back to what the agent's own environment has.
 */
import type { EnvVars } from '../../os/process/environment.js';
import { JavaEnum } from '../../serial/model.js';
import type { JavaObject } from '../../serial/model.js';
import type { Listener } from '../listener/listener.js';
import { any, bool, nullableStr, readShape } from '../../callables/shape.js';

/** What runaway processes of a build are found by. */
const CHARACTERISTIC = [
  'jenkins_server_cookie',
  'hudson_server_cookie',
  'job_name',
  'job_base_name',
  'build_number',
  'build_id',
  'build_tag',
];

const RULE_NAME = 'Only Keep Specified Environment Variables';

export async function retainVariables(
  rule: JavaObject,
  environment: EnvVars,
  inherited: EnvVars,
  listener: Listener,
): Promise<void> {
  const { retained, removeInherited } = settingsOf(rule);
  const removed: string[] = [];
  const reset: string[] = [];
  for (const [name, value] of environment) {
    const own = inherited.get(name);
    if (retained.has(name.toLowerCase())) continue;
    if (own === undefined || removeInherited) removed.push(name);
    else if (own !== value) reset.push(name);
  }
  for (const name of removed) environment.delete(name);
  for (const name of reset) environment.set(name, inherited.get(name) ?? '');
  await report(listener, 'removed', removed);
  await report(listener, 'reset to their system default value', reset);
}

function settingsOf(rule: JavaObject): { retained: ReadonlySet<string>; removeInherited: boolean } {
  const settings = readShape(rule, {
    variables: nullableStr,
    retainCharacteristicEnvVars: bool,
    processVariablesHandling: any,
  });
  const named = (settings.variables ?? '').toLowerCase().split(/\s+/);
  const handling = settings.processVariablesHandling;
  return {
    retained: new Set([...named, ...(settings.retainCharacteristicEnvVars ? CHARACTERISTIC : [])]),
    removeInherited: handling instanceof JavaEnum && handling.constant === 'REMOVE',
  };
}

async function report(listener: Listener, what: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await listener.println(`The following environment variables were ${what} by '${RULE_NAME}': ${names.join(', ')}`);
}
