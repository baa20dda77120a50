/** A git client as the controller sees it: hudson.plugins.git.IGitAPI behind an exported proxy, inside a RemoteGitImpl. */
import path from 'node:path';
import type { Call, ExportedObject } from '../../remoting/call.js';
import { declareClass } from '../../serial/declare.js';
import type { JavaObject, JavaValue } from '../../serial/model.js';
import { loadClasses } from '../../callables/lookup.js';
import { noMethod } from '../../callables/no-method.js';
import { signature, text } from './arguments.js';
import { GitClient } from './client.js';
import { GitRun } from './git-run.js';
import type { ListenerLease } from './listener-lease.js';
import { METHODS } from './methods/index.js';
import { runRepositoryCallback } from './repository-callback.js';

const REMOTE_GIT_IMPL = declareClass({
  name: 'org.jenkinsci.plugins.gitclient.RemoteGitImpl',
  suid: 1n,
  fields: { proxy: 'Lorg/jenkinsci/plugins/gitclient/GitClient;' },
});

export class RemoteGit implements ExportedObject {
  readonly interfaces = ['hudson.plugins.git.IGitAPI'];

  constructor(
    readonly client: GitClient,
    private readonly listener: ListenerLease,
  ) {}

  /** Exports the client and makes what stands for it in an answer. */
  export(call: Call): JavaObject {
    return REMOTE_GIT_IMPL.create({ proxy: call.export(this) });
  }

  async invoke(method: string, types: readonly string[], args: readonly JavaValue[], call: Call): Promise<JavaValue> {
    // Callbacks and credentials among the arguments may be other plugins'.
    await loadClasses(call.classNames);
    return this.work(call, (run) => this.#invoke(method, types, args, run));
  }

  /** Works with the client for one call. What it wrote to the log by then is there before the controller has the answer. */
  async work<T>(call: Call, action: (run: GitRun) => Promise<T> | T): Promise<T> {
    try {
      return await action(new GitRun(this.client, call));
    } finally {
      this.client.settings.listener.flush();
      this.client.settings.listener.follow(call);
    }
  }

  released(): void {
    this.listener.giveBack();
  }

  describe(): string {
    return this.client.workspace;
  }

  #invoke(
    method: string,
    types: readonly string[],
    args: readonly JavaValue[],
    run: GitRun,
  ): Promise<JavaValue> | JavaValue {
    const key = signature(method, types);
    if (key === 'subGit(String)') return this.#subGit(text(args[0])).export(run.call);
    if (key === 'withRepository(RepositoryCallback)') return runRepositoryCallback(run, args[0]);
    const implementation = Object.hasOwn(METHODS, key) ? METHODS[key] : undefined;
    if (!implementation) throw noMethod(key, this);
    return implementation(run, args);
  }

  /** A client in a folder of the workspace. It shares the environment, but has neither credentials nor host keys. */
  #subGit(folder: string): RemoteGit {
    const { settings, workspace } = this.client;
    const client = new GitClient({ ...settings, workspace: path.join(workspace, folder), hostKeys: null });
    return new RemoteGit(client, this.listener.take());
  }
}
