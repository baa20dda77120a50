import type { OptionSpec } from '../option-spec.js';
import type { Item } from './layout.js';

/** Other spellings are told where they cannot be guessed, and the environment variables that say the same. */
export function optionItem(spec: OptionSpec): Item {
  const { name, placeholder = '', help, aliases = [], gnu, environment = [], secret } = spec;
  const others = [...aliases, ...gnu.filter((spelling) => !spelling.startsWith('--'))];
  const also = others.length === 0 ? '' : ` (also ${others.join(', ')})`;
  const variables = environment.flatMap((variable) => (secret ? [variable, `${variable}_FILE`] : [variable]));
  return {
    term: `${name} ${placeholder}`.trimEnd(),
    description: `${help}${also}${variables.length === 0 ? '' : ` [${variables.join(', ')}]`}`,
  };
}
