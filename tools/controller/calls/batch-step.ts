/** The bat step of a Pipeline, as the durable-task plugin starts it (WindowsBatchScript, without its binary wrapper). */
import { createHash, randomBytes } from 'node:crypto';
import type { Channel } from '../../../src/remoting/channel.js';
import * as classes from './durable-step-classes.js';
import { DurableStep } from './durable-step.js';
import type { ShellStep } from './durable-step.js';
import { FilePath } from './file-path.js';
import { launch } from './launch.js';

/** Starts the script. The process is left to itself, as the plugin leaves it. Rejects when it cannot be started. */
export async function startBatchStep(
  channel: Channel,
  { workspace, script, returnStdout = false }: ShellStep,
): Promise<DurableStep> {
  const directory = `${workspace}@tmp\\durable-${randomBytes(4).toString('hex')}`;
  // FileMonitoringTask.cookieFor: all steps of a workspace have the same.
  const cookie = `durable-${createHash('sha256').update(workspace).digest('hex')}`;
  await new FilePath(channel, workspace).mkdirs();
  const write = (name: string, text: string) => new FilePath(channel, `${directory}\\${name}`).write(text);
  await write('jenkins-wrap.bat', wrapper(directory, returnStdout));
  await write('jenkins-main.bat', script.replaceAll('\n', '\r\n'));
  const process = await launch(channel, {
    command: ['cmd', '/c', `""${directory}\\jenkins-wrap.bat""`],
    env: { JENKINS_SERVER_COOKIE: cookie },
    workDir: workspace,
    console: { write: () => undefined, end: () => undefined },
    quiet: true,
  });
  process.release();
  return new DurableStep(workspace, directory, cookie, classes.batchController(directory, cookie));
}

function wrapper(directory: string, returnStdout: boolean): string {
  const file = (name: string) => `"${directory.replaceAll('%', '%%')}\\${name}"`;
  const log = file('jenkins-log.txt');
  const output = returnStdout ? `> ${file('output.txt')} 2> ${log}` : `> ${log} 2>&1`;
  const run = `cmd /c call ${file('jenkins-main.bat')} ${output}`;
  return `@echo off \r\n${run}\r\necho %ERRORLEVEL% > ${file('jenkins-result.txt')}\r\n`;
}
