/** Levels of java.util.logging and which of them a logger lets through. */
import type { Level } from '../../remoting/logger.js';
import { LEVEL_VALUES } from '../../serial/jdk/log-level.js';
import type { LevelName } from '../../serial/jdk/log-level.js';

/** What a threshold may be: any level, or none. */
export type Threshold = LevelName;

/** The level of that name, undefined when there is none. */
export function thresholdNamed(name: string): Threshold | undefined {
  return Object.hasOwn(LEVEL_VALUES, name) ? (name as Threshold) : undefined;
}

/** Whether a record of this level gets over the threshold. */
export function passes(level: Level, threshold: Threshold): boolean {
  return LEVEL_VALUES[level] >= LEVEL_VALUES[threshold];
}

/** Which records each logger lets through. A logger without a level of its own has that of the nearest one above it: `a.b` of `a.b.C`. */
export class LogLevels {
  readonly #own = new Map<string, Threshold>();
  /** The lowest of all: asked before every message that would cost something. */
  #lowest = Infinity;

  constructor(root: Threshold = 'INFO') {
    this.set('', root);
  }

  /** @param level null takes the logger's own level away; the root logger, '', then has INFO */
  set(logger: string, level: Threshold | null): void {
    if (level !== null) this.#own.set(logger, level);
    else if (logger === '') this.#own.set('', 'INFO');
    else this.#own.delete(logger);
    this.#lowest = Math.min(...[...this.#own.values()].map((threshold) => LEVEL_VALUES[threshold]));
  }

  passes(logger: string, level: Level): boolean {
    for (let name = logger; ; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
      const own = this.#own.get(name);
      if (own !== undefined) return passes(level, own);
    }
  }

  /** Whether any logger lets this level through. */
  anyPasses(level: Level): boolean {
    return LEVEL_VALUES[level] >= this.#lowest;
  }
}
