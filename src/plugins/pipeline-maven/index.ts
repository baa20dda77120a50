/** The pipeline-maven plugin: withMaven. */
import type { Declaration } from '../../callables/kinds.js';
import { logFilter } from '../../jenkins/listener/log-filter.js';
import { maskPattern, secretText } from '../credentials-binding/secret-fields.js';
import { annotateMaven } from './annotate.js';
import { mavenVersion } from './maven-version.js';

export const declarations = [
  // {Secret secretsAsRegexp, String charsetName}
  logFilter('org.jenkinsci.plugins.pipeline.maven.console.MaskPasswordsConsoleLogFilter', (value) =>
    maskPattern(value, secretText(value.get('secretsAsRegexp'), value.className)),
  ),
  logFilter('org.jenkinsci.plugins.pipeline.maven.console.MavenColorizerConsoleLogFilter', annotateMaven),
  mavenVersion,
] satisfies readonly Declaration[];
