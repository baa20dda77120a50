/** Runs an agent from its options to its exit code: work directory, logs, JNLP file, then its life. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { JavaError } from '../host/java-error.js';
import { TransportError } from '../transport/errors.js';
import type { Connection } from './connector.js';
import { writeConsole } from './console.js';
import { controllerConnector } from './controller-connector.js';
import { EXIT } from './exit-codes.js';
import { live } from './life.js';
import type { Session } from './life.js';
import { logToConsole, logToFiles } from './log-setup.js';
import { AgentLogger } from './logger.js';
import type { AgentOptions, CommonOptions, InboundOptions, StreamOptions } from './options.js';
import { BUILT_IN_VERSION, RemotingVersion } from './remoting-version.js';
import { agentEnvironment } from './services.js';
import { sessionsFor } from './session.js';
import { stopExitCode, stopOnSignals } from './signals.js';
import { StatusLines } from './status.js';
import { prepareWorkDirectory } from './work-directory.js';
import type { WorkDirectory } from './work-directory.js';

/**
 * @returns the exit code
 * @throws whatever `options.merge` throws about a JNLP file; what is a defect of ours
 */
export async function runAgent(options: AgentOptions): Promise<number> {
  const logger = new AgentLogger((line) => writeConsole(`${line}\n`));
  logToConsole(logger);
  const signals = stopOnSignals();
  try {
    return await new Run(logger, signals.signal).run(options);
  } catch (error) {
    if (signals.signal.aborted) return stopExitCode(signals.signal);
    if (!(error instanceof JavaError || error instanceof TransportError)) throw error;
    writeConsole(`${error instanceof JavaError ? error.toString() : error.message}\n`);
    return EXIT.fatal;
  } finally {
    signals.dispose();
    logger.close();
  }
}

class Run {
  readonly #lines: StatusLines;
  #stopReconnecting = false;
  #hasLogFiles = false;

  constructor(
    private readonly logger: AgentLogger,
    private readonly stop: AbortSignal,
  ) {
    this.#lines = new StatusLines(logger);
  }

  async run(options: AgentOptions): Promise<number> {
    switch (options.kind) {
      case 'inbound':
        return this.#runInbound(options, this.#prepare(options));
      case 'jnlp': {
        if (options.secret) this.logger.hide(options.secret.reveal());
        const directory = this.#prepare(options);
        const [{ networkFor }, { obtainJnlpFile }] = await Promise.all([
          import('./network.js'),
          import('./jnlp-bootstrap.js'),
        ]);
        const network = networkFor(options.http, process.env, this.logger);
        const words = await obtainJnlpFile(options, network, this.stop, writeConsole);
        const merged = options.merge(words);
        return this.#runInbound(merged, directory ?? this.#prepare(merged));
      }
      case 'stdio':
      case 'tcpServer':
      case 'tcpClient':
        this.#prepare(options);
        return this.#runOnStream(options);
    }
  }

  /** The work directory and the log files; the files once, even if a JNLP file tells the directory later. @throws JavaError with the official text */
  #prepare(options: CommonOptions): WorkDirectory | undefined {
    const { workDirectory } = options;
    const directory =
      workDirectory && prepareWorkDirectory(workDirectory, (internal) => this.#lines.workDirectory(internal));
    if (!this.#hasLogFiles) this.#hasLogFiles = logToFiles(this.logger, options, directory);
    return directory;
  }

  async #runInbound(options: InboundOptions, directory: WorkDirectory | undefined): Promise<number> {
    const { identity, noReconnect, noReconnectAfter } = options;
    this.logger.hide(identity.secret.reveal());
    this.#introduce(options, directory);
    const remotingVersion = new RemotingVersion();
    const connector = await controllerConnector(options, this.logger, this.#lines.status);
    return live({
      connector,
      serve: this.#sessions(remotingVersion),
      found: ({ read }) => {
        if (read) remotingVersion.learn(read, this.stop, (error) => this.#noVersion(error));
      },
      lines: this.#lines,
      stop: this.stop,
      noReconnect: () => noReconnect || this.#stopReconnecting,
      noReconnectAfter,
    });
  }

  async #runOnStream(options: StreamOptions): Promise<number> {
    const { runOnStream } = await import('./run-stream.js');
    const serve = this.#sessions(new RemotingVersion());
    return runOnStream(options, { serve, print: writeConsole, stop: this.stop });
  }

  #sessions(remotingVersion: RemotingVersion): (connection: Connection) => Session {
    return sessionsFor({
      logger: this.logger,
      remotingVersion,
      environment: agentEnvironment(process.env),
      stopReconnecting: () => (this.#stopReconnecting = true),
    });
  }

  /** The lines before the first attempt, in the official order. */
  #introduce({ identity, jarCache }: InboundOptions, directory: WorkDirectory | undefined): void {
    this.#lines.settingUp(identity.name);
    this.#lines.version(BUILT_IN_VERSION);
    if (directory) this.#lines.workDirectory(directory.internal);
    if (jarCache !== undefined) this.#lines.jarCache(jarCache);
    else if (!directory) this.#lines.legacyJarCache(join(homedir(), '.jenkins', 'cache', 'jars'));
  }

  #noVersion(error: unknown): void {
    this.logger.log('FINE', 'hudson.remoting.Engine run', "Cannot tell the controller's remoting version", error);
  }
}
