import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { controllerPath, object } from '../jenkins/file-path/objects.js';
import { mapEntries } from '../../src/serial/jdk.js';
import { onDriveC } from './support/wine.js';
import { WineAgent } from './support/wine-agent.js';

describe('files on Windows', () => {
  let agent: WineAgent;
  let folder: string;
  const file = (name: string) => agent.path(`${folder}\\${name}`);
  const listed = () => readdirSync(onDriveC(folder));

  beforeAll(async () => {
    const started = await WineAgent.startForAll();
    ({ agent } = started);
    folder = `${agent.workDir}\\files`;
    await agent.path(folder).mkdirs();
    return started.end;
  });

  it.each(['x:y', 'x*y', 'x?', 'x '])('does not write %j, which would be another file', async (name) => {
    await file('x').write('untouched');
    await expect(file(name).write('text')).rejects.toThrow('java.nio.file.InvalidPathException');
    expect(await file('x').readToString()).toBe('untouched');
    expect(listed()).not.toContain(name);
  });

  it('says as Java what cannot be opened', async () => {
    await file('folder').mkdirs();
    await expect(file('folder').write('x')).rejects.toMatchObject({
      javaClass: 'java.nio.file.AccessDeniedException',
    });
    await expect(file('folder').digest()).rejects.toThrow('Access is denied');
    await expect(file('missing').digest()).rejects.toMatchObject({ javaClass: 'java.nio.file.NoSuchFileException' });
  });

  it('does not rename over what is there', async () => {
    await file('from').write('from');
    await file('to').write('to');
    const rename = (to: string) =>
      file('from').act(object('hudson.FilePath$RenameTo', { target: controllerPath(`${folder}\\${to}`) }));
    await rename('to').catch(() => undefined);
    expect(await file('to').readToString()).toBe('to');
  });

  it('deletes what is read-only', async () => {
    await agent.run(
      ['cmd', '/c', 'mkdir ro\\deep & echo x> ro\\deep\\f & attrib +r ro\\deep\\f & attrib +r ro\\deep & attrib +r ro'],
      {
        workDir: folder,
      },
    );
    expect(listed()).toContain('ro');
    await file('ro').deleteRecursive();
    expect(listed()).not.toContain('ro');
  });

  it('writes hidden files', async () => {
    await file('hidden').write('one');
    await agent.run(['cmd', '/c', 'attrib +h hidden'], { workDir: folder });
    await file('hidden').write('2');
    expect(await file('hidden').readToString()).toBe('2');
  });

  it('takes long names', async () => {
    const long = 'a-folder-with-a-long-name-0123456789\\'.repeat(9);
    await file(`${long}file`).write('deep');
    expect(await file(`${long}file`).readToString()).toBe('deep');
    await file('a-folder-with-a-long-name-0123456789').deleteRecursive();
  });
});

it.each([
  ['C:\\agent-dir\\', 'C:\\agent-dir\\remoting'],
  ['C:/agent-dir//sub', 'C:\\agent-dir\\sub\\remoting'],
])('names the work directory %s as java.io.File does', async (workDir, internal) => {
  const agent = await WineAgent.start({ workDir });
  expect(agent.process.output()).toContain(`Using ${internal} as a remoting work directory`);
});

it('tells the encoding and the temporary directory that a JVM would', async () => {
  const agent = await WineAgent.start();
  const { channel } = agent.computer;
  const properties = await channel.call(object('hudson.util.RemotingDiagnostics$GetSystemProperties'));
  const entries = new Map(mapEntries(properties));
  expect(entries.get('native.encoding')).toBe('Cp1252');
  expect(entries.get('java.io.tmpdir')).toMatch(/^C:\\.*\\Temp\\$/i);
});
