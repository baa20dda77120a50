/** Valgrind's XML: one test, which fails when there are errors. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { before, joined, junitTime, secondsOfDay, single } from '../values.js';
import type { Content } from './content.js';
import { elementsOf } from './content.js';

export function valgrind(root: XmlElement): Content[] {
  if (root.name !== 'valgrindoutput') {
    const converted = (each: XmlElement): Content[] => elementsOf(each, converted);
    return converted(root);
  }
  const errors = root.elements('error');
  const attributes = {
    name: `valgrind-${joined(root.elements('tool'))}`,
    tests: 1,
    errors: 0,
    time: junitTime(timeOf(root, 'FINISHED') - timeOf(root, 'RUNNING')),
    failures: errors.length > 0 ? 1 : 0,
  };
  const failure = errors.length > 0 ? [element('failure', {}, [errors.map(errorText).join('')])] : [];
  return [element('testsuite', attributes, [element('testcase', { name: nameOf(root) }, failure)])];
}

/** The clock's time of day without the days before it. */
function timeOf(root: XmlElement, state: string): number {
  const statuses = root.elements('status').filter((each) => each.elements('state').some(({ text }) => text === state));
  const time = single(statuses.flatMap((each) => each.elements('time')));
  return secondsOfDay((time?.text ?? '').slice(3));
}

/** The report's file without its ending, else the program, else the process. */
function nameOf(root: XmlElement): string {
  const file = root
    .all('args', 'vargv', 'arg')
    .map(({ text }) => (before(text, '=') === '--xml-file' ? text.slice(text.indexOf('=') + 1) : ''))
    .join('');
  if (file !== '') return before(file.slice(file.lastIndexOf('/') + 1), '.');
  const programs = root.all('args', 'argv', 'exe');
  return joined(programs.length > 0 ? programs : root.elements('pid'));
}

function errorText(error: XmlElement): string {
  const kind = single(error.elements('kind'))?.text ?? '';
  const parts = error.elements().map((each) => {
    switch (each.name) {
      case 'what':
        return what(' ', each.text, kind);
      case 'xwhat':
        return what(' ', joined(each.elements('text')), kind);
      case 'auxwhat':
        return what('  ', each.text, '');
      case 'stack':
        return each.elements('frame').map(frameText).join('');
      default:
        return '';
    }
  });
  return `${parts.join('')}\n`;
}

function what(indent: string, text: string, kind: string): string {
  const chapter = CHAPTERS.get(kind) ?? (kind.includes('Leak') ? 'leaks' : undefined);
  return `${indent}${text}\n${chapter === undefined ? '' : `${indent}(see: ${MANUAL}${chapter})\n`}`;
}

const MANUAL = 'http://valgrind.org/docs/manual/mc-manual.html#mc-manual.';

const CHAPTERS: ReadonlyMap<string, string> = new Map([
  ['InvalidRead', 'badrw'],
  ['InvalidWrite', 'badrw'],
  ['InvalidJump', 'uninitvals'],
  ['InvalidMemPool', 'uninitvals'],
  ['UninitCondition', 'uninitvals'],
  ['UninitValue', 'uninitvals'],
  ['ClientCheck', 'uninitvals'],
  ['SyscallParam', 'bad-syscall-args'],
  ['InvalidFree', 'badfrees'],
  ['MisMatchedFree', 'rudefn'],
  ['Overlap', 'overlap'],
]);

function frameText(frame: XmlElement, index: number): string {
  const textOf = (name: string): string => joined(frame.elements(name));
  const line = frame.first('line') ? `:${textOf('line')}` : '';
  const place = frame.first('file') ? ` (${textOf('file')}${line})` : '';
  return `    ${index === 0 ? 'at' : 'by'} ${textOf('ip')}: ${textOf('fn')}${place}\n`;
}
