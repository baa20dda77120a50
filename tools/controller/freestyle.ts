/**
 * A freestyle build with one shell or batch step, as core runs it over an agent's channel (hudson.model.FreeStyleBuild): workspace,
 * step, artifacts, fingerprints, and in any case the clean-up of whatever the step left running.
 */
import { randomBytes } from 'node:crypto';
import { StringDecoder } from 'node:string_decoder';
import type { ByteSink } from '../../src/remoting/call.js';
import { fetchArtifacts, findFingerprints, listArtifacts } from './calls/artifacts.js';
import type { Fingerprint } from './calls/artifacts.js';
import { FilePath } from './calls/file-path.js';
import { killProcesses, launch } from './calls/launch.js';
import type { Computer } from './computer.js';
import { untarGzip } from './untar.js';

export interface FreestyleJob {
  readonly name: string;
  readonly number?: number;
  /** Script of the only step. */
  readonly script: string;
  /** What runs it: `sh` when missing, or Windows' command processor. */
  readonly shell?: 'sh' | 'batch';
  /** Absolute path on the agent's machine. */
  readonly workspace: string;
  /** Ant patterns of the files to archive and fingerprint; default: none. */
  readonly artifacts?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface BuildOptions {
  /** Gets the console as it comes. */
  readonly console?: (text: string) => void;
  /** Aborts the build. */
  readonly signal?: AbortSignal;
}

export interface BuildReport {
  readonly result: 'SUCCESS' | 'FAILURE' | 'ABORTED';
  /** Of the step; undefined when aborted. */
  readonly exitCode: number | undefined;
  readonly artifacts: ReadonlyMap<string, Buffer>;
  readonly fingerprints: readonly Fingerprint[];
}

/** Runs a build. Rejects when the agent fails at something or is lost; a failing script is a result. */
export async function runFreestyleBuild(
  computer: Computer,
  job: FreestyleJob,
  options: BuildOptions = {},
): Promise<BuildReport> {
  const say = options.console ?? (() => undefined);
  const workspace = new FilePath(computer.channel, job.workspace);
  const characteristic = characteristicVariables(job);
  say(`Building remotely on ${computer.channel.name} in workspace ${job.workspace}\n`);
  await workspace.mkdirs();
  let report: BuildReport;
  try {
    const exitCode = await runStep(computer, workspace, job, { ...job.env, ...characteristic }, say, options.signal);
    report =
      exitCode === undefined
        ? { result: 'ABORTED', exitCode, artifacts: new Map(), fingerprints: [] }
        : { result: exitCode === 0 ? 'SUCCESS' : 'FAILURE', exitCode, ...(await collect(computer, workspace, job)) };
  } finally {
    // With a lost agent there is nothing to clean up at, and its loss is what the caller has to learn.
    if (!computer.channel.closed.aborted) await killProcesses(computer.channel, characteristic);
  }
  say(`Finished: ${report.result}\n`);
  return report;
}

/** Runs the script; undefined when aborted. */
async function runStep(
  { channel }: Computer,
  workspace: FilePath,
  job: FreestyleJob,
  env: Readonly<Record<string, string>>,
  say: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  const { suffix, contents, commandLine } = scriptOf(job);
  const file = await workspace.createTextTempFile('jenkins', suffix, contents);
  try {
    const command = commandLine(file.remote);
    const process = await launch(channel, { command, env, workDir: workspace.remote, console: textSink(say) });
    try {
      return await process.join(signal);
    } catch (error) {
      if (signal?.aborted !== true || channel.closed.aborted) throw error;
      say('Build was aborted\n');
      return undefined;
    } finally {
      process.release();
    }
  } finally {
    if (!channel.closed.aborted) await file.delete();
  }
}

/** hudson.tasks.Shell and hudson.tasks.BatchFile. */
function scriptOf({ script, shell = 'sh' }: FreestyleJob) {
  return shell === 'sh'
    ? { suffix: '.sh', contents: script, commandLine: (file: string) => ['/bin/sh', '-xe', file] }
    : {
        suffix: '.bat',
        contents: `${script.replaceAll('\n', '\r\n')}\r\nexit %ERRORLEVEL%`,
        commandLine: (file: string) => ['cmd', '/c', 'call', file],
      };
}

async function collect({ settings }: Computer, workspace: FilePath, { artifacts: patterns }: FreestyleJob) {
  if (patterns === undefined) return { artifacts: new Map<string, Buffer>(), fingerprints: [] };
  const files = await listArtifacts(workspace, patterns, settings.artifactList);
  const chunks: Buffer[] = [];
  if (files.size > 0) for await (const chunk of fetchArtifacts(workspace, files)) chunks.push(chunk);
  const artifacts = files.size > 0 ? untarGzip(Buffer.concat(chunks)) : new Map<string, Buffer>();
  return { artifacts, fingerprints: await findFingerprints(workspace, patterns) };
}

/** The variables that tell the processes of a build from all others: AbstractBuild.getCharacteristicEnvVars. */
function characteristicVariables({ name, number = 1 }: FreestyleJob): Record<string, string> {
  const cookie = randomBytes(8).toString('hex');
  return {
    BUILD_ID: String(number),
    BUILD_NUMBER: String(number),
    BUILD_TAG: `jenkins-${name}-${number}`,
    HUDSON_SERVER_COOKIE: cookie,
    JENKINS_SERVER_COOKIE: cookie,
    JOB_BASE_NAME: name,
    JOB_NAME: name,
  };
}

/** Decodes a stream of UTF-8, characters that are split over two writes included. */
function textSink(say: (text: string) => void): ByteSink {
  const decoder = new StringDecoder('utf8');
  return { write: (bytes) => say(decoder.write(bytes)), end: () => say(decoder.end()) };
}
