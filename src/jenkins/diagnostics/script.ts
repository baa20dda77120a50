/** The script console of a node, which is Groovy over the controller's classes. */
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { UnknownClassError } from '../../callables/unknown-class.js';

const NAME = 'hudson.util.RemotingDiagnostics$Script';

/** The answer is text whatever happens: the official agent prints a script's exception into it too. Java has Groovy, where there is one. */
const script = callable({
  name: NAME,
  run: (_self, { agent }) => {
    if (agent.hasBridge)
      throw new UnknownClassError(NAME, 'A script of the script console is Groovy, which needs Java.');
    return NO_GROOVY;
  },
});

const NO_GROOVY = `java.lang.UnsupportedOperationException: this agent runs without a JVM, so it cannot run Groovy.

What helps:
 - a Java on the agent's machine, which -java auto finds and runs such things with;
 - the controller's own script console (Manage Jenkins, Script Console) runs Groovy on the controller; what a script does there
   through Jenkins' API to this node (Jenkins.instance.getComputer(NAME), new hudson.FilePath(channel, PATH), launchers) works;
 - the pages System Information, Log and Thread Dump of this node show what scripts usually ask for;
 - a job tied to this node runs any command, also a groovy that is installed there.
`;

export const scriptCallables = [script] satisfies Declaration[];
