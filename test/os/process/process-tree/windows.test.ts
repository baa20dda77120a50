import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { EnvVars } from '../../../../src/os/process/environment.js';
import { forgetLaunched, rememberLaunched } from '../../../../src/os/process/launched-processes.js';
import { namesSetIn } from '../../../../src/os/process/set-anew.js';
import { killAllOnWindows } from '../../../../src/os/process/process-tree/windows.js';
import type { WindowsSystem } from '../../../../src/os/process/process-tree/windows.js';
import { decoded, parseLines, parseTable } from '../../../../src/os/process/process-tree/windows-processes.js';
import type { WindowsProcess } from '../../../../src/os/process/process-tree/windows-processes.js';
import type { Vetoes } from '../../../../src/os/process/process-tree/process-table.js';

const NOW = Date.now();

const entry = (pid: number, parent: number, created: number | undefined = NOW, commandLine = ''): WindowsProcess => ({
  pid,
  parent,
  created,
  commandLine,
});

/** A machine with these processes, and what is done to them. */
function machine(...processes: WindowsProcess[]) {
  const killed: (number | string)[] = [];
  const system: WindowsSystem = {
    processes: () => Promise.resolve(processes),
    terminate: (pid) => void killed.push(pid),
    terminateTree: (pid) => Promise.resolve(void killed.push(`tree of ${pid}`)),
  };
  return { killed, system };
}

/** Processes 900 and up, forgotten when the test ends. */
function launch(pid: number, buildId: string, setAnew: readonly string[] = []): void {
  rememberLaunched(pid, new EnvVars([['BUILD_ID', buildId]]), NOW - 60_000, Promise.resolve(new Set(setAnew)));
  onTestFinished(() => forgetLaunched(pid, 'linux'));
}

