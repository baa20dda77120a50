import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../src/cli/command-line.js';
import { readEntrypointWords } from '../../src/cli/entrypoint.js';
import { readEnvironment } from '../../src/cli/environment.js';
import type { Program } from '../../src/cli/merge-environment.js';
import { OPTIONS } from '../../src/cli/option-table.js';
import type { OptionSpec } from '../../src/cli/option-spec.js';
import { shellWords } from '../../src/cli/shell-words.js';
import { parseStages } from './dockerfile.js';

const PROJECT = join(import.meta.dirname, '../..');
const DOCUMENTS = ['docs/containers.md', 'docs/kubernetes.md', 'docs/install.md'];
const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');

const commands = DOCUMENTS.flatMap((path) =>
  [...read(path).matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) =>
    block
      .trim()
      .split('\n')
      .map((command) => ({ path, command })),
  ),
);

/** What an agent makes of its words; throws when it refuses them. */
function agentDoes(words: readonly string[], env: Record<string, string>, program: Program): string {
  const entry = program === 'agent' ? { kind: 'agent' as const, words } : readEntrypointWords(words);
  if (entry.kind === 'command') return 'command';
  const file = (path: string) => (path === 'secret-file' ? 's\n' : undefined);
  const { invocation, warnings } = readCommandLine(entry.words, file, readEnvironment(env, file), program);
  expect(warnings).toEqual([]);
  return invocation.kind === 'run' ? invocation.options.kind : invocation.kind;
}

/** `docker run [options] IMAGE words`. */
function dockerRun(words: readonly string[]): string {
  const at = words.indexOf('jenkins-inbound-agent');
  expect(at).toBeGreaterThan(0);
  const env = words
    .slice(0, at)
    .flatMap((word, index) => (words[index - 1] === '-e' ? [word.split('=', 2) as [string, string]] : []));
  return agentDoes(words.slice(at + 1), Object.fromEntries(env), 'jenkins-agent');
}

describe('the commands of the documents', () => {
  it.each(commands)('$path: $command', ({ command }) => {
    const [program = '', ...words] = shellWords(command, 'the document', {});
    switch (program) {
      case 'agent':
      case 'build/agent':
        return expect(['inbound', 'version']).toContain(agentDoes(words, {}, 'agent'));
      case 'npx':
        expect(words.slice(0, 2)).toEqual(['--yes', 'jenkins-inbound-agent']);
        return expect(agentDoes(words.slice(2), {}, 'agent')).toBe('inbound');
      case 'docker':
        if (words[0] === 'run') return expect(['inbound', 'version', 'command']).toContain(dockerRun(words));
        expect(words[0]).toBe('build');
        return expect(parseStages(read('Dockerfile')).map(({ name }) => name)).toContain(
          words[words.indexOf('--target') + 1],
        );
      case 'npm': {
        const { scripts, name } = JSON.parse(read('package.json')) as { scripts: Record<string, string>; name: string };
        if (words[0] === 'run') return expect(Object.keys(scripts)).toContain(words[1]);
        return expect(['ci', name]).toContain(words.at(-1));
      }
      case 'helm':
        return expect(existsSync(join(PROJECT, words[words.indexOf('--values') + 1] ?? ''))).toBe(true);
      default:
        expect.fail(`nothing is known of ${program}`);
    }
  });
});

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
