/** What a controller asks of a step in polling mode, request by request: the usual answer, and what goes wrong. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unbox } from '../../../src/serial/jdk.js';
import type { JavaArray, JavaObject } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { scratch } from '../../os/files/scratch.js';
import { ask, askAt } from '../../jenkins/ask.js';
import { failureOf, object } from '../../jenkins/file-path/request.js';

const CONTROLLER = 'org.jenkinsci.plugins.durabletask.FileMonitoringTask$FileMonitoringController';

/** A file with this content in a directory of its own. */
function fileOf(content: string | Buffer): string {
  const file = join(scratch(), 'f');
  writeFileSync(file, content);
  return file;
}

describe('WriteLog', () => {
  const writeLog = async (file: string, lastLocation: bigint, call = new ChannelCall()) => {
    const out = call.newOutput();
    const answer = await askAt(file, `${CONTROLLER}$WriteLog`, { lastLocation, sink: out.value }, call);
    return { answer, text: out.text() };
  };

  it('sends the log from where the controller has come to', async () => {
    const file = fileOf('one two');
    expect(await writeLog(file, 0n)).toEqual({ answer: null, text: 'one two' });
    expect(await writeLog(file, 4n)).toEqual({ answer: null, text: 'two' });
  });

  it('sends nothing when there is nothing new, or no log yet', async () => {
    expect(await writeLog(fileOf('one'), 3n)).toEqual({ answer: null, text: '' });
    expect(await writeLog(join(scratch(), 'none'), 0n)).toEqual({ answer: null, text: '' });
  });

  it('fails for a log that is a directory, as java.io does', async () => {
    const file = join(scratch(), 'd');
    mkdirSync(join(file, 'e'), { recursive: true });
    expect(await failureOf(writeLog(file, 0n))).toBe(`java.io.FileNotFoundException: ${file} (Is a directory)`);
  });

  it('fails when the controller takes no more', async () => {
    const call = new ChannelCall();
    const out = call.newOutput();
    out.onWrite = () => Promise.reject(new Error('gone'));
    // More than its window takes.
    const log = fileOf('x'.repeat(5_000_000));
    const request = askAt(log, `${CONTROLLER}$WriteLog`, { lastLocation: 0n, sink: out.value }, call);
    await expect(request).rejects.toThrow('Pipe is already closed');
  });
});

describe('StatusCheck', () => {
  const check = (file: string) => askAt(file, `${CONTROLLER}$StatusCheck`);

  it.each([
    ['0\n', 0],
    [' 143 \n', 143],
    ['-1', -1],
    ['99999999999', 0x7fff_ffff],
  ])('reads %j', async (text, code) => {
    expect(unbox(await check(fileOf(text)))).toBe(code);
  });

  it('is null while there is no result', async () => {
    expect(await check(join(scratch(), 'none'))).toBeNull();
    expect(await check(fileOf(''))).toBeNull();
    expect(await check(fileOf('\n'))).toBeNull();
  });

  it('fails for what is no number', async () => {
    const file = fileOf('killed\n');
    expect(await failureOf(check(file))).toBe(
      `java.io.IOException: corrupted content in ${file}: java.lang.NumberFormatException: For input string: "killed"`,
    );
  });
});

describe('GetOutput', () => {
  const output = async (file: string, charset: string | null) => {
    const answer = await askAt(file, `${CONTROLLER}$GetOutput`, { charset });
    return Buffer.from((answer as JavaArray).elements as Buffer).toString();
  };

  it('gives what was captured, in UTF-8', async () => {
    expect(await output(fileOf('äöü\n'), null)).toBe('äöü\n');
    expect(await output(fileOf(Buffer.from('äöü', 'latin1')), 'ISO-8859-1')).toBe('äöü');
    expect(await output(fileOf('x'), 'SYSTEM_DEFAULT')).toBe('x');
  });

  it('fails without the file', async () => {
    const file = join(scratch(), 'none');
    expect(await failureOf(output(file, null))).toBe(`java.nio.file.NoSuchFileException: ${file}`);
  });

  it('fails for a charset that does not exist', async () => {
    expect(await failureOf(output(fileOf('x'), 'utf-9'))).toBe('java.nio.charset.UnsupportedCharsetException: utf-9');
  });
});

describe('TranscodingCharsetForSystemDefault', () => {
  it('is null where the charset of the agent is UTF-8', async () => {
    expect(await ask(`${CONTROLLER}$TranscodingCharsetForSystemDefault`)).toBeNull();
  });
});

describe('getIBMzOsEncoding', () => {
  it('is null where Java is not that of z/OS', async () => {
    expect(await ask('org.jenkinsci.plugins.durabletask.BourneShellScript$getIBMzOsEncoding')).toBeNull();
  });
});

describe('StartWatching', () => {
  it('refuses a step or a handler of a kind that it does not know', async () => {
    const call = new ChannelCall();
    const start = (handler: JavaObject) =>
      askAt(
        scratch(),
        'org.jenkinsci.plugins.durabletask.FileMonitoringTask$StartWatching',
        { controller: object('com.example.Task'), handler },
        call,
      );
    expect(await failureOf(start(object('com.example.Handler')))).toBe(
      'java.io.IOException: The handler com.example.Handler is not known to this agent',
    );
  });
});
