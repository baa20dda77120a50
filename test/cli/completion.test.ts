import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completionScript } from '../../src/cli/completion/index.js';
import { nearestOption } from '../../src/cli/nearest-option.js';
import { scanArgv } from '../../src/cli/argv.js';
import { OPTIONS } from '../../src/cli/option-table.js';
import type { OptionSpec } from '../../src/cli/option-spec.js';
import { UsageError } from '../../src/cli/usage-error.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
  writeFileSync(join(folder, 'secret-file'), '');
  mkdirSync(join(folder, 'secret-folder'));
  writeFileSync(join(folder, 'secret-folder/inner file'), '');
  writeFileSync(join(folder, '_agent'), completionScript(['zsh']));
  writeFileSync(join(folder, 'agent.fish'), completionScript(['fish']));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lines(program: string, ...words: string[]): string[] {
  const env = { PATH: process.env['PATH'], HOME: folder, TERM: 'xterm' };
  const output = execFileSync(program, words, { encoding: 'utf8', cwd: folder, env });
  return output.split('\n').filter((line) => line !== '');
}

/** What each shell offers at the end of a line. */
const SHELLS: Readonly<Record<string, (line: string) => string[]>> = {
  bash: (line) => {
    // Words as bash cuts them, at =, @ and : as well as at blanks.
    const words = line.split(/([=@:])| +/).filter(Boolean);
    if (/[ =@:]$/.test(line)) words.push('');
    const script = `${completionScript(['bash'])}
COMP_WORDBREAKS=$' \\t\\n"\\'@><=;|&(:'
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
COMP_LINE='${line}'; COMP_POINT=${line.length}; _jenkins_agent
for word in "\${COMPREPLY[@]}"; do echo "$word"; done`;
    return lines('bash', '-c', script);
  },
  zsh: (line) => lines('zsh', '-f', join(import.meta.dirname, 'complete.zsh'), folder, line),
  fish: (line) =>
    lines('fish', '--no-config', '-c', `source agent.fish; complete --do-complete '${line}'`).map(
      (candidate) => candidate.split('\t', 1)[0] ?? '',
    ),
};

describe.each(Object.entries(SHELLS))('completion in %s', (shell, complete) => {
  it('offers every spelling of every option', () => {
    const spellings = (OPTIONS as readonly OptionSpec[]).flatMap(({ name, aliases = [], gnu }) => [
      name,
      ...aliases,
      ...gnu,
    ]);
    // A long option comes to fish's mind when it is asked for one.
    const offered = shell === 'fish' ? [...complete('agent -'), ...complete('agent --')] : complete('agent -');
    expect([...new Set(offered)].sort()).toEqual([...new Set(spellings)].sort());
  });

  // What is offered replaces the whole word in fish, what stands behind its last = or : in bash, and behind its fixed part in zsh.
  it.each([
    ['agent -webS', ['-webSocket', '-webSocketHeader']],
    ['jenkins-agent -webS', ['-webSocket', '-webSocketHeader']],
    ['jenkins-inbound-agent -webS', ['-webSocket', '-webSocketHeader']],
    ['agent -url http://a/ --web-socket-h', ['--web-socket-header']],
    ['agent -logFormat j', ['json']],
    ['agent --log-format=j', [shell === 'fish' ? '--log-format=json' : 'json']],
    ['agent -logLevel W', ['WARNING']],
    [
      'agent --log-level=FINE',
      ['FINE', 'FINER', 'FINEST'].map((level) => (shell === 'fish' ? `--log-level=${level}` : level)),
    ],
    ['agent -java au', ['auto']],
    ['agent do', ['doctor']],
    ['agent completion f', ['fish']],
    ['agent help heal', ['health']],
    ['agent help -workD', ['-workDir']],
    ['agent doctor --js', ['--json']],
    ['agent doctor -webSocketH', ['-webSocketHeader']],
    ['agent swarm -usern', ['-username']],
    ['agent swarm -labelsF', ['-labelsFile']],
    ['agent -usern', []],
    ['agent --js', []],
    ['agent -name x', []],
    ['agent -agentLog secret-fi', ['secret-file']],
    ['agent -workDir secret-', [shell === 'fish' ? 'secret-folder/' : 'secret-folder']],
    ['agent -secret @secret-fi', [shell === 'zsh' ? 'secret-file' : '@secret-file']],
    ['agent -url @secret-fi', [shell === 'zsh' ? 'secret-file' : '@secret-file']],
    ['agent @secret-fi', [shell === 'zsh' ? 'secret-file' : '@secret-file']],
  ])('%s', (line, expected) => {
    expect(complete(line).sort()).toEqual(expected);
  });

  it('offers files behind options whose values are better kept in one', () => {
    const offered = complete('agent -secret ');
    expect(offered.some((word) => word.startsWith('@'))).toBe(true);
    expect(complete('agent -name ')).toEqual([]);
  });
});

describe('a line that is typed into a shell', () => {
  it.each([
    ['agent -secret @secret-fi', ['-secret', '@secret-file']],
    ['agent --log-format=j', ['--log-format=json']],
    ['agent -workDir secret-fo', ['-workDir', 'secret-folder/']],
    ['agent --agent-log=secret-fi', ['--agent-log=secret-file']],
    ['agent -cert @secret-folder/in', ['-cert', '@secret-folder/inner file']],
    ['agent doctor --js', ['doctor', '--json']],
    ['jenkins-inbound-agent -logLevel WARN', ['-logLevel', 'WARNING']],
  ])('%s', (line, words) => {
    writeFileSync(join(folder, 'agent.bash'), completionScript(['bash']));
    expect(lines('bash', join(import.meta.dirname, 'complete-bash.sh'), join(folder, 'agent.bash'), line)).toEqual(
      words,
    );
  });
});

it('knows no other shell', () => {
  expect(() => completionScript(['tcsh'])).toThrow(new UsageError('agent completion takes one of: bash, zsh, fish'));
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
    expect(nearestOption(typed)).toBe(meant === undefined ? '' : `: did you mean "${meant}"?`);
  });

  it('is told with the message', () => {
    expect(() => scanArgv(['-workdri=x'])).toThrow('"-workdri" is not a valid option: did you mean "-workDir"?');
  });
});
