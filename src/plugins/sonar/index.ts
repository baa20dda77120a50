/** The sonar plugin: SonarQube. */
import type { Declaration } from '../../callables/kinds.js';
import { logFilter } from '../../jenkins/listener/log-filter.js';
import { toolExecutable } from '../../jenkins/tools/executables.js';
import { maskSonarPasswords } from './mask-passwords.js';
import { sonarCallables } from './report-tasks.js';

const MSBUILD = ['SonarScanner.MSBuild.exe', 'SonarScanner.MSBuild.dll', 'MSBuild.SonarQube.Runner.exe'];

export const declarations = [
  ...sonarCallables,
  logFilter('hudson.plugins.sonar.SonarBuildWrapper$SonarQubePasswordLogFilter', maskSonarPasswords),
  toolExecutable({
    name: 'hudson.plugins.sonar.SonarRunnerInstallation$GetExecutable',
    home: 'rawHome',
    unix: ['bin/sonar-scanner', 'bin/sonar-runner'],
    windows: ['bin/sonar-scanner.bat', 'bin/sonar-runner.bat'],
  }),
  toolExecutable({
    name: 'hudson.plugins.sonar.MsBuildSQRunnerInstallation$GetToolPath',
    home: 'rawHome',
    unix: MSBUILD,
    windows: MSBUILD,
  }),
] satisfies readonly Declaration[];
