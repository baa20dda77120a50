/** The step withGroovy of the Groovy plugin: a build's `groovy` command starts a JVM with the controller's own Groovy. */
import { delimiter } from 'node:path';
import { ioError } from '../../java/java-error.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { preloadedJar } from '../../callables/preloaded-jars.js';

/**
 * A class path: the jar that holds Groovy, and the one that holds Ivy if the controller has it, as it has just handed them over
 * (Channel.preloadJar).
 */
const findGroovyAllJar = callable({
  name: 'hudson.plugins.groovy.WithGroovyStep$Execution$FindGroovyAllJAR',
  run: (_self, { channel }) => {
    const [groovy, ivy] = [preloadedJar(channel, 'groovy'), preloadedJar(channel, 'ivy')];
    if (groovy !== undefined) return ivy === undefined ? groovy : groovy + delimiter + ivy;
    throw ioError(
      'withGroovy needs the jar of Groovy, which this controller has not handed over. ' +
        'Give the step a Groovy installation: withGroovy(tool: ...).',
    );
  },
});

export const withGroovyCallables = [findGroovyAllJar] satisfies Declaration[];
