/** What the entrypoint makes of words and users, without a controller. */
import { describe, expect, it } from 'vitest';
import { VERSION } from '../../src/agent/version.js';
import { finish } from './container.js';
import type { ContainerOptions } from './container.js';

const SECRET = '0123456789abcdef'.repeat(4);
const VERSION_LINE = new RegExp(`^${VERSION.replaceAll('.', '\\.')}\n$`);

interface Row {
  readonly words?: string[];
  readonly options?: string[];
  readonly env?: Record<string, string>;
  readonly how?: string;
  readonly output: RegExp;
}

async function check({ words = [], options = [], env = {}, how = 'exit code 0', output }: Row): Promise<void> {
  const container: ContainerOptions = { options, env };
  const result = await finish(words, container);
  expect(result.output).toMatch(output);
  expect(result.how).toBe(how);
  expect(result.output).not.toContain(SECRET);
}

describe('the words', () => {
  it.each<[string, Row]>([
    ['an option is the agent’s', { words: ['-version'], output: VERSION_LINE }],
    ['one word is a command', { words: ['pwd'], output: /^\/home\/jenkins\n$/ }],
    [
      'a path with words is one',
      {
        words: ['/bin/bash', '-c', 'echo hi; id; exit 5'],
        how: 'exit code 5',
        output: /^hi\nuid=1000\(jenkins\) gid=0\(root\)/,
      },
    ],
    ['no command of that name', { words: ['no-such-command'], how: 'exit code 127', output: /no-such-command/ }],
    [
      'three words are the agent’s',
      { words: ['bash', '-c', 'echo hi'], how: 'exit code 2', output: /^"-c" is not a valid option/ },
    ],
    ['a Java that there is not', { words: ['java', '-version'], how: 'exit code 2', output: /There is no Java/ }],
    ['a Java that starts an agent', { words: ['java', '-jar', '/x.jar', '-version'], output: VERSION_LINE }],
    ['its own name', { words: ['jenkins-agent', '-version'], output: VERSION_LINE }],
    [
      'names that differ',
      {
        words: [SECRET, 'n2'],
        env: { JENKINS_URL: 'http://c', JENKINS_SECRET: SECRET, JENKINS_AGENT_NAME: 'n1' },
        how: 'exit code 2',
        output: /give different names/,
      },
    ],
  ])('%s', async (_what, row) => check(row));

  it('when they are wrong, the last 30 lines tell why', async () => {
    const { output } = await finish(['-no-such-option']);
    expect(output.trimEnd().split('\n').slice(-30).join('\n')).toContain('"-no-such-option" is not a valid option');
  });
});

describe('another entrypoint', () => {
  it.each<[string, Row]>([
    ['jenkins-slave', { options: ['--entrypoint', 'jenkins-slave'], words: ['-version'], output: VERSION_LINE }],
    [
      'jenkins-agent',
      { options: ['--entrypoint', '/usr/local/bin/jenkins-agent'], words: ['-version'], output: VERSION_LINE },
    ],
    [
      'java, as launchers have it',
      {
        options: ['--entrypoint', '/usr/share/jenkins/compat/java'],
        words: ['-jar', 'agent.jar', '-version'],
        output: VERSION_LINE,
      },
    ],
    ['a shell', { options: ['--entrypoint', '/bin/sh'], words: ['-c', 'echo $HOME'], output: /^\/home\/jenkins\n$/ }],
  ])('%s', async (_what, row) => check(row));
});

describe('it works', () => {
  it.each<[string, string[]]>([
    ['below another init process', ['--init']],
    ['as root', ['--user=0']],
    ['as a user outside of group 0', ['--user=4711:4711']],
    ['without capabilities and new privileges', ['--cap-drop=all', '--security-opt=no-new-privileges']],
    ['with a root that is read-only and no /tmp', ['--read-only', '--read-only-tmpfs=false']],
    ['within limits', ['--memory=128m', '--cpus=0.5', '--pids-limit=64']],
    ['with options for the Node of builds', ['--env=NODE_OPTIONS=--no-such-option']],
  ])('%s', async (_what, options) => check({ options, words: ['-version'], output: VERSION_LINE }));

  it('as a user that nobody knows, whose home it is', async () => {
    const script = 'id -u; touch ~/x ~/agent/x && ls -n ~/x; echo $HOME';
    const output = /^1000680000\n-rw-r--r-- +1 1000680000 +0 .*\/home\/jenkins\/x\n\/home\/jenkins\n$/;
    await check({ options: ['--user=1000680000:0'], words: ['/bin/sh', '-c', script], output });
  });
});
