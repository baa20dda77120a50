import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JavaArray } from '../../../src/serial/model.js';
import { scratch } from '../../os/files/scratch.js';
import { askAt } from '../../jenkins/ask.js';

describe.each([
  ['io.jenkins.plugins.util.AgentFileVisitor$FileFinder', 'followSymbolicLinks'],
  ['io.jenkins.plugins.analysis.core.util.FileFinder', 'followSymlinks'],
])('%s', (name, follow) => {
  async function find(base: string, includes: string | null, excludes: string | null, links = false): Promise<unknown> {
    const fields = { [follow]: links, excludesPattern: excludes, includesPattern: includes };
    const answer = (await askAt(base, name, fields)) as JavaArray;
    expect(answer.className).toBe('[Ljava.lang.String;');
    return answer.elements;
  }

  it('finds the names of files', async () => {
    const base = scratch();
    for (const file of ['pmd.xml', 'a/pmd.xml', 'a/b/checkstyle.xml', 'CVS/pmd.xml']) {
      mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
      writeFileSync(path.join(base, file), '');
    }
    symlinkSync('a', path.join(base, 'link'));
    expect(await find(base, '**/pmd.xml', null)).toEqual(['a/pmd.xml', 'pmd.xml']);
    expect(await find(base, '**/pmd.xml', '', true)).toEqual(['a/pmd.xml', 'link/pmd.xml', 'pmd.xml']);
    expect(await find(base, '**/*.xml', 'a/*.xml ')).toEqual(['a/b/checkstyle.xml', 'pmd.xml']);
    // Ant's own lists: blanks separate patterns, too.
    expect(await find(base, 'pmd.xml  a/b/*.xml,x', '  ')).toEqual(['a/b/checkstyle.xml', 'pmd.xml']);
    expect(await find(base, '', null)).toEqual(['a/b/checkstyle.xml', 'a/pmd.xml', 'pmd.xml']);
    expect(await find(base, null, null)).toHaveLength(3);
  });

  it('finds none where there is nothing to be searched', async () => {
    expect(await find(path.join(scratch(), 'gone'), '**', null)).toEqual([]);
  });
});
