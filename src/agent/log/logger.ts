/** Where the agent's log records go: the console, log files, and a ring buffer that the controller may ask for. */
import type { Level, Logger } from '../../remoting/logger.js';
import type { LogSink } from './log-file.js';
import { recordFormatter } from './log-format.js';
import type { LogFormat, LogRecord } from './log-format.js';
import { LogLevels, passes } from './log-levels.js';
import type { Threshold } from './log-levels.js';
import { RecentRecords } from './recent-records.js';
import { maskValues } from '../life/secret.js';

interface Output {
  readonly sink: LogSink;
  /** Undefined: the logger's own. */
  readonly threshold: Threshold | undefined;
}

/**
 * Nothing that happens to a sink stops the agent: a full disk or a missing permission is told once on the console, and
 * writing is tried again with the next record.
 */
export class AgentLogger implements Logger {
  readonly levels = new LogLevels();
  readonly #recent = new RecentRecords();
  readonly #hidden: string[] = [];
  readonly #failed = new Set<LogSink>();
  #outputs: Output[] = [];
  #layout: LogFormat = 'official';
  #format = recordFormatter('official');
  #agent: string | undefined;
  #named = false;
  #threshold: Threshold = 'INFO';

  /** @param warn says that a sink failed, where a person sees it; must not throw */
  constructor(
    private readonly warn: (line: string) => void,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Records at least as important as the threshold go to the sink too. */
  addSink(sink: LogSink, threshold?: Threshold): void {
    this.#outputs.push({ sink, threshold });
  }

  /** What is logged where nothing else says so. */
  setLevel(level: Threshold): void {
    this.levels.set('', level);
    this.#threshold = level;
  }

  setFormat(format: LogFormat): void {
    this.#layout = format;
    this.#format = recordFormatter(format, this.#named);
  }

  /** Of which agent the records are. @param named whether text for people says so: there are several */
  setAgent(agent: string, named: boolean): void {
    this.#agent = agent;
    this.#named = named;
    this.#format = recordFormatter(this.#layout, named);
  }

  /** This value never appears in a record again. */
  hide(secret: string): void {
    this.#hidden.push(secret);
    const inJson = JSON.stringify(secret).slice(1, -1);
    if (inJson !== secret) this.#hidden.push(inJson);
  }

  log(level: Level, source: string, message: string, error?: unknown): void {
    if (!this.levels.passes(loggerName(source), level)) return;
    const record = { time: this.now(), level, source, message: this.mask(message), error, agent: this.#agent };
    this.#recent.add(record);
    const outputs = this.#outputs.filter(({ threshold }) => passes(level, threshold ?? this.#threshold));
    if (outputs.length === 0) return;
    const text = this.mask(this.#format(record));
    for (const { sink } of outputs) this.#write(sink, text);
  }

  isLoggable(level: Level): boolean {
    return this.levels.anyPasses(level);
  }

  /** The newest records first, those too that no sink took for their level. */
  recent(): readonly LogRecord[] {
    return this.#recent.list();
  }

  /** Closes every sink; records from now on are only kept in memory. */
  close(): void {
    const outputs = this.#outputs;
    this.#outputs = [];
    for (const { sink } of outputs) this.#attempt(sink, () => sink.close());
  }

  #write(sink: LogSink, text: string): void {
    this.#attempt(sink, () => sink.write(text));
  }

  #attempt(sink: LogSink, action: () => void): void {
    try {
      action();
    } catch (error) {
      if (this.#failed.has(sink)) return;
      this.#failed.add(sink);
      this.warn(
        `WARNING: Cannot write the log, going on without it: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  /** The text without what is hidden. */
  mask(text: string): string {
    return maskValues(text, this.#hidden);
  }
}

/** The logger that logs for a source, as the official agent names it: the top-level class. */
export function loggerName(source: string): string {
  const [className = ''] = source.split(' ', 1);
  return className.split('$', 1)[0] ?? className;
}
