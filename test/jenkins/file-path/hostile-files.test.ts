/** Builds that put a named pipe where the agent has a file: each is refused in words, and no thread waits for it. */
import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { scratch } from '../../os/files/scratch.js';
import { controllerPath, failureOf, onPath } from './request.js';

const TASK = 'org.jenkinsci.plugins.durabletask.FileMonitoringTask$FileMonitoringController';

/** What is asked of the pipe itself, or of a directory with the pipe as the archive. */
type Request = (pipe: string, directory: string, call: ChannelCall) => Promise<JavaValue>;

const ask =
  (name: string, fields: Readonly<Record<string, JavaValue>> = {}): Request =>
  (pipe, _directory, call) =>
    onPath(pipe, name, fields, call);

const REQUESTS: readonly [string, Request][] = [
  ['ReadToString', ask('ReadToString')],
  ['Digest', ask('Digest')],
  ['Write', ask('Write', { content: 'x', encoding: null })],
  ['CopyTo', (pipe, _, call) => onPath(pipe, 'CopyTo', { out: call.newOutput().value }, call)],
  [
    'CopyToWithPermission',
    (pipe, directory, call) =>
      onPath(pipe, 'CopyToWithPermission', { target: controllerPath(join(directory, 'copy')) }, call),
  ],
  ['UnzipLocal', (pipe, directory, call) => onPath(directory, 'UnzipLocal', { filePath: controllerPath(pipe) }, call)],
  ["a step's exit code", ask(`${TASK}$StatusCheck`)],
  ["a step's captured output", ask(`${TASK}$GetOutput`, { charset: null })],
];

describe.skipIf(process.platform === 'win32')('a named pipe', () => {
  // More often than there are threads: one that waited would be missed by what follows.
  it.each(REQUESTS)('does not keep a request for %s waiting, nor those after it', async (name, request) => {
    const directory = scratch();
    const pipe = join(directory, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (let i = 0; i < 6; i++) {
      const failure = await failureOf(request(pipe, directory, new ChannelCall()));
      // An empty one has no exit code yet.
      if (name !== "a step's exit code") expect(failure).toContain('Not a regular file');
    }
    expect((await stat(directory)).isDirectory()).toBe(true);
  });
});

describe("a step's files", () => {
  const files = (size: number): string => {
    const file = join(scratch(), 'jenkins-result.txt');
    writeFileSync(file, '0\n');
    truncateSync(file, size);
    return file;
  };

  it('an exit code of three gigabytes is refused', async () => {
    const file = files(3 * 2 ** 30);
    expect(await failureOf(onPath(file, `${TASK}$StatusCheck`))).toBe(
      `java.io.IOException: ${file} is longer than 65536 bytes, the most that the exit code of a step may have`,
    );
  });

  it('an exit code with sixty thousand blanks in it is no number', async () => {
    const file = join(scratch(), 'jenkins-result.txt');
    writeFileSync(file, `1${' '.repeat(60_000)}x`);
    expect(await failureOf(onPath(file, `${TASK}$StatusCheck`))).toContain('corrupted content in');
  });

  it('captured output of three gigabytes is refused', async () => {
    const file = files(3 * 2 ** 30);
    expect(await failureOf(onPath(file, `${TASK}$GetOutput`, { charset: null }))).toBe(
      `java.io.IOException: ${file} is longer than 268435456 bytes, the most that the captured output of a step may have`,
    );
  });

  it('a text of a gigabyte is refused', async () => {
    const file = files(2 ** 30);
    expect(await failureOf(onPath(file, 'ReadToString'))).toContain(
      ' is longer than 536870888 bytes, the most that a file that is read as one text may have',
    );
  });
});
