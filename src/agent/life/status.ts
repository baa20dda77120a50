/** The lines that users know of the official agent, word for word: people and tools wait for them in logs. */
import type { Logger } from '../../remoting/logger.js';

/** hudson.remoting.Launcher$CuiListener logs what the engine tells. */
const STATUS = 'hudson.remoting.Launcher$CuiListener status';
const ERROR = 'hudson.remoting.Launcher$CuiListener error';

export class StatusLines {
  constructor(private readonly logger: Logger) {}

  /** A step of connecting. */
  readonly status = (line: string, error?: unknown): void => this.logger.log('INFO', STATUS, line, error);

  /** Why something is done, for those who want to know. */
  fine(line: string): void {
    this.logger.log('FINE', STATUS, line);
  }

  /** What ends the agent. */
  error(error: unknown): void {
    this.logger.log('SEVERE', ERROR, error instanceof Error ? error.message : String(error), error);
  }

  settingUp(name: string): void {
    this.logger.log('INFO', 'hudson.remoting.Launcher createEngine', `Setting up agent: ${name}`);
  }

  version(version: string): void {
    this.#engine(`Using Remoting version: ${version}`);
  }

  workDirectory(internal: string): void {
    const source = 'org.jenkinsci.remoting.engine.WorkDirManager initializeWorkDir';
    this.logger.log('INFO', source, `Using ${internal} as a remoting work directory`);
  }

  #engine(line: string): void {
    this.logger.log('INFO', 'hudson.remoting.Engine startEngine', line);
  }
}
