import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completionScript } from '../../src/cli/completion.js';
import { nearestOption } from '../../src/cli/nearest-option.js';
import { scanArgv } from '../../src/cli/argv.js';
import { OPTIONS } from '../../src/cli/option-table.js';
import { UsageError } from '../../src/cli/usage-error.js';

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('of %s knows every option', (shell) => {
    const script = completionScript([shell]);
    for (const { name } of OPTIONS) expect(script).toContain(shell === 'fish' ? ` ${name.slice(1)} ` : name);
  });

  it.each([
    ['agent -webS', 'agent -webS', '-webSocket\n-webSocketHeader\n'],
    ['agent -logFormat j', 'agent -logFormat j', 'json\n'],
    ['agent do', 'agent do', 'doctor\n'],
    ['agent completion f', 'agent completion f', 'fish\n'],
    ['agent -name x', 'agent -name x', ''],
  ])('in bash: %s', (_name, line, expected) => {
    const words = line.split(' ');
    const script = `${completionScript(['bash'])}
COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _jenkins_agent
for word in "\${COMPREPLY[@]}"; do echo "$word"; done`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toBe(expected);
  });

  it('knows no other shell', () => {
    expect(() => completionScript(['tcsh'])).toThrow(new UsageError('agent completion takes one of: bash, zsh, fish'));
  });
});

describe('a typo', () => {
  it.each([
    ['-ulr', '-url'],
    ['-secert', '-secret'],
    ['-websocket', '-webSocket'],
    ['--work-dri', '--work-dir'],
    ['-bogus', undefined],
    ['-x', undefined],
  ])('%s is %s', (typed, meant) => {
    expect(nearestOption(typed)).toBe(meant);
  });

  it('is told with the message', () => {
    expect(() => scanArgv(['-workdri=x'])).toThrow('"-workdri=x" is not a valid option: did you mean "-workDir"?');
  });
});
