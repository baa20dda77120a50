/** The process around agents: signals, what operates them, and their logs. */
import { JavaError } from '../../java/java-error.js';
import { TransportError } from '../../transport/errors.js';
import { writeConsole } from '../log/console.js';
import { logToConsole } from '../log/log-setup.js';
import { AgentLogger } from '../log/logger.js';
import { Operations } from '../operate/operations.js';
import { EXIT } from './exit-codes.js';
import type { AgentOptions, OperatingOptions } from './options.js';
import type { AgentHost, RunEnd } from './agent-host.js';
import { AgentPool } from './agent-pool.js';
import type { ReloadAnswer } from './reload-answer.js';
import { Run } from './run.js';
import { stopExitCode, stopOnSignals } from './signals.js';
import { whatEnds } from './what-ends.js';

/**
 * Runs agents in one process until the last of them has ended.
 * @param all how the process behaves is what the first says
 * @param read the same, read again, where there is a file of it: asked for by SIGUSR2, or by POST /reload. Throws an Error with what is wrong in words
 * @returns the exit code: of several agents that of the first that did not end well
 */
export async function runAgents(
  all: readonly [AgentOptions, ...AgentOptions[]],
  read?: () => Promise<readonly AgentOptions[]>,
): Promise<number> {
  const work = (host: AgentHost): Promise<number> => {
    const pool = new AgentPool(host, all);
    if (!read) return pool.ended;
    const reload = async (): Promise<ReloadAnswer> => {
      const { reloadPool } = await import('./reload.js');
      return reloadPool(pool, read, all[0].operating);
    };
    host.operations.onReload(reload);
    return pool.ended;
  };
  return hostAgents(all[0].operating, work, read !== undefined);
}

/**
 * @param work runs agents; the host is there as long
 * @param watches whether somebody wants to know of their builds, whatever the options say
 * @returns the exit code that the work returns
 */
export async function hostAgents(
  operating: OperatingOptions,
  work: (host: AgentHost) => Promise<number>,
  watches = false,
): Promise<number> {
  const loggers = new Set<AgentLogger>();
  const signals = stopOnSignals((name, which) => tellSignal(loggers, name, which));
  let started: Operations | undefined;
  try {
    const operations = (started = await Operations.start(operating, watches));
    const { signal } = signals;
    const run: AgentHost['run'] = (options, { stop, isOneOfSeveral = false } = {}) =>
      runOne(options, operations, stop ? [signal, stop] : [signal], isOneOfSeveral, loggers);
    return await work({ stop: signal, operations, run });
  } catch (error) {
    if (!(error instanceof JavaError)) throw error;
    writeConsole(`${error.toString()}\n`);
    return EXIT.fatal;
  } finally {
    signals.dispose();
    await started?.close();
  }
}

async function runOne(
  options: AgentOptions,
  operations: Operations,
  stops: readonly AbortSignal[],
  isOneOfSeveral: boolean,
  loggers: Set<AgentLogger>,
): Promise<RunEnd> {
  const logger = new AgentLogger((line) => writeConsole(`${line}\n`));
  loggers.add(logger);
  const { logFormat, logLevel } = options.operating;
  logger.setFormat(logFormat);
  if (logLevel !== undefined) logger.setLevel(logLevel);
  logToConsole(logger);
  // A defect of ours ends the process as Node has it; the log files, which outlive the terminal, tell of it, too.
  const stray = (error: unknown): void =>
    logger.log('SEVERE', MAIN, 'The agent ends by an error that nobody foresaw', error);
  process.on('uncaughtExceptionMonitor', stray);
  const run = new Run(logger, operations, stops, isOneOfSeveral);
  try {
    return { exitCode: await run.run(options), wasStopped: run.isStopped };
  } catch (error) {
    const stop = stops.find(({ aborted }) => aborted);
    if (stop) return { exitCode: stopExitCode(stop), wasStopped: true };
    if (!(error instanceof JavaError || error instanceof TransportError)) throw error;
    const text = error instanceof JavaError ? error.toString() : error.message;
    // As the official agent prints it; where there are log files, they are where somebody will look.
    if (run.hasLogFiles) logger.log('SEVERE', MAIN, text);
    else writeConsole(`${text}\n`);
    return { exitCode: EXIT.fatal, wasStopped: false };
  } finally {
    process.off('uncaughtExceptionMonitor', stray);
    loggers.delete(logger);
    logger.close();
  }
}

const MAIN = 'hudson.remoting.Launcher main';

/** What is said at once is all that will be said of the last signal. */
function tellSignal(loggers: ReadonlySet<AgentLogger>, name: string, which: 'first' | 'again' | 'last'): void {
  const running = which === 'last' ? whatEnds() : undefined;
  const line = {
    first: `Stopping: ${name}`,
    again: `${name} again: it is stopping already`,
    last: `Ending at once: ${name}, and it was stopping already`,
  }[which];
  for (const logger of loggers)
    logger.log('INFO', MAIN, line + (running === undefined ? '' : `; still running: ${running}`));
}
