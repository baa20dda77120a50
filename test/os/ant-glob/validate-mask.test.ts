import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NoMatchWithinBound, validateMask } from '../../../src/os/ant-glob/validate-mask.js';

const UNBOUNDED = 0x7fffffff;
let base: string;

beforeAll(() => {
  base = mkdtempSync(path.join(tmpdir(), 'mask-'));
  for (const file of ['a/b/c.java', 'a/b/d.txt', 'a/e.java', 'x y/z.java', 'top.java', 'deep/er/report.xml']) {
    mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
    writeFileSync(path.join(base, file), '');
  }
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('a mask', () => {
  it.each([
    ['**/*.java', null],
    ['a/b', null],
    ['top.java, a/', null],
    ['**/*.foo', '‘**/*.foo’ doesn’t match anything: ‘**’ exists but not ‘**/*.foo’'],
    ['a/nothing', '‘a/nothing’ doesn’t match anything: ‘a’ exists but not ‘a/nothing’'],
    ['nothing', '‘nothing’ doesn’t match anything'],
    ['no/thing', '‘no/thing’ doesn’t match anything: even ‘no’ doesn’t exist'],
    ['foo/a/*.java', '‘foo/a/*.java’ doesn’t match anything, but ‘a/*.java’ does. Perhaps that’s what you mean?'],
    ['er/*.xml', '‘er/*.xml’ doesn’t match anything, but ‘deep/er/*.xml’ does. Perhaps that’s what you mean?'],
    ['report.xml', '‘report.xml’ doesn’t match anything, but ‘deep/er/report.xml’ does. Perhaps that’s what you mean?'],
    [
      'TOP.java',
      '‘TOP.java’ doesn’t match anything because it is treated case sensitively. You can deactivate case sensitivity to get matches',
    ],
    [
      'top.java a/e.java',
      'Whitespace can no longer be used as the separator. Please Use ‘,’ as the separator instead.',
    ],
    ['~/x', '‘~’ is only supported in a Unix shell and nowhere else.'],
    ['top.java,nothing', '‘nothing’ doesn’t match anything'],
  ])('%s: %s', async (masks, expected) => {
    expect(await validateMask(base, { masks, caseSensitive: true, bound: UNBOUNDED })).toBe(expected);
    expect(await validateMask(base, { masks, caseSensitive: true, bound: 10_000 })).toBe(expected);
  });

  it('matches in any case where case does not count', async () => {
    expect(await validateMask(base, { masks: 'TOP.java', caseSensitive: false, bound: 10_000 })).toBeNull();
  });

  it('is given up after so many comparisons', async () => {
    const checking = validateMask(base, { masks: '**/*.zip', caseSensitive: true, bound: 2 });
    await expect(checking).rejects.toThrow(NoMatchWithinBound);
    await expect(checking).rejects.toThrow('no matches found within 2');
  });

  it('needs a directory', async () => {
    const missing = path.join(base, 'missing');
    await expect(validateMask(missing, { masks: 'x', caseSensitive: true, bound: 10 })).rejects.toMatchObject({
      javaClass: 'java.lang.IllegalStateException',
      javaMessage: `basedir ${missing} does not exist.`,
    });
  });
});
