import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { absoluteFile } from '../../java/path.js';
import { fileCallable } from '../../callables/callable.js';

const TOOLS = 'tools';

/**
 * The PATH that Snyk is to be run with: the agent's, with the directory `bin` of each tool beside Snyk. The path that it runs on
 * is that of Snyk below `tools`.
 */
export const pathWithTools = fileCallable({
  name: 'io.snyk.jenkins.CustomBuildToolPathCallable',
  run: async (_self, snyk, { agent, signal }) => {
    const own = agent.ownEnvironment['PATH'] ?? null;
    const home = absoluteFile(snyk);
    const at = home.indexOf(TOOLS);
    if (at < 1) return own;
    try {
      const found = await binDirectories(`${home.slice(0, at - 1)}${path.sep}${TOOLS}`, signal);
      return `${own ?? 'null'}${path.delimiter}${found.join(path.delimiter)}`;
    } catch (error) {
      signal.throwIfAborted();
      const text = 'Could not iterate sub-directories in tools directory';
      agent.logger.log('SEVERE', 'io.snyk.jenkins.CustomBuildToolPathCallable invoke', text, error);
      return own;
    }
  },
});

/** Directories whose path ends with `bin`, links not followed, each before what is in it. */
async function binDirectories(directory: string, signal: AbortSignal): Promise<string[]> {
  signal.throwIfAborted();
  const found = directory.endsWith('bin') && !directory.includes('SnykInstallation') ? [directory] : [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) found.push(...(await binDirectories(path.join(directory, entry.name), signal)));
  }
  return found;
}
