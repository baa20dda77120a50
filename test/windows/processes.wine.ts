import { beforeAll, describe, expect, it } from 'vitest';
import { WineAgent } from './support/wine-agent.js';

const MISSING = 'CreateProcess error=2, The system cannot find the file specified';

/** One agent for all tests: what they do does not touch each other. */
describe('processes on Windows', () => {
  let agent: WineAgent;
  let folder: string;

  beforeAll(async () => {
    const started = await WineAgent.startForAll();
    ({ agent } = started);
    folder = `${agent.workDir}\\processes`;
    await agent.path(folder).mkdirs();
    return started.end;
  });

  it('never takes a program from the directory that it is to work in', async () => {
    const planted = `${folder}\\planted`;
    await agent.path(planted).mkdirs();
    const names = ['git', 'cmd', 'taskkill', 'ping'];
    const copies = names.map((name) => `copy C:\\windows\\system32\\hostname.exe ${name}.exe > nul`).join(' & ');
    await agent.run(['cmd', '/c', copies], { workDir: planted });
    expect((await agent.run(['cmd', '/c', 'dir /b'], { workDir: planted })).output).toContain('git.exe');
    await expect(agent.run(['git', 'status'], { workDir: planted })).rejects.toThrow(MISSING);
    expect((await agent.run(['cmd', '/c', 'echo the real one'], { workDir: planted })).output).toBe('the real one\r\n');
    await agent.path(`${folder}\\real.bat`).write('@echo the real shell\r\n');
    const batch = await agent.run([`${folder}\\real.bat`], { workDir: planted });
    expect(batch.output).toBe('the real shell\r\n');
    await agent.path(`${planted}\\local.bat`).write('@echo planted\r\n');
    await expect(agent.run(['local.bat'], { workDir: planted })).rejects.toThrow(MISSING);
  });

  it("finds programs in the agent's own path, whatever the build says of it", async () => {
    for (const name of ['PATH', 'Path', 'path']) {
      const { output } = await agent.run(['cmd', '/c', 'echo found'], { env: { [name]: 'C:\\nowhere' } });
      expect(output).toBe('found\r\n');
    }
    const own = { env: { PATH: folder } };
    await agent.path(`${folder}\\only-here.bat`).write('@echo off\r\n');
    await expect(agent.run(['only-here.bat'], own)).rejects.toThrow(MISSING);
  });

  it.each([
    ['in quotes', (file: string) => `"${file}"`],
    ['with slashes', (file: string) => file.replaceAll('\\', '/')],
    ['with dots and blanks at the end', (file: string) => `${file}. `],
  ])('runs a batch file %s', async (_kind, spelt) => {
    const file = `${folder}\\with blanks.bat`;
    await agent.path(file).write('@echo off\r\necho [%~1] [%~2]\r\nexit /b 7\r\n');
    expect(await agent.run([spelt(file), 'one', 'two words'], { workDir: folder })).toEqual({
      code: 7,
      output: '[one] [two words]\r\n',
    });
  });

  it('says as the JDK what cannot be run', async () => {
    await agent.path(`${folder}\\text.exe`).write('this is no program');
    await agent.path(`${folder}\\text.txt`).write('this is no program');
    const fails = async (command: readonly string[], reason: string, workDir = folder) => {
      const message = `Cannot run program "${String(command[0])}" (in directory "${workDir}"): CreateProcess error=${reason}`;
      await expect(agent.run(command, { workDir })).rejects.toThrow(message);
    };
    await fails(['nope.bat', 'x'], '2, The system cannot find the file specified');
    await fails([`${folder}\\nope.bat`], '2, The system cannot find the file specified');
    await agent.path(`${folder}\\folder.exe`).mkdirs();
    await fails([`${folder}\\folder.exe`], '5, Access is denied');
    await fails([`${folder}\\text.exe`], '193, %1 is not a valid Win32 application');
    await fails([`${folder}\\text.txt`], '193, %1 is not a valid Win32 application');
    await fails(['cmd', '/c', 'cd'], '267, The directory name is invalid', `${folder}\\text.txt`);
    await expect(agent.run(['cmd', '/c', 'cd'], { workDir: `${folder}\\nowhere` })).rejects.toThrow(
      `Process working directory '${folder}\\nowhere' doesn't exist!`,
    );
  });

  it('keeps stdout and stderr in the order of writing', async () => {
    const lines = Array.from({ length: 40 }, (_, i) => i);
    const script = `@echo off\r\n${lines.map((i) => `echo ${i}${i % 2 === 0 ? '' : ' 1>&2'}`).join('\r\n')}\r\n`;
    await agent.path(`${folder}\\both.bat`).write(script);
    const { output } = await agent.run([`${folder}\\both.bat`]);
    expect(output.split(/\s+/).filter((line) => line !== '')).toEqual(lines.map(String));
  });

  it('reads all that a process prints', async () => {
    const command = ['cmd', '/c', 'for /l %i in (1,1,5000) do @echo line %i of many lines that are printed here'];
    const { code, output } = await agent.run(command);
    expect(code).toBe(0);
    expect(output.split('\r\n')).toHaveLength(5001);
  });
});

it('does not hand its secret to builds, however the variable is spelt', async () => {
  const agent = await WineAgent.start({ env: { JENKINS_Secret: 'hush', JENKINS_AGENT_Credentials: 'user:hush' } });
  const { output } = await agent.run(['cmd', '/c', 'set']);
  expect(output).toContain('NODE_SKIP_PLATFORM_CHECK=1');
  expect(output).not.toContain('hush');
});
