/** The step withGroovy of the Groovy plugin: it runs `groovy` in a JVM of its own, from a jar that agent.jar would have loaded. */
import { ioError } from '../../../host/java-error.js';
import { callable } from '../../callable.js';
import type { AnyCallable } from '../../callable.js';

/** Asks for the path of groovy-all.jar in the agent's jar cache. No jar is ever loaded here, so there is none to name. */
const findGroovyAllJar = callable({
  name: 'hudson.plugins.groovy.WithGroovyStep$Execution$FindGroovyAllJAR',
  run: () => {
    throw ioError(
      'withGroovy needs the groovy-all.jar of an agent that runs on Java, which this agent does not. ' +
        'Give the step a Groovy installation (withGroovy(tool: ...)), or run it on another agent.',
    );
  },
});

export const withGroovyCallables = [findGroovyAllJar] satisfies AnyCallable[];
