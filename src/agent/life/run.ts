/** Runs one agent from its options to an exit code: work directory, logs, JNLP file, then its life. */
import type { Connection } from '../connect/connector.js';
import { writeConsole } from '../log/console.js';
import { controllerConnector } from '../connect/controller-connector.js';
import { Ending } from './ending.js';
import type { AgentMonitor, Phase } from '../operate/health/monitor.js';
import { live } from './life.js';
import type { Session } from './life.js';
import { logProcesses } from '../log/process-log.js';
import { logToFiles } from '../log/log-setup.js';
import type { AgentLogger } from '../log/logger.js';
import type { Audit, Operations } from '../operate/operations.js';
import type { Network } from '../../endpoint/network.js';
import { networkFor } from '../connect/network.js';
import type { AgentOptions, CommonOptions, InboundOptions, StreamOptions } from './options.js';
import type { Secret } from './secret.js';
import { AGENT_JAR, BUILT_IN_VERSION, RemotingVersion } from '../connect/remoting-version.js';
import type { ReadBeginning } from '../connect/remoting-version.js';
import { agentEnvironment } from './services.js';
import { bridgeTo } from './bridge-to.js';
import { sessionsFor } from './session.js';
import type { SessionParts } from './session.js';
import { StatusLines } from './status.js';
import { whatEnds, whatGoesOn } from './what-ends.js';
import { prepareWorkDirectory } from './work-directory.js';
import type { WorkDirectory } from './work-directory.js';

/** More than any agent.jar. */
const MAX_JAR_BYTES = 64 * 1024 * 1024;

export class Run {
  readonly #lines: StatusLines;
  #stopReconnecting = false;
  private readonly stop: AbortSignal;
  #ending: Ending | undefined;
  /** Whether what is logged goes anywhere but to the console. */
  hasLogFiles = false;

  constructor(
    private readonly logger: AgentLogger,
    private readonly operations: Operations,
    /** Each asks for an end. */
    private readonly stops: readonly AbortSignal[],
    /** Whether other agents write to the same console. */
    private readonly isOneOfSeveral: boolean,
  ) {
    this.#lines = new StatusLines(logger);
    this.stop = AbortSignal.any([...stops]);
  }

  /** Whether it ended, or is to end, because it was to: by a request, or by itself (-once, -idleTimeout). */
  get isStopped(): boolean {
    return this.stop.aborted || this.#ending?.stop.aborted === true;
  }

  async run(options: AgentOptions): Promise<number> {
    const { drainCredentials, http } = options;
    const { credentials, proxyCredentials } = http;
    for (const secret of [credentials, proxyCredentials, drainCredentials, ...loginsOf(options)])
      if (secret) this.logger.hide(secret.reveal());
    switch (options.kind) {
      case 'inbound':
        // Before the first line.
        this.logger.setAgent(options.identity.name, this.isOneOfSeveral);
        return this.#runInbound(options, this.#prepare(options));
      case 'jnlp': {
        if (options.secret) this.logger.hide(options.secret.reveal());
        const directory = this.#prepare(options);
        const network = networkFor(options.http, process.env, this.logger);
        const { obtainJnlpFile } = await import('../connect/jnlp-bootstrap.js');
        const merged = options.merge(await obtainJnlpFile(options, network, this.stop, writeConsole));
        for (const login of loginsOf(merged)) this.logger.hide(login.reveal());
        return this.#runInbound(merged, directory ?? this.#prepare(merged), network);
      }
      case 'stdio':
      case 'tcpServer':
      case 'tcpClient':
        return this.#runOnStream(options, this.#prepare(options));
    }
  }

  /** The work directory and the log files; the files once, even if a JNLP file tells the directory later. @throws JavaError with the official text */
  #prepare(options: CommonOptions): WorkDirectory | undefined {
    const { workDirectory } = options;
    const directory =
      workDirectory && prepareWorkDirectory(workDirectory, (internal) => this.#lines.workDirectory(internal));
    if (!this.hasLogFiles) this.hasLogFiles = logToFiles(this.logger, options, directory);
    return directory;
  }

