/**
 * Git.with(listener, env).in(workspace).using(exe).getClient(): the start of all work with git on an agent.
 *
 *     Git$GitAPIMasterToSlaveFileCallable {HostKeyVerifierFactory hostKeyFactory (since 3.11), Git this$0}
 *     Git {EnvVars env, String exe, HostKeyVerifierFactory hostKeyFactory, TaskListener listener, FilePath repository}
 */
import { absoluteFile } from '../../java/path.js';
import { EnvVars } from '../../os/process/environment.js';
import { readEnvVars } from '../../jenkins/env-vars.js';
import { fileCallable } from '../../callables/callable.js';
import { NullListener } from '../../jenkins/listener/null-listener.js';
import { nullableTaskListener } from '../../jenkins/listener/task-listener.js';
import { any, nullableObj, nullableStr, obj, readShape } from '../../callables/shape.js';
import { GitClient } from './client.js';
import { ListenerLease } from './listener-lease.js';
import { RemoteGit } from './remote-git.js';

const GIT_FIELDS = { env: any, exe: nullableStr, listener: any };

/** What the controller calls JGit in the place of an executable. */
const JGIT = /^jgit(apache)?$/i;

/** Answers a RemoteGitImpl. JGit is Java: where it is asked for, the git of the agent does the work. */
export const getClient = fileCallable({
  name: 'org.jenkinsci.plugins.gitclient.Git$GitAPIMasterToSlaveFileCallable',
  fields: { hostKeyFactory: nullableObj, this$0: obj },
  run: async ({ hostKeyFactory, this$0 }, path, context) => {
    const { env, exe, listener: value } = readShape(this$0, GIT_FIELDS);
    const listener = nullableTaskListener(value, context) ?? new NullListener();
    const useJGit = exe === null || JGIT.test(exe);
    if (useJGit) {
      await listener.println(`The git implementation "${exe ?? 'jgit'}" needs Java: using command line git instead`);
    }
    listener.flush();
    listener.follow(context);
    const client = new GitClient({
      workspace: absoluteFile(path),
      executable: useJGit ? 'git' : exe,
      listener,
      environment: new EnvVars(env === null ? [] : readEnvVars(env)),
      hostKeys: hostKeyFactory,
      agent: context.agent,
    });
    return new RemoteGit(client, new ListenerLease(listener)).export(context);
  },
});
