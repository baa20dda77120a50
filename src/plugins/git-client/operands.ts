import { gitException } from './errors.js';

/**
 * A revision, branch, tag, refspec or pattern, which must not be taken for an option. Stricter than the official agent, which
 * lets options through where git has them before their names.
 * @throws JavaError hudson.plugins.git.GitException when git would take it for an option
 */
export function operand(value: string): string {
  if (value.startsWith('-')) throw gitException(`Invalid argument: ${value}`);
  return value;
}
