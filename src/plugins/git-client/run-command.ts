/**
 * A command builder's execute(): the calls on it, replayed on our client.
 *
 *     RemoteGitImpl$CommandInvocationHandler$GitCommandMasterToSlaveCallable {CommandInvocationHandler this$0}
 *     RemoteGitImpl$CommandInvocationHandler {Class command, List<Invocation> invocations, GitClient proxy (ours, sent home)}
 *     RemoteGitImpl$Invocation {Object[] args, String methodName, String[] parameterTypes}
 */
import { JavaError } from '../../java/java-error.js';
import { listValues } from '../../serial/jdk.js';
import { JavaClass } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { callable } from '../../callables/callable.js';
import { any, nullableStrings, obj, readShape, str } from '../../callables/shape.js';
import { object } from './arguments.js';
import { BUILDERS } from './commands/index.js';
import type { Invocation } from './commands/builder.js';
import { gitExceptionOf, isInterruption } from './errors.js';
import { RemoteGit } from './remote-git.js';

export const runCommand = callable({
  name: 'org.jenkinsci.plugins.gitclient.RemoteGitImpl$CommandInvocationHandler$GitCommandMasterToSlaveCallable',
  fields: { this$0: obj },
  run: async ({ this$0 }, context) => {
    const { command, invocations, proxy } = readShape(this$0, { command: any, invocations: any, proxy: any });
    const target = context.ownObject(proxy);
    if (!(target instanceof RemoteGit)) {
      throw new JavaError('java.io.InvalidObjectException', 'the command is for no git client of this agent');
    }
    const name = command instanceof JavaClass ? command.className : 'null';
    const builder = BUILDERS.get(name);
    if (!builder) {
      throw new JavaError('java.lang.IllegalStateException', `Can't find the factory method for interface ${name}`);
    }
    try {
      await target.work(context, (run) => builder.run(run, listValues(invocations).map(invocation)));
    } catch (error) {
      throw isInterruption(error) ? gitExceptionOf(error) : error;
    }
    return null;
  },
});

function invocation(value: JavaValue): Invocation {
  const { args, methodName, parameterTypes } = readShape(object(value), {
    args: any,
    methodName: str,
    parameterTypes: nullableStrings,
  });
  return { methodName, parameterTypes: parameterTypes ?? [], args: args === null ? [] : listValues(args) };
}
