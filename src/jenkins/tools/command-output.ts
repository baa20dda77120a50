/** What a small program prints: for callables that look something up with one. */
import { defaultCharset } from '../../java/charsets/charset.js';
import { EnvVars } from '../../os/process/environment.js';
import { launch } from '../../os/process/launch.js';
import { variable } from '../../os/process/variable.js';
import type { AgentServices } from '../../callables/services.js';

/** Programs asked so print a line or a few; more than this is cut off. */
const MAX_OUTPUT = 1024 * 1024;

/**
 * Runs a program with the agent's environment and waits for its end; it is killed when the call is cancelled.
 * @returns its exit code, and standard output and error as they came
 * @throws JavaError java.io.IOException when the program cannot be run
 */
export async function commandOutput(
  command: readonly string[],
  options: { readonly directory: string | null; readonly agent: AgentServices; readonly signal: AbortSignal },
): Promise<{ readonly exitCode: number; readonly output: string }> {
  const { directory, agent, signal } = options;
  const chunks: Buffer[] = [];
  let length = 0;
  const process = await launch({
    command,
    environment: EnvVars.inherited(agent.environment),
    searchPath: variable(agent.ownEnvironment, 'PATH'),
    workDir: directory,
    stdin: 'empty',
    stdout: {
      write: (bytes) => {
        if (length < MAX_OUTPUT) chunks.push(Buffer.from(bytes.subarray(0, MAX_OUTPUT - length)));
        length += bytes.length;
        return Promise.resolve();
      },
    },
    stderr: 'merged',
  });
  const exitCode = await process.join(signal);
  return { exitCode, output: defaultCharset.decode(Buffer.concat(chunks)) };
}
