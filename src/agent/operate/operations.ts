/** What a process with agents in it offers to those who operate it: PID file, health, status line, draining. */
import type { BuildProcess } from '../life/build-processes.js';
import { isTerminal, showLastLine, writeConsole } from '../log/console.js';
import type { AgentMonitor } from './health/monitor.js';
import { recordFormatter } from '../log/log-format.js';
import type { OperatingOptions } from '../life/options.js';

/** Of a terminal that does not know how wide it is, as one that nobody looks at. */
const USUAL_COLUMNS = 80;

export class Operations {
  readonly #monitors: AgentMonitor[] = [];
  readonly #undo: (() => void | Promise<void>)[] = [];

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
    const operations = new Operations(options, options.health !== undefined || terminal);
    try {
      await operations.#start(terminal);
    } catch (error) {
      await operations.close();
      throw error;
    }
    return operations;
  }

  /** A monitor for an agent, if anybody looks at it. */
  async monitor(name: string): Promise<AgentMonitor | undefined> {
    if (!this.isWatched) return undefined;
    const { AgentMonitor } = await import('./health/monitor.js');
    const monitor = new AgentMonitor(name);
    this.#monitors.push(monitor);
    return monitor;
  }

  /** Waits for the builds of an agent after a stop request; undefined when there is nothing to wait for. */
  drain(name: string, say: (line: string) => void): ((ended: AbortSignal) => Promise<void>) | undefined {
    const { drainTimeout } = this.options;
    if (drainTimeout <= 0) return undefined;
    return async (ended) => {
      const [{ buildProcesses }, { drain }] = await Promise.all([
        import('../life/build-processes.js'),
        import('../life/drain.js'),
      ]);
      const names = new Set([name]);
      const busy = async () => (await buildProcesses(names)).map(({ label }) => label);
      await drain({ timeoutMs: drainTimeout, busy, ended, say });
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
      const count = async () => (await source.buildProcesses()).length;
      const server = await serveHealth(health, { ...source, buildProcesses: count });
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

  async #buildProcesses(): Promise<readonly BuildProcess[]> {
    const { buildProcesses } = await import('../life/build-processes.js');
    return buildProcesses(new Set(this.#monitors.map(({ name }) => name)));
  }
}
