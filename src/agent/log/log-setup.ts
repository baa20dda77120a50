/** Which sinks the logger gets: the console always, and the files that the options ask for. */
import { readFileSync } from 'node:fs';
import { fileIoError } from '../../java/file-errors.js';
import { consoleSink } from './console.js';
import { LogFile } from './log-file.js';
import type { LogSink } from './log-file.js';
import type { Threshold } from './log-levels.js';
import type { AgentLogger } from './logger.js';
import { parseLoggingConfig } from './logging-config.js';
import type { LoggingConfig } from './logging-config.js';
import { RotatingLog } from './rotating-log.js';
import type { WorkDirectory } from '../life/work-directory.js';

const SOURCE = 'org.jenkinsci.remoting.engine.WorkDirManager setupLogging';

export interface LogDestinations {
  readonly agentLog: string | undefined;
  readonly loggingConfig: string | undefined;
}

/** Sets the logger up to the point where the options are known: everything important goes to the console. */
export function logToConsole(logger: AgentLogger): void {
  logger.addSink(consoleSink);
}

/**
 * Adds the log files. What goes to them, how, and the lines about it are the official agent's, with one difference: -agentLog
 * gets the records, which there it was meant to get and misses.
 * @returns whether it is settled where the log goes; without a work directory it is not
 * @throws JavaError java.io.FileNotFoundException when the logging configuration cannot be read
 */
export function logToFiles(logger: AgentLogger, to: LogDestinations, directory: WorkDirectory | undefined): boolean {
  const config = to.loggingConfig === undefined ? undefined : readConfig(to.loggingConfig, logger);
  if (config) configure(logger, config);
  const { agentLog } = to;
  if (agentLog !== undefined) {
    const line = `Using ${agentLog} as an agent error log destination; output log will not be generated`;
    logger.log('INFO', SOURCE, line);
    addFile(logger, () => new LogFile(agentLog));
  } else if (directory) {
    logger.log('INFO', SOURCE, `Both error and output logs will be printed to ${directory.internal}`);
    const pattern = `${directory.logs}/remoting.log`.replaceAll('%', '%%');
    if (!config) addFile(logger, () => new RotatingLog({ pattern, limit: 10 * 1024 * 1024, count: 5 }));
  }
  return agentLog !== undefined || directory !== undefined;
}

function readConfig(path: string, logger: AgentLogger): LoggingConfig {
  let text: string;
  try {
    text = readFileSync(path, 'latin1');
  } catch (error) {
    throw fileIoError(error, path);
  }
  return parseLoggingConfig(text, (problem) => logger.log('WARNING', SOURCE, problem));
}

/** A configuration replaces everything that was set up before it. */
function configure(logger: AgentLogger, { levels, console, file }: LoggingConfig): void {
  logger.close();
  for (const [name, level] of levels) logger.levels.set(name, level);
  if (console !== undefined) logger.addSink(consoleSink, console);
  if (file) addFile(logger, () => new RotatingLog(file), file.level);
}

/** A log file that cannot be had is told about, and the agent works without it. */
function addFile(logger: AgentLogger, open: () => LogSink, level?: Threshold): void {
  try {
    logger.addSink(open(), level);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    logger.log('WARNING', SOURCE, `Cannot open the log file, going on without it: ${text}`);
  }
}
