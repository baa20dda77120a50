/**
 * The part of a java.util.logging configuration that means something without Java: levels, and which of the two standard
 * handlers there are.
 *
 *     .level = INFO
 *     org.jenkinsci.remoting.level = FINE
 *     handlers = java.util.logging.ConsoleHandler, java.util.logging.FileHandler
 *     java.util.logging.ConsoleHandler.level = FINE
 *     java.util.logging.FileHandler.pattern = %h/agent-%g.log
 */
import type { Threshold } from './log-levels.js';
import { thresholdNamed } from './log-levels.js';
import { ioError, JavaError } from '../../java/java-error.js';
import { parseProperties } from '../../java/properties.js';

const CONSOLE = 'java.util.logging.ConsoleHandler';
const FILE = 'java.util.logging.FileHandler';

export interface LoggingConfig {
  /** Levels by logger; the root logger is ''. */
  readonly levels: ReadonlyMap<string, Threshold>;
  /** Undefined: no console. */
  readonly console: Threshold | undefined;
  readonly file: LogFileConfig | undefined;
}

export interface LogFileConfig {
  /** As Java takes it: %h home, %t temporary folder, %g generation, %% percent sign. */
  readonly pattern: string;
  readonly limit: number;
  readonly count: number;
  readonly level: Threshold;
}

/**
 * Reads a configuration; settings that are wrong are reported and skipped, as Java does.
 * @throws JavaError java.io.IOException for a malformed \u, as LogManager.readConfiguration has it
 */
export function parseLoggingConfig(text: string, report: (problem: string) => void): LoggingConfig {
  const properties = readable(text);
  const levelAt = (name: string, otherwise: Threshold): Threshold => {
    const value = properties.get(`${name}.level`)?.trim();
    if (value === undefined) return otherwise;
    const threshold = thresholdNamed(value);
    if (threshold === undefined) report(`Bad level value for property: ${name}.level`);
    return threshold ?? otherwise;
  };
  const numberAt = (name: string, otherwise: number): number => {
    const value = Number(properties.get(name)?.trim() ?? otherwise);
    return Number.isSafeInteger(value) && value >= 0 ? value : otherwise;
  };
  const handlers = new Set((properties.get('handlers') ?? '').split(/[\s,]+/).filter((name) => name !== ''));
  for (const name of handlers) {
    if (name !== CONSOLE && name !== FILE) report(`Can't load log handler "${name}"`);
  }
  const file = {
    pattern: properties.get(`${FILE}.pattern`)?.trim() ?? '%h/java%u.log',
    limit: numberAt(`${FILE}.limit`, 0),
    count: Math.max(1, numberAt(`${FILE}.count`, 1)),
    level: levelAt(FILE, 'ALL'),
  };
  return {
    levels: new Map(loggersOf(properties).map((logger) => [logger, levelAt(logger, 'INFO')])),
    console: handlers.has(CONSOLE) ? levelAt(CONSOLE, 'INFO') : undefined,
    file: handlers.has(FILE) ? file : undefined,
  };
}

function readable(text: string): ReadonlyMap<string, string> {
  try {
    return parseProperties(text);
  } catch (error) {
    throw error instanceof JavaError ? ioError(error.toString(), { cause: error }) : error;
  }
}

/** Every name with a level, but for the handlers. */
function loggersOf(properties: ReadonlyMap<string, string>): string[] {
  return [...properties.keys()]
    .filter((key) => key.endsWith('.level'))
    .map((key) => key.slice(0, -'.level'.length))
    .filter((name) => name !== CONSOLE && name !== FILE);
}
