/**
 * What the Maven job type asks of an agent before it starts Maven. Its own POM parser and its remoting.jar are Java, so a Maven
 * job does not run here; a controller is told which class is missing.
 */
import { defaultCharset } from '../../java/charsets/charset.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { socketHandler } from './acceptor.js';

/** System property file.encoding. */
const charset = callable({
  name: 'hudson.maven.AbstractMavenProcessFactory$GetCharset',
  run: () => defaultCharset.name,
});

export const declarations = [socketHandler, charset] satisfies Declaration[];
