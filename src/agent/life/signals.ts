/**
 * SIGTERM, SIGINT and SIGHUP: the first asks for an orderly end, a second SIGTERM or SIGINT ends it at once. SIGUSR1 does nothing. On
 * Windows they come of Ctrl-C, of Ctrl-Break (SIGBREAK), and of the closing of the console (SIGHUP), which leaves some seconds.
 */
import { constants } from 'node:os';
import { exitNow } from './end-process.js';
import { signalExitCode } from './exit-codes.js';

const SIGNALS: readonly NodeJS.Signals[] = [
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  ...(process.platform === 'win32' ? (['SIGBREAK'] as const) : []),
];

/** Without a listener Node opens a debugger, which anybody on this machine could then use to run code as this agent. */
const DEBUGGER = 'SIGUSR1';
const ignore = (): void => undefined;

/** Why the agent is to end: the reason of the abort signal that asks for it. */
export class StopRequest extends Error {
  override readonly name = 'StopRequest';

  constructor(
    readonly exitCode: number,
    message: string,
    /** Whether running builds end first, however long that takes. */
    readonly waitsForBuilds = false,
  ) {
    super(message);
  }
}

export interface StopOnSignals {
  /** Aborted by the first signal, with a StopRequest. */
  readonly signal: AbortSignal;
  /** Leaves the process's signals alone again. */
  dispose(): void;
}

/**
 * @param told gets every signal before it takes effect; `last`: the process ends at once
 * @param exit ends the process at once
 */
export function stopOnSignals(
  told: (name: string, which: 'first' | 'again' | 'last') => void = () => undefined,
  exit: (code: number) => void = exitNow,
): StopOnSignals {
  const stop = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    const code = signalExitCode(constants.signals[name]);
    // Of a terminal that is closed both the kernel and the shell may tell.
    const which = !stop.signal.aborted ? 'first' : name === 'SIGHUP' ? 'again' : 'last';
    told(name, which);
    if (which === 'last') exit(code);
    else stop.abort(new StopRequest(code, `Stopped by ${name}`));
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  process.on(DEBUGGER, ignore);
  return {
    signal: stop.signal,
    dispose: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
      process.off(DEBUGGER, ignore);
    },
  };
}

/** The exit code that a stop asks for. */
export function stopExitCode(signal: AbortSignal): number {
  const reason: unknown = signal.reason;
  return reason instanceof StopRequest ? reason.exitCode : signalExitCode(constants.signals.SIGTERM);
}
