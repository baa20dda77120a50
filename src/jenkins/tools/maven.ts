/** hudson.tasks.Maven: which Maven an installation holds, and which of the two commands a workspace wants. */
import { fileExists, isDirectory } from '../../os/files/attributes.js';
import { listNames } from '../../os/files/directories.js';
import { childFile } from '../../java/path.js';
import { callable, fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { nullableStr, str } from '../../callables/shape.js';
import { toolExecutable } from './executables.js';

/** Implementation-Version of the first of the installation's own jars that tells one; empty when none does. */
const getMavenVersion = callable({
  name: 'hudson.tasks.Maven$MavenInstallation$GetMavenVersion',
  fields: { home: nullableStr },
  run: async ({ home }) => {
    const lib = home === null ? 'lib' : childFile(home, 'lib');
    const jars = ((await listNames(lib)) ?? []).filter((name) => name.startsWith('maven-'));
    if (jars.length === 0) return '';
    const { jarManifest } = await import('../../java/manifest.js');
    for (const jar of jars) {
      const version = (await jarManifest(childFile(lib, jar))).get('Implementation-Version');
      if (version !== undefined) return version;
    }
    return '';
  },
});

/** `maven` for a project of Maven 1, `mvn` for all others. */
const decideDefaultCommand = fileCallable({
  name: 'hudson.tasks.Maven$DecideDefaultMavenCommand',
  fields: { arguments: str },
  run: async (self, workspace) => {
    const tokens = self.arguments.split(/[ \t\n\r\f]+/).filter(Boolean);
    for (let i = 0; i < tokens.length - 1; i++) {
      if (tokens[i] !== '-f') continue;
      // Maven 1 takes a directory there, Maven 2 a file. The name is used up, whatever it is.
      const file = childFile(workspace, tokens[++i] ?? '');
      if (await fileExists(file)) return (await isDirectory(file)) ? 'maven' : 'mvn';
    }
    return (await fileExists(childFile(workspace, 'project.xml'))) ? 'maven' : 'mvn';
  },
});

const executable = toolExecutable({
  name: 'hudson.tasks.Maven$MavenInstallation$GetExecutable',
  home: 'rawHome',
  unix: ['bin/mvn', 'bin/maven'],
  // .cmd since Maven 3.3
  windows: ['bin/mvn.bat', 'bin/mvn.cmd', 'bin/maven.bat', 'bin/maven.cmd'],
});

export const mavenCallables = [getMavenVersion, decideDefaultCommand, executable] satisfies Declaration[];
