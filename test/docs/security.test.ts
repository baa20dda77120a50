/** docs/security.md tells values: they are those of the code. And what it says of the package is so. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildExecutable } from '../support/executable.js';
import type { Executable } from '../support/executable.js';

const page = readFileSync('docs/security.md', 'utf8');

/** A number of the code: `64 * 1024`, `2_000_000`, `{ bytes: 1024, of: ... }`. */
function valueOf(name: string, file: string): number {
  const found = new RegExp(`const ${name}(?:: \\w+)? = (?:\\{ bytes: )?([\\d_x* a-f]+)`).exec(
    readFileSync(file, 'utf8'),
  );
  expect(found, `${name} in ${file}`).not.toBeNull();
  const factors = (found?.[1] ?? '').split('*').map((factor) => Number(factor.trim().replaceAll('_', '')));
  return factors.reduce((product, factor) => product * factor, 1);
}

describe('limits', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` in `([\w./-]+)` \| (\d+) \|/gm)];

  it('are there', () => expect(rows.length).toBeGreaterThan(20));

  it.each(rows.map(([, name = '', file = '', value = '']) => ({ name, file, value: Number(value) })))(
    '$name in $file is $value',
    ({ name, file, value }) => expect(valueOf(name, file)).toBe(value),
  );
});

describe('deadlines', () => {
  const rows = [...page.matchAll(/^\|[^|]*\| ([\d.]+) s \| `(\w+)` in `([\w./-]+)` \|/gm)];

  it('are there', () => expect(rows.length).toBeGreaterThan(10));

  it.each(rows.map(([, seconds = '', name = '', file = '']) => ({ name, file, seconds: Number(seconds) })))(
    '$name in $file is $seconds s',
    ({ name, file, seconds }) => expect(valueOf(name, file)).toBe(seconds * 1000),
  );
});

describe('the package', () => {
  const PERMISSIVE = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0', 'Unlicense'];

  let executable: Executable;
  beforeAll(async () => {
    executable = await buildExecutable();
  }, 120_000);
  afterAll(() => executable.remove());

  it('has the licences of what is bundled, and all of them are permissive', () => {
    const text = readFileSync(join(executable.path, '../../dist/LICENSES.txt'), 'utf8');
    const names = text.split(`${'-'.repeat(80)}\n\n`).map((entry) => entry.split('\n', 1)[0] ?? '');
    expect(names.length).toBeGreaterThan(5);
    for (const line of names) {
      const [, name = '', version = ''] = /^(\S+) (\S+)$/.exec(line) ?? [];
      const manifest = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as {
        version: string;
        license?: string;
        licenses?: { type: string }[];
      };
      expect([name, manifest.version]).toEqual([name, version]);
      expect(PERMISSIVE).toContain(manifest.license ?? manifest.licenses?.[0]?.type);
    }
  });

  it('is listed by npm run sbom, with hashes and licences', async () => {
    // The build of the project's own folder is not this test's to replace: the tool is run on what has been built there.
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    expect(scripts['sbom']).toContain('tools/sbom/main.mjs');
    const dist = join(executable.path, '../../dist');
    const { stdout } = await promisify(execFile)(process.execPath, ['tools/sbom/main.mjs', dist], {
      maxBuffer: 1 << 26,
    });
    const { bomFormat, components } = JSON.parse(stdout) as {
      bomFormat: string;
      components: { name: string; hashes: { content: string }[]; licenses: unknown[]; scope: string }[];
    };
    expect(bomFormat).toBe('CycloneDX');
    expect(components.map(({ name }) => name)).toEqual(expect.arrayContaining(['ws', 'undici', 'saxes', 'yauzl']));
    expect(components.map(({ name }) => name)).not.toContain('eslint');
    for (const { hashes, licenses, scope } of components) {
      expect(hashes.length).toBeGreaterThan(0);
      expect(licenses.length).toBeGreaterThan(0);
      expect(scope).toBe('required');
    }
  }, 60_000);
});
