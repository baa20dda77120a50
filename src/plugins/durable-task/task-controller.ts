/** A step's control directory, as the controller's object tells of it: where its files are, and how it ended. */
import { fileExists, isDirectory } from '../../os/files/attributes.js';
import type { JavaObject } from '../../serial/model.js';
import { bool, nullableStr, readShape } from '../../callables/shape.js';
import { readExitStatus, readExitStatusWithCharset } from './exit-status.js';
import { capturedOutput } from './file-monitoring.js';
import { unknownClass } from '../../callables/unknown-class.js';

const PACKAGE = 'org.jenkinsci.plugins.durabletask.';
const SHELL = `${PACKAGE}BourneShellScript$ShellController`;
const KNOWN = new Set([
  SHELL,
  `${PACKAGE}WindowsBatchScript$BatchController`,
  `${PACKAGE}PowershellScript$PowershellController`,
]);

const FIELDS = {
  controlDir: nullableStr,
  id: nullableStr,
  charset: nullableStr,
  cookieValue: nullableStr,
  isZos: bool,
  jenkinsResultTxtEncoding: nullableStr,
};

/**
 * org.jenkinsci.plugins.durabletask.FileMonitoringTask$FileMonitoringController {long lastLocation, String charset, controlDir,
 * cookieValue, id} and its subclasses, of which BourneShellScript$ShellController adds {boolean isZos, String
 * jenkinsResultTxtEncoding}.
 */
export class TaskController {
  private constructor(
    readonly directory: string,
    /** A charset's name, `SYSTEM_DEFAULT`, or null for text that is taken as it is. */
    readonly charset: string | null,
    /** What the processes of the step have in JENKINS_SERVER_COOKIE. */
    readonly cookie: string | null,
    /** Whether a wrapper touches the log every three seconds. */
    readonly hasHeartbeat: boolean,
    private readonly zosCharset: string | null | undefined,
  ) {}

  /** @throws JavaError java.io.IOException for a class that is not known, whose files may be others */
  static async of(value: JavaObject, workspace: string): Promise<TaskController> {
    if (!KNOWN.has(value.className)) throw unknownClass('the step', value);
    const { controlDir, id, charset, cookieValue, isZos, jenkinsResultTxtEncoding } = readShape(value, FIELDS);
    const directory = controlDir ?? (await migratedDirectory(workspace, String(id)));
    const zosCharset = isZos ? (jenkinsResultTxtEncoding ?? charset) : undefined;
    return new TaskController(directory, charset, cookieValue, value.className === SHELL, zosCharset);
  }

  get logFile(): string {
    return this.#file('jenkins-log.txt');
  }

  get resultFile(): string {
    return this.#file('jenkins-result.txt');
  }

  /** How much of the log has been sent, in bytes. Survives the agent. */
  get lastLocationFile(): string {
    return this.#file('last-location.txt');
  }

  /** Written by wrappers of before 2018. */
  get pidFile(): string {
    return this.#file('pid');
  }

  /** The exit code; null while there is none. */
  exitStatus(warn: (message: string) => void): Promise<number | null> {
    return this.zosCharset === undefined
      ? readExitStatus(this.resultFile, warn)
      : readExitStatusWithCharset(this.resultFile, this.zosCharset);
  }

  /** What `returnStdout` captured; null when nothing was to be captured. */
  async output(signal: AbortSignal): Promise<Buffer | null> {
    const file = this.#file('output.txt');
    return (await fileExists(file)) ? capturedOutput(file, this.charset, signal) : null;
  }

  #file(name: string): string {
    return this.directory + (process.platform === 'win32' ? '\\' : '/') + name;
  }
}

/** Of steps that were started by versions before 1.8. */
async function migratedDirectory(workspace: string, id: string): Promise<string> {
  const hidden = `${workspace}/.${id}`;
  return (await isDirectory(hidden)) ? hidden : `${workspace}/.jenkins-${id}`;
}
