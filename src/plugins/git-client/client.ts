/**
 * What one git client on the agent is: org.jenkinsci.plugins.gitclient.CliGitAPIImpl's state. The controller holds a proxy of
 * it for as long as it works on a workspace, and calls it method by method.
 */
import type { EnvVars } from '../../os/process/environment.js';
import type { JavaObject } from '../../serial/model.js';
import type { Listener } from '../../jenkins/listener/listener.js';
import type { AgentServices } from '../../callables/services.js';
import type { Credentials } from './credentials/credentials.js';
import type { HttpProxy } from '../../jenkins/controller-proxy.js';

export interface GitClientSettings {
  /** Absolute path: where git runs. */
  readonly workspace: string;
  /** The git executable as the controller's tool configuration has it: a name or a path. */
  readonly executable: string;
  readonly listener: Listener;
  /** What the build adds to the agent's environment. Clients of submodules share it; setAuthor and setCommitter change it. */
  readonly environment: EnvVars;
  /** The controller's HostKeyVerifierFactory; null from git-client before 3.11. */
  readonly hostKeys: JavaObject | null;
  readonly agent: AgentServices;
}

export class GitClient {
  /** Credentials by the URL they were added for. */
  readonly credentials = new Map<string, Credentials | null>();
  defaultCredentials: Credentials | null = null;
  proxy: HttpProxy | null = null;
  /** `git --version` as a number, 0 when not known yet. */
  version = 0;
  /** What helpers of git's failed at, for the log of the next git command that cannot be run. */
  readonly failureClues: string[] = [];

  constructor(readonly settings: GitClientSettings) {}

  get workspace(): string {
    return this.settings.workspace;
  }

  get environment(): EnvVars {
    return this.settings.environment;
  }

  /** Those added for this URL, letter by letter, else the default ones. */
  credentialsFor(url: string | null): Credentials | null {
    return (url === null ? undefined : this.credentials.get(url)) ?? this.defaultCredentials;
  }
}
