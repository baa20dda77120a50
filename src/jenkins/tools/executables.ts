/**
 * Where the program of a tool is, below the tool's home: the path of the first of its names that exists, or null. All of these
 * callables hold the home in one field, and all but two expand the agent's variables in it.
 */
import { fileExists } from '../../os/files/attributes.js';
import { childFile } from '../../java/path.js';
import type { PathSyntax } from '../../java/path.js';
import { EnvVars } from '../../os/process/environment.js';
import { callable } from '../../callables/callable.js';
import type { AnyCallable, Callable } from '../../callables/callable.js';
import { nullableStr } from '../../callables/shape.js';

interface Executable {
  readonly name: string;
  /** The field that holds the home. */
  readonly home: string;
  readonly unix: readonly string[];
  readonly windows: readonly string[];
  /** The home is taken as it is: no variables are expanded. */
  readonly literal?: true;
}

const EXECUTABLES: readonly Executable[] = [
  {
    name: 'hudson.tasks.Maven$MavenInstallation$GetExecutable',
    home: 'rawHome',
    unix: ['bin/mvn', 'bin/maven'],
    // .cmd since Maven 3.3
    windows: ['bin/mvn.bat', 'bin/mvn.cmd', 'bin/maven.bat', 'bin/maven.cmd'],
  },
  {
    name: 'hudson.tasks.Ant$AntInstallation$GetExecutable',
    home: 'rawHome',
    unix: ['bin/ant'],
    windows: ['bin/ant.bat'],
  },
  {
    name: 'hudson.plugins.gradle.GradleInstallation$GetExeFile',
    home: 'gradleHome',
    unix: ['bin/gradle'],
    windows: ['bin/gradle.bat'],
  },
  {
    name: 'hudson.plugins.groovy.GroovyInstallation$GetExecutable',
    home: 'home',
    unix: ['bin/groovy'],
    windows: ['bin/groovy.exe', 'bin/groovy.bat'],
  },
  {
    name: 'hudson.plugins.sonar.SonarRunnerInstallation$GetExecutable',
    home: 'rawHome',
    unix: ['bin/sonar-scanner', 'bin/sonar-runner'],
    windows: ['bin/sonar-scanner.bat', 'bin/sonar-runner.bat'],
  },
  {
    name: 'hudson.plugins.sonar.MsBuildSQRunnerInstallation$GetToolPath',
    home: 'rawHome',
    unix: ['SonarScanner.MSBuild.exe', 'SonarScanner.MSBuild.dll', 'MSBuild.SonarQube.Runner.exe'],
    windows: ['SonarScanner.MSBuild.exe', 'SonarScanner.MSBuild.dll', 'MSBuild.SonarQube.Runner.exe'],
  },
  {
    name: 'jenkins.plugins.nodejs.tools.NodeJSInstallation$DetectPlatformCallable',
    home: 'home',
    unix: ['bin/node'],
    windows: ['node.exe'],
    literal: true,
  },
  {
    name: 'org.jenkinsci.plugins.DependencyCheck.tools.DependencyCheckInstallation$FindExecutableCallable',
    home: 'home',
    unix: ['bin/dependency-check.sh'],
    windows: ['bin/dependency-check.bat'],
    literal: true,
  },
];

export const executableCallables = EXECUTABLES.map(executable) satisfies AnyCallable[];

function executable(tool: Executable): Callable {
  return callable({
    name: tool.name,
    fields: { [tool.home]: nullableStr },
    run: (self, { agent }) => {
      const home = self[tool.home] ?? null;
      if (home === null) return null;
      const expanded = tool.literal ? home : EnvVars.inherited(agent.environment).expand(home);
      return findExecutable(expanded, process.platform === 'win32' ? tool.windows : tool.unix);
    },
  });
}

/** The first that exists of some paths below a home; null when none does. */
export async function findExecutable(
  home: string,
  relative: readonly string[],
  syntax?: PathSyntax,
): Promise<string | null> {
  for (const each of relative) {
    const file = childFile(home, each, syntax);
    if (await fileExists(file)) return file;
  }
  return null;
}
