import { findOption } from './option-table.js';

/** Whether these words ask for help: one of them does that is not the value of an option. */
export function asksForHelp(words: readonly string[]): boolean {
  return words.some((word, index) => {
    if (findOption(word)?.key !== 'help') return false;
    const before = findOption(words[index - 1] ?? '');
    return before === undefined || before.kind === 'switch';
  });
}
