import { JavaError, ioError } from '../../java/java-error.js';
import { defaultCharset } from '../../java/charsets/charset.js';
import { Deadline } from '../../java/deadline.js';
import { stringMap } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import { any, long, nullableStrings } from '../../callables/shape.js';
import { EnvVars } from '../../os/process/environment.js';
import { launch } from '../../os/process/launch.js';

/** A tracer's set-up prints a line or two. */
const MAX_OUTPUT = 1 << 20;

/**
 * A command in the workspace, for what it prints: {Map environment, long timeoutMillis, String[] command}. Its environment is the
 * agent's with what comes.
 * @throws JavaError java.io.IOException when it cannot be run, fails or takes too long; the plugin goes on without
 */
export const shellCommand = fileCallable({
  name: 'org.datadog.jenkins.plugins.datadog.apm.ShellCommandCallable',
  fields: { command: nullableStrings, environment: any, timeoutMillis: long },
  run: async ({ command, environment, timeoutMillis }, workspace, { agent, signal }) => {
    const words = command ?? [];
    const shown = `[${words.join(', ')}]`;
    const variables = EnvVars.inherited(agent.environment);
    for (const [name, value] of stringMap(environment)) if (value !== null) variables.set(name, value);
    const [stdout, stderr] = [new Output(), new Output()];
    const deadline = new Deadline(Number(timeoutMillis), () => new Error('time is up'), signal);
    try {
      const process = await launch({
        command: words,
        environment: variables,
        searchPath: agent.ownEnvironment['PATH'],
        workDir: workspace,
        stdin: 'empty',
        stdout,
        stderr,
      });
      const exitCode = await process.join(deadline.signal);
      if (exitCode === 0) return stdout.text();
      const lines = stderr.text().split(/\r\n|\n|\r/);
      if (lines.at(-1) === '') lines.pop();
      throw ioError(`Command '${shown}' failed with exit code ${exitCode}: [${lines.join(', ')}]`);
    } catch (error) {
      signal.throwIfAborted();
      const cause = deadline.hasPassed
        ? new JavaError(
            'java.util.concurrent.TimeoutException',
            `Timeout while waiting for '${shown}'; [${stderr.text()}]`,
          )
        : error;
      throw ioError(`Error running shell command: ${shown}`, { cause });
    } finally {
      deadline.end();
    }
  },
});

class Output {
  readonly #chunks: Buffer[] = [];
  #length = 0;

  write(bytes: Buffer): Promise<void> {
    if (this.#length < MAX_OUTPUT) this.#chunks.push(Buffer.from(bytes.subarray(0, MAX_OUTPUT - this.#length)));
    this.#length += bytes.length;
    return Promise.resolve();
  }

  text(): string {
    return defaultCharset.decode(Buffer.concat(this.#chunks));
  }
}
