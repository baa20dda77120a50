/** What calls itself Java. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findJava } from '../../src/bridge/find-java.js';

const directory = mkdtempSync(join(tmpdir(), 'find-java-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const SAYS_17 = `echo 'openjdk version "17.0.1" 2024-01-01' >&2`;

function script(name: string, does: string): string {
  const file = join(directory, name);
  writeFileSync(file, `#!/bin/sh\n${does}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe.skipIf(process.platform === 'win32')('a Java', () => {
  it('that could not be started is asked again the next time', async () => {
    const file = join(directory, 'later');
    writeFileSync(file, `#!/bin/sh\n${SAYS_17}\n`, { mode: 0o644 });
    const { java } = await findJava(file, {}, 8);
    expect(java).toBeUndefined();
    chmodSync(file, 0o755);
    expect(await findJava(file, {}, 8)).toEqual({ java: { path: file, version: '17.0.1', level: 17 } });
  });

  it('that was killed before it told its version is asked again the next time', async () => {
    const marker = join(directory, 'marker');
    const file = script('killed', `if [ ! -e '${marker}' ]; then : > '${marker}'; kill -9 $$; fi; ${SAYS_17}`);
    expect(await findJava(file, {}, 8)).toMatchObject({ java: undefined });
    expect(await findJava(file, {}, 8)).toMatchObject({ java: { level: 17 } });
  });

  it('that tells no version is asked once', async () => {
    const count = join(directory, 'count');
    const file = script('mute', `echo x >> '${count}'; exit 3`);
    for (let i = 0; i < 2; i++) expect(await findJava(file, {}, 8)).toMatchObject({ java: undefined });
    expect(readFileSync(count, 'utf8')).toBe('x\n');
  });

  it('that is too old is named with its version', async () => {
    const file = script('old', `echo 'java version "1.7.0_80"' >&2`);
    const problem = `there is no Java 8 or later at ${file} (${file} is Java 1.7.0_80)`;
    expect(await findJava(file, {}, 8)).toEqual({ java: undefined, problem });
  });
});
