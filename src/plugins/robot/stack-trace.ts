/** What a test has run, as the plugin shows it below a failure: keywords with their arguments, indented as they are nested. */
import type { EventReader } from './events.js';

/** Elements that stand for something that was run. */
export const RUN_ELEMENTS: readonly string[] = ['kw', 'for', 'if', 'try', 'while'];

/** @param level how deep it is nested, from 0 */
export function runText(reader: EventReader, level: number): string {
  switch (reader.name) {
    case 'for':
    case 'while':
      return loopText(reader, level);
    case 'if':
    case 'try':
      return branchableText(reader, level);
    default:
      return keywordText(reader, level);
  }
}

function loopText(reader: EventReader, level: number): string {
  const kind = reader.name;
  const flavor = kind === 'for' ? ` ${reader.attribute('flavor')}` : '';
  let text = indentation(level) + kind.toUpperCase() + flavor;
  for (; reader.hasNext && !reader.isEndOf(kind); reader.next()) {
    if (reader.isStartOf('iter')) text += bodyText(reader, 'iter', level + 1);
  }
  return `${text}${indentation(level)}END\n`;
}

function branchableText(reader: EventReader, level: number): string {
  const kind = reader.name;
  let text = '';
  for (; reader.hasNext && !reader.isEndOf(kind); reader.next()) {
    if (!reader.isStartOf('branch')) continue;
    text += indentation(level) + String(reader.attribute('type'));
    text += bodyText(reader, 'branch', level + 1);
  }
  return `${text}${indentation(level)}END\n`;
}

/** Of an iteration or a branch. */
function bodyText(reader: EventReader, kind: string, level: number): string {
  let text = '';
  for (; reader.hasNext && !reader.isEndOf(kind); reader.next()) text += nestedText(reader, level);
  return text;
}

function nestedText(reader: EventReader, level: number): string {
  if (!reader.isStart) return '';
  if (RUN_ELEMENTS.includes(reader.name)) return runText(reader, level);
  return JUMPS.has(reader.name) ? jumpText(reader, level) : '';
}

const JUMPS: ReadonlySet<string> = new Set(['return', 'break', 'continue']);

function jumpText(reader: EventReader, level: number): string {
  const kind = reader.name;
  let text = indentation(level) + kind.toUpperCase();
  for (; reader.hasNext && !reader.isEndOf(kind); reader.next()) {
    if (reader.isStartOf('kw')) text += keywordText(reader, level + 1);
  }
  return text;
}

function keywordText(reader: EventReader, level: number): string {
  let text = indentation(level) + String(reader.attribute('name'));
  reader.next();
  while (reader.hasNext && !reader.isEndOf('kw')) {
    if (reader.isStartOf('arguments') || reader.isStartOf('arg')) {
      // Leaves the reader at what comes next, which may be a keyword.
      text += argumentsText(reader);
      continue;
    }
    text += nestedText(reader, level + 1);
    reader.next();
  }
  return `${text}\n`;
}

function argumentsText(reader: EventReader): string {
  let text = '';
  for (; reader.hasNext; reader.next()) {
    if (reader.isEndOf('arguments') || reader.isStartOf('status') || reader.isStartOf('kw')) break;
    if (!reader.isStartOf('arg')) continue;
    reader.next();
    text += `    ${reader.text ?? ''}`;
  }
  return text;
}

function indentation(level: number): string {
  return level > 0 ? `\n${'  '.repeat(level)}` : '';
}
