import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OPTIONS } from '../../src/cli/option-table.js';
import type { OptionSpec } from '../../src/cli/option-spec.js';

const PROJECT = join(import.meta.dirname, '../..');
const DOCUMENTS = ['docs/containers.md', 'docs/kubernetes.md', 'docs/install.md'];
const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');

describe('the documents', () => {
  it.each(DOCUMENTS)('%s links to files that there are', (path) => {
    const links = [...read(path).matchAll(/\]\(([^)#:]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(existsSync(join(PROJECT, dirname(path), link)), link).toBe(true);
  });

  it("tell every variable of the official image's entrypoint", () => {
    const text = read('docs/containers.md');
    const specs: readonly OptionSpec[] = OPTIONS;
    const official = specs
      .flatMap(({ environment = [] }) => environment)
      .filter((name) => !/^JENKINS_AGENT_(?!NAME|WORKDIR)/.test(name));
    expect(official).toHaveLength(10);
    for (const name of [
      ...official,
      'REMOTING_OPTS',
      'JAVA_OPTS',
      'JENKINS_JAVA_OPTS',
      'JENKINS_JAVA_BIN',
      'JENKINS_AGENT_FILE',
    ]) {
      expect(text).toContain(`\`${name}\``);
    }
  });

  it('have options of the build of one file that it takes', () => {
    expect(read('docs/install.md')).toContain('npm run build:binary -- --into DIRECTORY');
    expect(() =>
      execFileSync(process.execPath, ['build-binary.mjs', '--no-such-option'], { cwd: PROJECT, stdio: 'ignore' }),
    ).toThrow();
    for (const option of ['into', 'node']) expect(read('build-binary.mjs')).toContain(`${option}: { type: 'string'`);
  });
});
