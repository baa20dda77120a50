/** `agent completion SHELL`: a script that completes commands, options and their values, made from the tables. */
import { UsageError } from '../usage-error.js';
import { bashCompletion } from './bash.js';
import { fishCompletion } from './fish.js';
import { SHELLS } from './values.js';
import { zshCompletion } from './zsh.js';

/** @param words the shell's name. @throws UsageError */
export function completionScript([shell, ...rest]: readonly string[]): string {
  switch (SHELLS.find((name) => name === shell && rest.length === 0)) {
    case 'bash':
      return bashCompletion();
    case 'zsh':
      return zshCompletion();
    case 'fish':
      return fishCompletion();
    case undefined:
      throw new UsageError(`agent completion takes one of: ${SHELLS.join(', ')}`);
  }
}
