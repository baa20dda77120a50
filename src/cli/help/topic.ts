/** `agent help WORD`, and `-help` behind a command. */
import { nearestOption } from '../nearest-option.js';
import { didYouMean } from '../nearest.js';
import { findOption } from '../option-table.js';
import { SUBCOMMANDS } from '../subcommand-names.js';
import { UsageError } from '../usage-error.js';
import { COMMANDS } from './commands.js';
import { paragraph, section } from './layout.js';
import { optionItem } from './option-item.js';
import { renderHelp } from './options.js';

/**
 * @param words none for everything, else the name of a command or of an option
 * @throws UsageError when there is neither
 */
export function renderTopic([topic, ...more]: readonly string[], width: number): string {
  if (topic === undefined) return renderHelp(width);
  if (more.length > 0) throw new UsageError('agent help takes one command or one option');
  const command = COMMANDS.find(({ name }) => name === topic);
  if (command) {
    const { usage, summary, paragraphs, options } = command;
    const texts = [`${summary}.`, ...paragraphs].map((text) => paragraph(text, width));
    const own = options.length === 0 ? [] : [section('Options:', options, width)];
    return [`Usage: agent ${usage}\n`, ...texts, ...own].join('\n');
  }
  const spec = findOption(topic) ?? findOption(`-${topic}`);
  if (spec) return section('Option:', [optionItem(spec)], width);
  const meant = topic.startsWith('-') ? nearestOption(topic) : didYouMean(topic, SUBCOMMANDS);
  throw new UsageError(`There is no command and no option "${topic}"${meant}`);
}