  async #runInbound(
    options: InboundOptions,
    directory: WorkDirectory | undefined,
    network = networkFor(options.http, process.env, this.logger),
  ): Promise<number> {
    const { identity, noReconnect, noReconnectAfter } = options;
    this.logger.setAgent(identity.name, this.isOneOfSeveral);
    this.logger.hide(identity.secret.reveal());
    this.#introduce(options, directory);
    const remotingVersion = new RemotingVersion(options.remotingVersion);
    const connector = await controllerConnector(options, network, this.logger, this.#lines.status);
    const monitor = await this.operations.monitor(identity.name, directory?.path);
    const ending = (this.#ending = this.#makeEnding(options, monitor));
    let reading: ReadBeginning | undefined;
    const downloadJar = async (signal: AbortSignal): Promise<Buffer> => {
      if (!reading) throw new Error('the web pages of the controller are not known');
      return reading(AGENT_JAR, MAX_JAR_BYTES, signal);
    };
    const endProcessLog = logProcesses(identity.name, this.logger);
    const audit = await this.operations.audit(identity.name, (text) => this.logger.mask(text));
    try {
      return await live({
        connector,
        serve: this.#sessions(remotingVersion, monitor, bridgeTo(options, directory, downloadJar), audit),
        found: ({ read, root }) => {
          reading = read;
          if (read) remotingVersion.learn(read, this.stop, (error) => this.#noVersion(error));
          void this.#watchNode(ending, options, network, root).catch((error: unknown) => this.#lines.error(error));
        },
        lines: this.#lines,
        stop: ending.stop,
        troubled: monitor && ((why, waits) => monitor.troubled(why, waits)),
        entered: (phase) => {
          monitor?.enter(phase);
          if (phase === 'serving') ending.connected();
        },
        leaving: (ended) => this.#tellWhatEnds(identity.name, ended),
        noReconnect: () => noReconnect || this.#stopReconnecting,
        noReconnectAfter,
      });
    } finally {
      endProcessLog();
      audit?.end();
      await ending.close();
    }
  }

  /** What the end of a connection takes along is told while it can be seen. */
  async #tellWhatEnds(agent: string, ended: 'here' | 'lost'): Promise<void> {
    const ends = whatEnds(agent);
    if (ends !== undefined) this.#lines.status(`Still running, and ended with the connection: ${ends}`);
    const goesOn = ended === 'here' ? await whatGoesOn(agent) : undefined;
    if (goesOn !== undefined) this.#lines.status(`Still running, and going on without the agent: ${goesOn}`);
  }

  #makeEnding({ identity, operating }: InboundOptions, monitor: AgentMonitor | undefined): Ending {
    return new Ending({
      options: operating,
      requests: this.stops,
      local: this.operations.buildsOf(identity.name, monitor),
      hasBuilt: () => (monitor?.buildsTotal ?? 0) > 0,
      connectedSince: () => monitor?.connectedSince,
      say: this.#lines.status,
      draining: (builds) => {
        if (monitor) monitor.drainsFor = builds;
      },
      failed: (error) => this.#lines.error(error),
    });
  }

  /** As soon as it is known where the controller is: what it knows of our node. */
  async #watchNode(ending: Ending, options: InboundOptions, network: Network, root: string | undefined): Promise<void> {
    const { drainCredentials, identity } = options;
    if (drainCredentials === undefined || root === undefined || ending.node) return;
    const { nodeWatch } = await import('./node-watch.js');
    const warn = (line: string): void => this.logger.log('WARNING', 'jenkins-agent drain', line);
    const { way } = identity;
    const headers = way.kind === 'webSocket' ? way.headers : {};
    const api = { root, login: drainCredentials, headers, network };
    ending.node = nodeWatch(api, identity.name, { say: this.#lines.status, warn });
  }

  async #runOnStream(options: StreamOptions, directory: WorkDirectory | undefined): Promise<number> {
    const { runOnStream } = await import('./run-stream.js');
    const monitor = await this.operations.monitor('channel', directory?.path);
    const java = bridgeTo(options, directory, undefined);
    const audit = await this.operations.audit('channel', (text) => this.logger.mask(text));
    const serve = this.#sessions(new RemotingVersion(options.remotingVersion), monitor, java, audit);
    const entered = (phase: Phase): void => monitor?.enter(phase);
    try {
      return await runOnStream(options, { serve, entered, print: writeConsole, stop: this.stop });
    } finally {
      audit?.end();
    }
  }

  #sessions(
    remotingVersion: RemotingVersion,
    monitor: AgentMonitor | undefined,
    java: SessionParts['java'],
    audit: Audit | undefined,
  ): (connection: Connection) => Session {
    return sessionsFor({
      logger: this.logger,
      remotingVersion,
      monitor,
      observer: audit?.observer,
      java,
      environment: agentEnvironment(process.env),
      stopReconnecting: () => (this.#stopReconnecting = true),
    });
  }

  /** The lines before the first attempt, in the official order. Where jars are kept concerns nobody before Java runs. */
  #introduce({ identity, remotingVersion }: InboundOptions, directory: WorkDirectory | undefined): void {
    this.#lines.settingUp(identity.name);
    this.#lines.version(remotingVersion ?? BUILT_IN_VERSION);
    if (directory) this.#lines.workDirectory(directory.internal);
  }

  #noVersion(error: unknown): void {
    this.logger.log('FINE', 'hudson.remoting.Engine run', "Cannot tell the controller's remoting version", error);
  }
}

/** What stood in front of the host in URLs. */
function loginsOf(options: AgentOptions): readonly Secret[] {
  if (options.kind === 'jnlp') return options.login === undefined ? [] : [options.login];
  if (options.kind !== 'inbound') return [];
  const { way } = options.identity;
  if (way.kind === 'discovery') return [...way.logins.values()];
  return way.kind === 'webSocket' && way.login !== undefined ? [way.login] : [];
}
