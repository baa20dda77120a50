import { resolve } from 'node:path';
import { fileCallable } from '../../callables/callable.js';
import { commandOutput } from '../../jenkins/tools/command-output.js';

/** org.jenkinsci.plugins.pipeline.maven.util.MavenVersionUtils: the line of `mvn --version` that tells it. */
const VERSION_LINE = /^Apache Maven \d+\.\d+\.\d+ \(.*\)$/;

/**
 * Asks the Maven on whose path it runs for its version: `WithMavenStepExecution2.readMavenVersion`.
 * @returns the line, empty when there is none; null when Maven failed, whereupon the step goes on without
 */
export const mavenVersion = fileCallable({
  name: 'org.jenkinsci.plugins.pipeline.maven.WithMavenStepExecution2$1',
  run: async (_self, path, { agent, signal }) => {
    const asked = `"${resolve(path)}" --version`;
    const command = process.platform === 'win32' ? ['cmd.exe', '/c', asked] : ['sh', '-c', asked];
    const { exitCode, output } = await commandOutput(command, { directory: null, agent, signal });
    if (exitCode !== 0) return null;
    return output.split(/\r\n|\n|\r/).find((line) => VERSION_LINE.test(line)) ?? '';
  },
});
