/** What a process with agents in it offers to those who operate it: PID file, health, status line, what runs for builds. */
import type { BuildProcess } from '../life/build-processes.js';
import type { LocalBuilds } from '../life/drain.js';
import type { EndingOptions, OperatingOptions } from '../life/options.js';
import { isTerminal, showLastLine, writeConsole } from '../log/console.js';
import { recordFormatter } from '../log/log-format.js';
import type { AgentMonitor } from './health/monitor.js';

/** Milliseconds for the list of what runs; it takes some. */
const LIST_MS = 5000;

/** @throws Error when it takes too long: then file operations hang, and nobody knows what runs */
async function inTime<T>(listed: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('No list of running builds: file operations hang')), LIST_MS);
  });
  try {
    return await Promise.race([listed, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Of a terminal that does not know how wide it is, as one that nobody looks at. */
const USUAL_COLUMNS = 80;

export class Operations {
  readonly #monitors: AgentMonitor[] = [];
  readonly #undo: (() => void | Promise<void>)[] = [];
  #countsBuilds = false;

  private constructor(
    private readonly options: OperatingOptions,
    private readonly isWatched: boolean,
  ) {}

  /**
   * Starts what the options ask for. The caller closes it.
   * @throws JavaError when the PID file or the address is taken
   */
  static async start(options: OperatingOptions): Promise<Operations> {
    const terminal = isTerminal();
    const isWatched = options.health !== undefined || terminal || dependsOnBuilds(options);
    const operations = new Operations(options, isWatched);
    try {
      await operations.#start(terminal);
    } catch (error) {
      await operations.close();
      throw error;
    }
    return operations;
  }

  /** A monitor for an agent, if anybody looks at it. */
  async monitor(name: string, workDir?: string): Promise<AgentMonitor | undefined> {
    if (!this.isWatched) return undefined;
    const { AgentMonitor } = await import('./health/monitor.js');
    const monitor = new AgentMonitor(name, workDir);
    this.#monitors.push(monitor);
    await this.#countBuilds();
    return monitor;
  }

  /** What can be seen from here of an agent's builds. */
  buildsOf(name: string, monitor: AgentMonitor | undefined): LocalBuilds {
    return {
      running: async () => (await inTime(this.#buildProcesses(name))).map(({ label }) => label),
      lastSign: () => monitor?.lastSign,
    };
  }

  async close(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) await undo();
  }

  async #start(terminal: boolean): Promise<void> {
    const { pidFile, health } = this.options;
    if (pidFile !== undefined) {
      const { takePidFile } = await import('./pid-file.js');
      this.#undo.push(takePidFile(pidFile));
    }
    const source = { agents: this.#monitors, buildProcesses: () => this.#buildProcesses() };
    if (health !== undefined) {
      const [{ serveHealth }, { formatAddress }] = await Promise.all([
        import('./health/server.js'),
        import('./health/address.js'),
      ]);
      const { describeProcess } = await import('./health/describe.js');
      const running = (name: string) => this.#buildProcesses(name);
      const server = await serveHealth(health, { ...source, describe: () => describeProcess(this.#monitors, running) });
      this.#undo.push(() => server.close());
      this.#say(`Health at http://${formatAddress(server.address)}/`);
    }
    if (terminal) {
      const { showStatus } = await import('./console-status.js');
      const target = {
        show: showLastLine,
        columns: () => process.stderr.columns || USUAL_COLUMNS,
        now: () => Date.now(),
      };
      this.#undo.push(showStatus(source, target));
    }
  }

  #say(message: string): void {
    const record = { time: new Date(), level: 'INFO', source: 'jenkins-agent health', message } as const;
    writeConsole(recordFormatter(this.options.logFormat)(record));
  }

  /** Each build by its first process. One that does not say for which agent it is counts where there is only one. */
  async #countBuilds(): Promise<void> {
    if (this.#countsBuilds) return;
    this.#countsBuilds = true;
    const [{ onLaunched }, { buildOf }] = await Promise.all([
      import('../../os/process/launched-processes.js'),
      import('../life/build-processes.js'),
    ]);
    const forget = onLaunched((variables) => {
      const build = buildOf(variables);
      const node = variables.get('NODE_NAME');
      const named = this.#monitors.filter(({ name }) => name === node);
      const [monitor, ...others] = named.length > 0 ? named : this.#monitors;
      if (build !== undefined && others.length === 0) monitor?.sawBuild(build);
    });
    this.#undo.push(forget);
  }

  /** @param name of one agent; default: those of all */
  async #buildProcesses(name?: string): Promise<readonly BuildProcess[]> {
    const { buildProcesses } = await import('../life/build-processes.js');
    const names = this.#monitors.map((monitor) => monitor.name);
    if (name === undefined) return buildProcesses(new Set(names));
    return buildProcesses(new Set([name]), new Set(names.filter((other) => other !== name)));
  }
}

function dependsOnBuilds({ drainTimeout, once, idleTimeout }: EndingOptions): boolean {
  return drainTimeout > 0 || once || idleTimeout !== undefined;
}
