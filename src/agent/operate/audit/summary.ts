/** What an audit shows: which classes, programs and directories, how often, and what failed. */

export interface AuditSummary {
  /** Of the first and the last line. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly requests: number;
  readonly failed: number;
  /** Lines that the disk did not take in time. */
  readonly lost: number;
  /** Lines that are none of an audit: cut short by the end of a process, for example. */
  readonly unreadable: number;
  readonly agents: readonly Counted[];
  readonly classes: readonly CountedClass[];
  readonly programs: readonly Counted[];
  readonly directories: readonly Counted[];
}

export interface Counted {
  readonly name: string;
  readonly count: number;
}

export interface CountedClass extends Counted {
  readonly failed: number;
  /** Of all of them together, ms. */
  readonly ms: number;
}

/** How many directories are told apart; the rarest are counted with what they are in. */
const MAX_DIRECTORIES = 25;

/** Sums up lines of one or several audits; feed it all lines, then ask. */
export class AuditSummarizer {
  #from: string | undefined;
  #to: string | undefined;
  #requests = 0;
  #failed = 0;
  #lost = 0;
  #unreadable = 0;
  readonly #agents = new Map<string, number>();
  readonly #classes = new Map<string, { count: number; failed: number; ms: number }>();
  readonly #programs = new Map<string, number>();
  readonly #directories = new Map<string, number>();

  add(line: string): void {
    if (line === '') return;
    const record = parse(line);
    if (!record) {
      this.#unreadable++;
      return;
    }
    const { time, agent, kind } = record;
    if (typeof time === 'string') {
      if (this.#from === undefined || time < this.#from) this.#from = time;
      if (this.#to === undefined || time > this.#to) this.#to = time;
    }
    if (typeof agent === 'string') increase(this.#agents, agent);
    if (kind === 'request') this.#addRequest(record);
    else if (kind === 'process') increase(this.#programs, text(record.program));
    else if (kind === 'lost') this.#lost += Number(record.lines);
  }

  summary(): AuditSummary {
    const classes = [...this.#classes].map(([name, counted]) => ({ name, ...counted, ms: Math.round(counted.ms) }));
    return {
      from: this.#from,
      to: this.#to,
      requests: this.#requests,
      failed: this.#failed,
      lost: this.#lost,
      unreadable: this.#unreadable,
      agents: sorted(this.#agents),
      classes: classes.sort(byCount),
      programs: sorted(this.#programs),
      directories: sorted(gathered(this.#directories)),
    };
  }

  #addRequest(record: Readonly<Record<string, unknown>>): void {
    this.#requests++;
    const failed = record.result === 'exception' ? 1 : 0;
    this.#failed += failed;
    const name = text(record.class ?? 'what could not be read');
    const known = this.#classes.get(name) ?? { count: 0, failed: 0, ms: 0 };
    this.#classes.set(name, {
      count: known.count + 1,
      failed: known.failed + failed,
      ms: known.ms + Number(record.ms ?? 0),
    });
    if (Array.isArray(record.paths)) for (const path of record.paths) increase(this.#directories, parentOf(text(path)));
  }
}

/** Undefined when it is no line of an audit. */
function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const record: unknown = JSON.parse(line);
    return typeof record === 'object' && record !== null && 'kind' in record ? { ...record } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The rarest of the deepest go up until few enough are left. */
function gathered(directories: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const counts = new Map(directories);
  while (counts.size > MAX_DIRECTORIES) {
    const deepest = Math.max(...[...counts.keys()].map(depthOf));
    if (deepest <= 1) break;
    const [[name, count] = ['', 0]] = [...counts]
      .filter(([each]) => depthOf(each) === deepest)
      .sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));
    counts.delete(name);
    increase(counts, parentOf(name), count);
  }
  return counts;
}

function depthOf(path: string): number {
  return path.split(/[/\\]/).filter(Boolean).length;
}

function parentOf(path: string): string {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  if (at > 0) return path.slice(0, at);
  return at === 0 ? path.slice(0, 1) : path;
}

function increase(counts: Map<string, number>, name: string, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

function sorted(counts: ReadonlyMap<string, number>): readonly Counted[] {
  return [...counts].map(([name, count]) => ({ name, count })).sort(byCount);
}

function byCount(a: Counted, b: Counted): number {
  return b.count - a.count || (a.name < b.name ? -1 : 1);
}
