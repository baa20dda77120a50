import type { LevelName } from '../serial/jdk/log-level.js';

/** Levels that a record may have. */
export type Level = Exclude<LevelName, 'OFF' | 'ALL'>;

/** Where log records go. The agent's log files, its console and the ring buffer behind the agent log page implement this. */
export interface Logger {
  /**
   * @param source class and method as java.util.logging shows them: `hudson.remoting.Launcher$CuiListener status`
   * @param error its Java-like stack trace follows the message
   */
  log(level: Level, source: string, message: string, error?: unknown): void;
  /** Whether a record of this level would go anywhere: build expensive messages only then. */
  isLoggable(level: Level): boolean;
}
