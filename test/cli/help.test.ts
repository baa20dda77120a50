import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderHelp } from '../../src/cli/commander.js';
import { OPTIONS } from '../../src/cli/option-table.js';
import type { OptionSpec } from '../../src/cli/option-spec.js';

describe('help', () => {
  it('is the text on file', () => {
    expect(renderHelp()).toBe(readFileSync('test/fixtures/cli/help.txt', 'utf8'));
  });

  it('names every option', () => {
    for (const { name, aliases = [] } of OPTIONS as readonly OptionSpec[]) {
      for (const spelling of [name, ...aliases]) expect(renderHelp()).toContain(spelling);
    }
  });
});

describe('the option table', () => {
  const specs: readonly OptionSpec[] = OPTIONS;
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
