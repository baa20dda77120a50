/** Levels of java.util.logging and which of them a logger lets through. */
import type { Level } from '../../remoting/logger.js';

/** java.util.logging.Level: what a threshold may be. */
export type Threshold = Level | 'OFF' | 'ALL';

const VALUES: Readonly<Record<Threshold, number>> = {
  OFF: Infinity,
  SEVERE: 1000,
  WARNING: 900,
  INFO: 800,
  CONFIG: 700,
  FINE: 500,
  FINER: 400,
  FINEST: 300,
  ALL: -Infinity,
};

/** The level of that name, undefined when there is none. */
export function thresholdNamed(name: string): Threshold | undefined {
  return Object.hasOwn(VALUES, name) ? (name as Threshold) : undefined;
}

/** Whether a record of this level gets over the threshold. */
export function passes(level: Level, threshold: Threshold): boolean {
  return VALUES[level] >= VALUES[threshold];
}

/** Which records each logger lets through. A logger without a level of its own has that of the nearest one above it: `a.b` of `a.b.C`. */
export class LogLevels {
  readonly #own = new Map<string, Threshold>();

  constructor(root: Threshold = 'INFO') {
    this.#own.set('', root);
  }

  /** @param level null takes the logger's own level away; the root logger, '', then has INFO */
  set(logger: string, level: Threshold | null): void {
    if (level !== null) this.#own.set(logger, level);
    else if (logger === '') this.#own.set('', 'INFO');
    else this.#own.delete(logger);
  }

  passes(logger: string, level: Level): boolean {
    for (let name = logger; ; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
      const own = this.#own.get(name);
      if (own !== undefined) return passes(level, own);
    }
  }

  /** Whether any logger lets this level through. */
  anyPasses(level: Level): boolean {
    return [...this.#own.values()].some((threshold) => passes(level, threshold));
  }
}
