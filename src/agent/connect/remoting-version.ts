/**
 * The version of remoting that the agent answers with. Controllers show it and warn about agents that have another one
 * than they ship; so the best answer is the controller's own, read from the first bytes of the agent.jar that it offers. It
 * is asked for beside connecting and never waited for: whoever needs it sooner gets the built-in one.
 */
import { within } from '../../java/deadline.js';
import { BUILT_IN_VERSION } from '../../remoting/user-agent.js';
import { jarVersion } from './jar-manifest.js';

export { BUILT_IN_VERSION };

/** Where the jar is, below the root URL. */
export const AGENT_JAR = 'jnlpJars/agent.jar';
/** More than any beginning that could tell the version. */
export const JAR_BEGINNING_BYTES = 64 * 1024;

/** How long an answer waits for the controller's version, ms. */
const PATIENCE_MS = 1000;

/**
 * Reads the beginning of a resource below the controller's root.
 * @param bytes how much at most
 */
export type ReadBeginning = (path: string, bytes: number, signal: AbortSignal) => Promise<Buffer>;

export class RemotingVersion {
  #controllers: Promise<string | undefined> | undefined;

  /** @param fixed what the user has asked for: then the controller is not */
  constructor(private readonly fixed?: string) {}

  /** Asks the controller, in the background. Later calls do nothing unless the earlier ones learned nothing. */
  learn(read: ReadBeginning, signal: AbortSignal, report: (error: unknown) => void): void {
    if (this.fixed === undefined) this.#controllers ??= this.#ask(read, signal, report);
  }

  /** The version that was asked for, else the controller's if it is known soon, else the built-in one. */
  async answer(patienceMs = PATIENCE_MS): Promise<string> {
    if (!this.#controllers) return this.fixed ?? BUILT_IN_VERSION;
    const version = await within(this.#controllers, patienceMs);
    return version === undefined || version === 'timeout' ? BUILT_IN_VERSION : version;
  }

  async #ask(read: ReadBeginning, signal: AbortSignal, report: (error: unknown) => void): Promise<string | undefined> {
    try {
      const version = jarVersion(await read(AGENT_JAR, JAR_BEGINNING_BYTES, signal));
      if (version !== undefined) return version;
    } catch (error) {
      report(error);
    }
    this.#controllers = undefined;
    return undefined;
  }
}
