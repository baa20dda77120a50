import type { Level, Logger } from '../../src/remoting/logger.js';

/** Keeps what is logged. */
export class MemoryLogger implements Logger {
  readonly records: { level: Level; source: string; message: string }[] = [];

  log(level: Level, source: string, message: string): void {
    if (this.isLoggable(level)) this.records.push({ level, source, message });
  }

  isLoggable(level: Level): boolean {
    return !level.startsWith('FINE');
  }

  get messages(): string[] {
    return this.records.map(({ message }) => message);
  }
}
