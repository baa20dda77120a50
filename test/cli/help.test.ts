import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asksForHelp } from '../../src/cli/asks-for-help.js';
import { helpWidth, section, wrapped } from '../../src/cli/help/layout.js';
import { renderHelp } from '../../src/cli/help/options.js';
import { renderTopic } from '../../src/cli/help/topic.js';
import { OPTIONS } from '../../src/cli/option-table.js';
import type { OptionSpec } from '../../src/cli/option-spec.js';
import { SUBCOMMANDS } from '../../src/cli/subcommand-names.js';

const specs: readonly OptionSpec[] = OPTIONS;

describe('help', () => {
  it('is the text on file', () => {
    expect(renderHelp(80)).toBe(readFileSync('test/fixtures/cli/help.txt', 'utf8'));
  });

  it('names every option, once', () => {
    const text = renderHelp(100);
    for (const { name, placeholder } of specs) {
      const term = `\n  ${name}${placeholder === undefined ? '' : ` ${placeholder}`}`;
      expect(text.split(new RegExp(`${term.replace(/[|@.]/g, '\\$&')}(?:\n| {2})`)), name).toHaveLength(2);
    }
    for (const { aliases = [] } of specs) for (const spelling of aliases) expect(text).toContain(spelling);
  });

  it('begins with the ten usual options', () => {
    const [, usual = ''] = /Usual options:\n([^]*?)\n\n/.exec(renderHelp(80)) ?? [];
    expect(usual.match(/^ {2}-\w+/gm)?.map((term) => term.trim())).toEqual([
      ...['-url', '-name', '-secret', '-webSocket', '-workDir'],
      ...['-tunnel', '-cert', '-config', '-health', '-drainTimeout'],
    ]);
  });

  it.each([60, 80, 100])('keeps within %d columns, but for words that are longer', (width) => {
    const pages = [renderHelp(width), ...SUBCOMMANDS.map((name) => renderTopic([name], width))];
    const long = pages
      .join('\n')
      .split('\n')
      .filter((line) => line.length > width);
    expect(
      long.filter((line) => /\S\s+\S/.test(line.trim()) && !/^\s*(?:-\S+ \S+|Usage:.*|.*options\])$/.test(line)),
    ).toEqual([]);
  });

  it.each([
    [undefined, 80],
    [10, 40],
    [72, 72],
    [300, 100],
  ])('is for a terminal of %s columns as wide as %d', (columns, width) => {
    expect(helpWidth(columns)).toBe(width);
  });
});

describe('help on a topic', () => {
  it.each(SUBCOMMANDS)('tells of the command %s', (name) => {
    expect(renderTopic([name], 80)).toMatch(new RegExp(`^Usage: agent ${name}\\b`));
  });

  it('tells of one option, with or without its hyphen', () => {
    for (const word of ['-workDir', '--work-dir', 'workDir'])
      expect(renderTopic([word], 80)).toMatch(
        /^Option:\n {2}-workDir DIR {2,}Work directory[^]*\[JENKINS_AGENT_WORKDIR\]\n$/,
      );
  });

  it.each([
    [['docter'], 'There is no command and no option "docter": did you mean "doctor"?'],
    [['-workdri'], 'There is no command and no option "-workdri": did you mean "-workDir"?'],
    [['nothing'], 'There is no command and no option "nothing"'],
    [['doctor', 'health'], 'agent help takes one command or one option'],
  ])('of %j there is none', (words, message) => {
    expect(() => renderTopic(words, 80)).toThrow(message);
  });

  it.each([
    [['-help'], true],
    [['-url', 'http://a/', '-h'], true],
    [['--json', '--help'], true],
    [['-name', '-help'], false],
    [['-webSocket', '-help'], true],
    [['help'], false],
    [[], false],
  ])('%j asks for it: %s', (words, asks) => {
    expect(asksForHelp(words)).toBe(asks);
  });
});

describe('the layout', () => {
  it('puts the description of a long term below it', () => {
    const items = [
      { term: '-a', description: 'one two three' },
      { term: '-much-longer-than-all-others X', description: 'four' },
    ];
    expect(section('Both:', items, 40)).toBe(
      [
        'Both:',
        `  -a${' '.repeat(24)}one two`,
        `${' '.repeat(28)}three`,
        '  -much-longer-than-all-others X',
        `${' '.repeat(28)}four`,
        '',
      ].join('\n'),
    );
  });

  it('breaks lines at blanks alone', () => {
    expect(wrapped('a bb  ccc\n dddd https://jenkins.example/', 6)).toEqual([
      'a bb',
      'ccc',
      'dddd',
      'https://jenkins.example/',
    ]);
  });
});

describe('the option table', () => {
  const spellings = specs.flatMap(({ name, aliases = [], gnu }) => [name, ...aliases, ...gnu]);

  it('has no spelling twice', () => {
    expect(spellings).toEqual([...new Set(spellings)]);
  });

  it('speaks of options that there are', () => {
    for (const { requires = [], forbids = [] } of specs) {
      for (const name of [...requires, ...forbids]) expect(spellings).toContain(name);
    }
  });

  it('gives a placeholder to everything that takes a value, and to nothing else', () => {
    for (const { kind, placeholder } of specs) expect(placeholder === undefined).toBe(kind === 'switch');
  });
});
