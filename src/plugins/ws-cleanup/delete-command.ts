import { EnvVars } from '../../os/process/environment.js';
import { launch } from '../../os/process/launch.js';
import { variable } from '../../os/process/variable.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Listener } from '../../jenkins/listener/listener.js';

/**
 * Runs the command that a user configured on one path. One that fails is reported, and does not keep the others from running.
 * @throws JavaError java.io.IOException `Cannot run program ...`
 */
export async function runDeleteCommand(
  command: string,
  file: string,
  listener: Listener,
  { agent, signal }: CallableContext,
): Promise<void> {
  const words = commandWords(command, file);
  const errors = new Beginning();
  const started = await launch({
    command: words,
    environment: EnvVars.inherited(agent.environment),
    searchPath: variable(agent.ownEnvironment, 'PATH'),
    workDir: null,
    stdin: 'empty',
    stdout: 'discard',
    stderr: errors,
  });
  const exit = await started.join(signal);
  if (exit === 0) return;
  await listener.error(`Cleanup command '${words.join(' ')}' failed with code ${exit}:`);
  await listener.write(errors.bytes());
}

/** Cleanup.fixQuotesAndExpand: the path goes where `%s` is, quoted, else behind; then words, quoted ones whole. */
export function commandWords(command: string, file: string): string[] {
  const whole = command.includes('%s') ? command.replaceAll('%s', () => `"${file}"`) : `${command} ${file}`;
  return [...whole.matchAll(/"([^"]+)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
}

/** Keeps what a program complained about first. */
class Beginning {
  readonly #parts: Buffer[] = [];
  #length = 0;

  write(bytes: Buffer): Promise<void> {
    const part = bytes.subarray(0, MAX_KEPT - this.#length);
    this.#length += part.length;
    if (part.length > 0) this.#parts.push(Buffer.from(part));
    return Promise.resolve();
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** As much as a pipe holds: where the official agent would wait for ever. */
const MAX_KEPT = 64 * 1024;
