/** What a process with agents in it offers to those who operate it: PID file, health, status line, what runs for builds. */
import type { BuildProcess } from '../life/build-processes.js';
import type { LocalBuilds } from '../life/drain.js';
import type { EndingOptions, OperatingOptions } from '../life/options.js';
import type { ReloadAnswer } from '../life/reload-answer.js';
import { isTerminal, showLastLine, writeConsole } from '../log/console.js';
import { recordFormatter } from '../log/log-format.js';
import type { RequestObserver } from '../../remoting/request-observer.js';
import type { AuditFile } from './audit/audit-file.js';
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

export interface Audit {
  readonly observer: RequestObserver;
  readonly end: () => void;
}

export class Operations {
  readonly #monitors: AgentMonitor[] = [];
  readonly #undo: (() => void | Promise<void>)[] = [];
  #reload: (() => Promise<ReloadAnswer>) | undefined;
  #countsBuilds = false;
  #audit: AuditFile | undefined;

  private constructor(
    private readonly options: OperatingOptions,
    private readonly isWatched: boolean,
  ) {}

  /**
   * Starts what the options ask for. The caller closes it.
   * @param watches whether builds are looked at whatever the options say
   * @throws JavaError when the PID file or the address is taken, or the audit cannot be written
   */
  static async start(options: OperatingOptions, watches = false): Promise<Operations> {
    const terminal = isTerminal();
    const isWatched = options.health !== undefined || terminal || watches || dependsOnBuilds(options);
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
    // One that runs again goes on counting.
    const before = this.#monitors.find((other) => other.name === name);
    if (before) {
      before.drainsFor = undefined;
      return before;
    }
    const monitor = new AgentMonitor(name, workDir);
    this.#monitors.push(monitor);
    await this.#countBuilds();
    return monitor;
  }

  /**
   * Who writes down what an agent is asked for, if that is wanted. `end` is called when there will be no more.
   * @param hide takes secrets out of a text
   */
  async audit(name: string, hide: (text: string) => string): Promise<Audit | undefined> {
    const file = this.#audit;
    if (!file) return undefined;
    const { auditProcesses, auditRequests } = await import('./audit/auditor.js');
    return { observer: auditRequests(name, file, hide), end: auditProcesses(name, file) };
  }

  /** It is none of this process any more. */
  forget(name: string): void {
    const at = this.#monitors.findIndex((monitor) => monitor.name === name);
    if (at >= 0) this.#monitors.splice(at, 1);
  }

  /** What can be seen from here of an agent's builds. */
  buildsOf(name: string, monitor: AgentMonitor | undefined): LocalBuilds {
    return {
      running: async () => (await inTime(this.#buildProcesses(name))).map(({ label }) => label),
      lastSign: () => monitor?.lastSign,
    };
  }

  /** What reading the configuration again does: asked for by SIGUSR2, and by POST /reload where health is on loopback. */
  onReload(reload: () => Promise<ReloadAnswer>): void {
    this.#reload = async () => {
      const answer = await reload();
      this.#say(answer.text, 'reload', answer.ok ? 'INFO' : 'WARNING');
      return answer;
    };
    // Windows has no such signal.
    if (process.platform === 'win32') return;
    const onSignal = (): void =>
      void this.#reload?.().catch((error: unknown) => this.#say(String(error), 'reload', 'SEVERE'));
    process.on('SIGUSR2', onSignal);
    this.#undo.push(() => void process.off('SIGUSR2', onSignal));
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
    await this.#startAudit();
    const source = { agents: this.#monitors, buildProcesses: () => this.#buildProcesses() };
    if (health !== undefined) {
      const [{ serveHealth }, { formatAddress }] = await Promise.all([
        import('./health/server.js'),
        import('./health/address.js'),
      ]);
      const { describeProcess } = await import('./health/describe.js');
      const running = (name: string) => this.#buildProcesses(name);
      const server = await serveHealth(health, {
        ...source,
        describe: () => describeProcess(this.#monitors, running),
        reload: () =>
          this.#reload?.() ?? Promise.resolve({ ok: false, text: 'There is no configuration to read again' }),
      });
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

  async #startAudit(): Promise<void> {
    const { audit: path } = this.options;
    if (path === undefined) return;
    const { openAudit } = await import('./audit/audit-file.js');
    const file = (this.#audit = await openAudit(path, (message) => this.#say(message, 'audit', 'WARNING')));
    const atExit = (): void => file.closeNow();
    process.on('exit', atExit);
    this.#undo.push(async () => {
      await file.close();
      process.off('exit', atExit);
    });
  }

  #say(message: string, about = 'health', level: 'INFO' | 'WARNING' | 'SEVERE' = 'INFO'): void {
    const record = { time: new Date(), level, source: `jenkins-agent ${about}`, message } as const;
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
