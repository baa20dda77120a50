/** For every bundle that the agent is in. */
import { readFileSync } from 'node:fs';

/** ssh2 does without its optional native parts, and asks for them first. */
export function noNativeParts() {
  return {
    name: 'no native parts',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^cpu-features$|\/sshcrypto\.node$/ }, ({ path }) => ({
        path,
        namespace: 'no-native-parts',
      }));
      onLoad({ filter: /.*/, namespace: 'no-native-parts' }, ({ path }) => ({
        contents: `throw new Error('${path} is not in this bundle');`,
      }));
      // Neither is its program for PuTTY's agent, which it looks for beside itself; modules know no __dirname.
      onLoad({ filter: /node_modules.ssh2.lib.*\.js$/ }, ({ path }) => ({
        contents: readFileSync(path, 'utf8').replaceAll('__dirname', '"not-in-this-bundle"'),
      }));
    },
  };
}
