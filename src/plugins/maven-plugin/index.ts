/**
 * What the Maven job type asks of an agent before it starts Maven. Its own POM parser and its remoting.jar are Java, so a Maven
 * job does not run here; a controller is told which class is missing.
 */
import path from 'node:path';
import { defaultCharset } from '../../java/charsets/charset.js';
import { canonicalPath } from '../../os/files/canonical-path.js';
import { currentUser } from '../../os/machine/user.js';
import { callable, fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { socketHandler } from './acceptor.js';

/** System property file.encoding. */
const charset = callable({
  name: 'hudson.maven.AbstractMavenProcessFactory$GetCharset',
  run: () => defaultCharset.name,
});

/** Where a repository of artifacts is looked for that are to be deployed again. */
const userHome = callable({
  name: 'hudson.maven.RedeployPublisher$GetUserHome',
  run: () => currentUser().home,
});

const canonical = fileCallable({
  name: 'hudson.maven.MavenBuild$CanonicalPath',
  run: async (_self, file) => (await canonicalPath(file)).replaceAll(path.sep, '/'),
});

export const declarations = [socketHandler, charset, userHome, canonical] satisfies Declaration[];
