/** Commands of the steps: their output comes line by line into the log, and what they print on standard output is the result. */
import { randomUUID } from 'node:crypto';
import { charsetForName } from '../../java/charsets/charset.js';
import { readFrom } from '../../os/files/read-file.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Listener } from '../../jenkins/listener/listener.js';
import { exec } from '../jsch/exec.js';
import type { SshSession } from '../jsch/session.js';
import { badExitStatus, sudoException } from './failure.js';
import { OutputLines } from './output-lines.js';
import type { Remote } from './remote.js';

export interface Work {
  readonly remote: Remote;
  readonly session: SshSession;
  readonly listener: Listener;
  readonly failOnError: boolean;
  readonly context: CallableContext;
}

/** @returns the lines of standard output */
export async function runCommand(work: Work, command: string, stdin?: AsyncIterable<Buffer>): Promise<string> {
  const { remote, session } = work;
  const charset = await charsetForName(remote.encoding);
  const lines: string[] = [];
  const stdout = new OutputLines(charset.decoder(), async (line) => {
    lines.push(line);
    await print(work, line);
  });
  const stderr = new OutputLines(charset.decoder(), (line) => print(work, line));
  const { status } = await exec(session, command, {
    pty: remote.pty,
    agentForwarding: remote.agentForwarding,
    stdout: (bytes) => stdout.push(bytes),
    stderr: (bytes) => stderr.push(bytes),
    ...(stdin && { stdin }),
  });
  await stdout.end();
  await stderr.end();
  await assertGood(work, status, command);
  return lines.join(LINE_SEPARATOR);
}

/** The interpreter is that of the script's first line; it gets the script as its input. */
export async function runScript(work: Work, file: string): Promise<string> {
  return runCommand(
    work,
    await interpreterOf(file, work.context.signal),
    readFrom(file, { signal: work.context.signal }),
  );
}

/** Gives the password of the user where sudo asks for it. */
export async function runSudo(work: Work, command: string): Promise<string> {
  const { remote, session } = work;
  const prompt = randomUUID();
  const line = `sudo -S -p '${prompt}' ${command}`;
  const charset = await charsetForName(remote.encoding);
  let lines: string[] = [];
  let asked = 0;
  let give: (bytes: Buffer) => void = () => undefined;
  const answer = (text: string): boolean => {
    if (text !== prompt) return false;
    if (asked++ > 0)
      throw sudoException(
        `Failed sudo authentication on ${remote.name}[${remote.host}:${remote.port}]: ${lines.join('\n')}`,
      );
    give(charset.encode(`${remote.password ?? ''}\n`));
    lines = [];
    return true;
  };
  const stdout = new OutputLines(
    charset.decoder(),
    async (text) => {
      lines.push(text);
      await print(work, text);
    },
    answer,
  );
  const stderr = new OutputLines(charset.decoder(), (text) => print(work, text), answer);
  const { status } = await exec(session, line, {
    pty: remote.pty,
    agentForwarding: remote.agentForwarding,
    stdout: (bytes) => stdout.push(bytes),
    stderr: (bytes) => stderr.push(bytes),
    opened: (write) => {
      give = write;
      return Promise.resolve();
    },
  });
  await stdout.end();
  await stderr.end();
  await assertGood(work, status, line);
  return lines.join(LINE_SEPARATOR);
}

const LINE_SEPARATOR = process.platform === 'win32' ? '\r\n' : '\n';

function print({ remote, listener }: Work, line: string): Promise<void> {
  return listener.println(remote.appendName ? `${remote.name}|${line}` : line);
}

async function assertGood({ failOnError, context }: Work, status: number, command: string): Promise<void> {
  if (status === 0 || !failOnError) return;
  throw await badExitStatus(`Command returned exit status ${status}: ${command}`, status, context);
}

/** As much of a script as a first line may be long. */
const HEAD = 4096;

async function interpreterOf(file: string, signal: AbortSignal): Promise<string> {
  let head = '';
  for await (const bytes of readFrom(file, { signal })) {
    head += bytes.toString('latin1');
    if (head.length >= HEAD || head.includes('\n')) break;
  }
  const [first = ''] = head.split(/\r?\n|\r/, 1);
  return first.length > 2 && first.startsWith('#!') ? first.slice(2) : '/bin/sh';
}