describe('killing on Windows', () => {
  let buildId: string;
  let build: [string, string][];
  beforeEach(({ task }) => {
    buildId = task.id;
    build = [['build_id', buildId]];
  });

  it('takes the process, and what was launched with the variables, each with what it started', async () => {
    launch(901, buildId);
    launch(902, 'another');
    const { killed, system } = machine(entry(901, 1), entry(902, 1), entry(911, 901), entry(912, 911), entry(913, 902));
    await killAllOnWindows(undefined, build, undefined, system);
    expect(killed.splice(0)).toEqual([912, 911, 901]);
    await killAllOnWindows(902, [], undefined, system);
    expect(killed.splice(0)).toEqual([913, 902]);
    await killAllOnWindows(undefined, [['BUILD_ID', 'nobody has it']], undefined, system);
    expect(killed).toEqual([]);
  });

  it('leaves children that are older than their parent, whose parent had the same id', async () => {
    launch(901, buildId);
    const { killed, system } = machine(entry(901, 1, NOW), entry(911, 901, NOW - 1), entry(912, 901, NOW + 1));
    await killAllOnWindows(undefined, build, undefined, system);
    expect(killed).toEqual([912, 901]);
  });

  it('takes what one that has ended left behind, but nothing that another of the same id started', async () => {
    launch(901, buildId);
    forgetLaunched(901, 'win32');
    const { killed, system } = machine(
      entry(901, 1, NOW + 60_000),
      entry(911, 901, NOW - 30_000),
      entry(912, 901, NOW + 70_000),
      entry(913, 901, NOW - 90_000),
      entry(914, 911, NOW - 20_000),
    );
    await killAllOnWindows(undefined, build, undefined, system);
    expect(killed).toEqual([914, 911]);
  });

  it('leaves what a script started with other variables', async () => {
    launch(901, buildId, ['BUILD_ID']);
    forgetLaunched(901, 'win32');
    const { killed, system } = machine(entry(911, 901, NOW - 30_000));
    await killAllOnWindows(undefined, build, undefined, system);
    expect(killed).toEqual([]);
  });

  it('knows the durable steps of a workspace by their command lines, also those of an earlier agent', async () => {
    const workspace = 'C:\\work\\my job';
    const cookie = `durable-${createHash('sha256').update(workspace).digest('hex')}`;
    const directory = `${workspace}@tmp\\durable-1a2b3c4d`;
    const { killed, system } = machine(
      entry(911, 1, NOW, `cmd /c ""${directory}\\jenkins-wrap.bat""`),
      entry(912, 911, NOW, `cmd  /c call "${directory}\\jenkins-main.bat"`),
      entry(913, 1, NOW, `powershell -Command ". '${directory}\\powershellHelper.ps1'; Execute-AndWriteOutput"`),
      entry(914, 1, NOW, `cmd /c ""C:\\work\\other@tmp\\durable-1a2b3c4d\\jenkins-wrap.bat""`),
      entry(915, 1, NOW, 'notepad.exe'),
    );
    await killAllOnWindows(undefined, [['JENKINS_SERVER_COOKIE', cookie]], undefined, system);
    expect(killed.splice(0)).toEqual([912, 911, 912, 913]);
    await killAllOnWindows(undefined, [['JENKINS_SERVER_COOKIE', 'durable-0']], undefined, system);
    expect(killed).toEqual([]);
  });

  it('does without a list of processes', async () => {
    launch(901, buildId);
    const { killed, system } = machine();
    await killAllOnWindows(undefined, build, undefined, system);
    expect(killed).toEqual(['tree of 901']);
  });

  it('asks who may object, of each root', async () => {
    launch(901, buildId);
    launch(902, buildId);
    const { killed, system } = machine(entry(901, 1, NOW, '"C:\\a b\\x.exe" -c "d e"'), entry(902, 1), entry(911, 901));
    const asked: unknown[] = [];
    const vetoes: Vetoes = () =>
      Promise.resolve(async (doomed, all) => {
        asked.push([doomed.pid, await doomed.arguments(), (await doomed.environment()).get('BUILD_ID'), all().length]);
        return doomed.pid === 901;
      });
    await killAllOnWindows(undefined, build, vetoes, system);
    expect(asked).toEqual([
      [901, ['C:\\a b\\x.exe', '-c', 'd e'], buildId, 3],
      [902, [], buildId, 3],
    ]);
    expect(killed).toEqual([902]);
  });

  it('never ends the agent', async () => {
    const { killed, system } = machine(entry(process.pid, 901), entry(901, 1), entry(911, process.pid));
    await killAllOnWindows(process.pid, [], undefined, system);
    expect(killed).toEqual([]);
  });
});

describe('the processes of Windows', () => {
  it('are read from what PowerShell prints', () => {
    const text =
      '0\t0\t\t\r\n4812\t96\t1700000000123\t"C:\\a.exe" -x\r\nGet-CimInstance : Access denied\r\n5\t4\t\tü\r\n';
    expect(parseLines(text)).toEqual(
      [entry(0, 0, undefined), entry(4812, 96, 1700000000123, '"C:\\a.exe" -x'), entry(5, 4, undefined, 'ü')].map(
        (one, i) => (i === 1 ? one : { ...one, created: undefined }),
      ),
    );
  });

  it('are read from what wmic prints', () => {
    const text = 'ParentProcessId  ProcessId  \r\n40               56         \r\n0                4          \r\n\r\n';
    expect(parseTable(text)).toEqual([
      { pid: 56, parent: 40, created: undefined, commandLine: '' },
      { pid: 4, parent: 0, created: undefined, commandLine: '' },
    ]);
    expect(parseTable('Error: Invalid query\r\n')).toEqual([]);
    for (const bytes of [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(`\ufeff${text}`, 'utf16le')])
      expect(decoded(bytes)).toBe(text);
  });
});

describe('variables that a script sets', () => {
  it.each([
    ['set BUILD_ID=dontKillMe', ['BUILD_ID']],
    ['@echo off\r\nset "Jenkins_Node_Cookie=x" & start server.exe', ['JENKINS_NODE_COOKIE']],
    ["$env:BUILD_ID = 'x'; Start-Process server", ['BUILD_ID']],
    ['echo BUILD_ID=1\r\nreset x=1', []],
  ])('are found in %j', (script, names) => {
    expect([...namesSetIn(script)]).toEqual(names);
  });
});
