/** How the process ends. A signal that ended it gives 128 + its number. */
export const EXIT = {
  /** Did what was asked: help, version, or a connection that ended with -noReconnect. */
  ok: 0,
  /** Cannot go on, and trying again would not help. */
  fatal: 1,
  /** The command line, the environment or the configuration cannot be used. */
  usage: 2,
  /** The controller refused this agent, and -noReconnect forbids another attempt. */
  refused: 3,
  /** -noReconnectAfter ran out. */
  gaveUp: 4,
} as const;

/** What a shell shows for a process that a signal ended. */
export function signalExitCode(signalNumber: number): number {
  return 128 + signalNumber;
}
