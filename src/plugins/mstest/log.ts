import type { Listener } from '../../jenkins/listener/listener.js';

const LEVELS = { INFO: 800, WARNING: 900, SEVERE: 1000 } as const;

/** hudson.plugins.mstest.MsTestLogger: what is printed for the build to read. */
export class MsTestLog {
  /** @param level of java.util.logging.Level, below which nothing is printed */
  constructor(
    private readonly listener: Listener,
    private readonly level: number = LEVELS.INFO,
  ) {}

  async print(level: keyof typeof LEVELS, message: string): Promise<void> {
    if (LEVELS[level] >= this.level) await this.listener.println(prefixed(`${level} ${message}`));
  }
}

export function prefixed(message: string): string {
  return `[MSTEST-PLUGIN] ${message}`;
}
