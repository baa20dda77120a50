/**
 * What is likeliest to go wrong with each request that is no operation on a file (those are in wrong-input/), and what comes of
 * it. Messages of the official code were taken from its sources, or by running it.
 */
import { arrayList, hashMap, stringArray, url } from '../../src/serial/jdk.js';
import type { JavaValue } from '../../src/serial/model.js';
import { controllerPath, object } from './file-path/objects.js';

export interface Case {
  readonly className: string;
  readonly fields?: Readonly<Record<string, JavaValue>>;
  /** Where a file callable runs, below a directory that holds `dir` and nothing else. */
  readonly at?: string;
  /** `= answer` or `! exception`; B stands for the directory. */
  readonly result: string;
  /** The processor that the agent finds itself on. */
  readonly arch?: NodeJS.Architecture;
  readonly platform?: NodeJS.Platform;
}

const NO_HOME = '/no/such/home';
const INVALID = '! java.io.InvalidObjectException: ';

/** Tools that are not where they should be: the controller says so when it gets null. */
const NOT_THERE: readonly (readonly [className: string, home: string])[] = [
  ['hudson.tasks.Maven$MavenInstallation$GetExecutable', 'rawHome'],
  ['hudson.tasks.Ant$AntInstallation$GetExecutable', 'rawHome'],
  ['hudson.plugins.gradle.GradleInstallation$GetExeFile', 'gradleHome'],
  ['hudson.plugins.groovy.GroovyInstallation$GetExecutable', 'home'],
  ['hudson.plugins.sonar.SonarRunnerInstallation$GetExecutable', 'rawHome'],
  ['hudson.plugins.sonar.MsBuildSQRunnerInstallation$GetToolPath', 'rawHome'],
  ['jenkins.plugins.nodejs.tools.NodeJSInstallation$DetectPlatformCallable', 'home'],
  ['org.jenkinsci.plugins.DependencyCheck.tools.DependencyCheckInstallation$FindExecutableCallable', 'home'],
];

const JDK = 'hudson.tools.JDKInstaller';
const ADOPT = 'io.jenkins.plugins.adoptopenjdk.AdoptOpenJDKInstaller';

/** Fields that hold something else: a controller does not send that, and the agent says which field it was. */
const WRONG_FIELD: readonly (readonly [className: string, fields: Case['fields'], message: string])[] = [
  ['hudson.slaves.SlaveComputer$AbsolutePath', { relativePath: null }, 'relativePath is not a String'],
  ['hudson.slaves.ChannelPinger$SetUpRemotePing', { pingIntervalSeconds: 'x' }, 'pingIntervalSeconds is not an int'],
  ['hudson.slaves.SlaveComputer$SlaveInitializer', { ringBufferSize: 'x' }, 'ringBufferSize is not an int'],
  ['hudson.logging.LogRecorder$SetLevel', { name: null, level: null }, 'name is not a String'],
  ['hudson.model.Slave$GetClockDifference2', { startTime: 1 }, 'startTime is not a long'],
  ['hudson.node_monitors.ResponseTimeMonitor$Step2', { start: 1 }, 'start is not a long'],
  ['hudson.model.DirectoryBrowserSupport$IsAbsolute', { fragment: null }, 'fragment is not a String'],
];

export const CASES: readonly Case[] = [
  ...NOT_THERE.map(([className, home]) => ({ className, fields: { [home]: NO_HOME }, result: '= null' })),
  ...WRONG_FIELD.map(([className, fields = {}, message]) => ({
    className,
    fields,
    result: `${INVALID}${className}.${message}`,
  })),
  { className: 'hudson.tasks.Maven$MavenInstallation$GetMavenVersion', fields: { home: NO_HOME }, result: '= ' },
  {
    className: 'hudson.plugins.disk_usage.DiskUsageUtil$DiskUsageCallable',
    fields: { path: controllerPath(NO_HOME), exceedFilesPath: arrayList([]) },
    result: '= 0',
  },
  {
    className: 'com.cloudbees.jenkins.plugins.customtools.CustomTool$GetPaths',
    fields: { exportedPaths: 'bin', specs: arrayList([]), toolHome: NO_HOME },
    at: 'dir',
    result: `! hudson.AbortException: Wrong EXPORTED_PATHS configuration. Can't find ${NO_HOME}/bin`,
  },
  {
    className: 'org.jenkinsci.plugins.terraform.TerraformInstallation$1',
    fields: { this$0: object('org.jenkinsci.plugins.terraform.TerraformInstallation', { home: NO_HOME }) },
    result: `! java.io.FileNotFoundException: Home directory not found. [${NO_HOME}]`,
  },
  {
    className: 'hudson.plugins.groovy.WithGroovyStep$Execution$FindGroovyAllJAR',
    result:
      '! java.io.IOException: withGroovy needs the jar of Groovy, which this controller has not handed over. ' +
      'Give the step a Groovy installation: withGroovy(tool: ...).',
  },
  {
    className: `${JDK}$CPU$GetCurrentCPU`,
    arch: 'arm64',
    result: `! ${JDK}$DetectionFailedException: Unknown CPU architecture: aarch64`,
  },
  {
    className: `${JDK}$Platform$GetCurrentPlatform`,
    platform: 'freebsd',
    result: `! ${JDK}$DetectionFailedException: Unknown CPU name: freebsd`,
  },
  {
    className: `${ADOPT}$CPU$GetCurrentCPU`,
    arch: 'riscv64',
    result: `! ${ADOPT}$DetectionFailedException: Unknown CPU architecture: riscv64`,
  },
  {
    className: `${ADOPT}$Platform$GetCurrentPlatform`,
    platform: 'freebsd',
    result: `! ${ADOPT}$DetectionFailedException: Unknown Platform name: freebsd`,
  },
  {
    className: `${ADOPT}$Configuration$GetCurrent`,
    platform: 'freebsd',
    result: `! ${ADOPT}$DetectionFailedException: Unknown Platform name: freebsd`,
  },
  {
    className: 'org.jenkinsci.plugins.docker.commons.tools.DockerToolInstaller$FindArch',
    platform: 'freebsd',
    arch: 'x64',
    result: '! java.io.IOException: Failed to determine OS architecture freebsd:x86_64',
  },
  ...[
    'org.jenkinsci.plugins.golang.GolangInstaller$GetSystemProperties',
    'hudson.plugins.cmake.GetSystemProperties',
    'hudson.plugins.cmake.CmakeInstaller$GetSystemProperties',
  ].map((className) => ({ className, fields: { properties: stringArray(['no.such']) }, result: '= [null]' })),
  {
    className: 'jenkins.plugins.nodejs.tools.CPU$ArchitectureCallable',
    at: 'nope',
    result: `! java.io.IOException: Process working directory 'B/nope' doesn't exist!`,
  },
  { className: 'jenkins.plugins.nodejs.tools.NodeJSInstaller$ChmodRecAPlusX', at: 'nope', result: '= null' },
  {
    className: 'org.jenkinsci.plugins.buildnameupdater.BuildNameUpdater$FileCallable',
    at: 'dir',
    result: '! java.io.FileNotFoundException: B/dir (Is a directory)',
  },
  {
    className: 'hudson.plugins.cmake.BuildToolEntryParser',
    at: 'nope',
    result: '! java.io.FileNotFoundException: B/nope (No such file or directory)',
  },
  {
    className: 'hudson.plugins.cmake.CmakeInstaller$RootDirScanner',
    at: 'nope',
    fields: { includes: '**/bin/cmake' },
    result:
      '! hudson.AbortException: Unknown layout of downloaded cmake archive: No `bin` and/or `share` subdirectory found',
  },
  {
    className: 'hudson.plugins.sonar.utils.SonarUtils$ListWithoutSymlinksCallable',
    at: 'nope',
    fields: { includes: '**' },
    result: '! org.apache.tools.ant.BuildException: B/nope does not exist.',
  },
  {
    className: 'hudson.FilePath$Unpack',
    at: 'dir',
    fields: { archive: url('file:/no/such.zip') },
    result: '! java.io.FileNotFoundException: /no/such.zip (No such file or directory)',
  },
  {
    className: 'jenkins.util.SystemProperties$AgentCopier$CopySystemProperties',
    fields: { snapshot: 'x' },
    result: `${INVALID}a collection of another kind was expected, not the string x`,
  },
  { className: 'hudson.Launcher$RemoteLauncher$KillTask', fields: { modelEnvVars: hashMap([]) }, result: '= null' },
];

/** Requests that ask nothing that could be wrong: they are answered whatever comes with them. */
export const ALWAYS_ANSWERED: readonly string[] = [
  'hudson.EnvVars$GetEnvVars',
  'hudson.FilePath$GetHomeDirectory',
  'hudson.FilePath$IsUnix',
  'hudson.model.Computer$DumpExportTableTask',
  'hudson.model.Computer$GetFallbackName',
  'hudson.model.Computer$ListPossibleNames',
  'hudson.node_monitors.ArchitectureMonitor$GetArchTask',
  'hudson.node_monitors.SwapSpaceMonitor$MonitorTask',
  'hudson.node_monitors.TemporarySpaceMonitor$GetTempSpace',
  'hudson.remoting.Channel$IOSyncer',
  'hudson.remoting.Channel$SetMaximumBytecodeLevel',
  'hudson.remoting.PingThread$Ping',
  'hudson.remoting.PreloadJarTask',
  'hudson.remoting.PreloadJarTask2',
  'hudson.slaves.ConnectionActivityMonitor$PingCommand',
  'hudson.slaves.SlaveComputer$CommunicationProtocol',
  'hudson.slaves.SlaveComputer$DetectDefaultCharset',
  'hudson.slaves.SlaveComputer$DetectOS',
  'hudson.slaves.SlaveComputer$ListFullEnvironment',
  'hudson.slaves.SlaveComputer$LoadingCount',
  'hudson.slaves.SlaveComputer$LoadingPrefetchCacheCount',
  'hudson.slaves.SlaveComputer$LoadingTime',
  'hudson.slaves.SlaveComputer$SlaveLogFetcher',
  'hudson.slaves.SlaveComputer$SlaveVersion',
  'hudson.tasks.Shell$DescriptorImpl$Shellinterpreter',
  'hudson.util.RemotingDiagnostics$GetSystemProperties',
  'hudson.util.RemotingDiagnostics$GetThreadDump',
  'hudson.util.RemotingDiagnostics$Script',
  'jenkins.slaves.StandardOutputSwapper$ChannelSwapper',
  'jenkins.slaves.restarter.JnlpSlaveRestarterInstaller$FindEffectiveRestarters',
];

/** Those whose failures need more than a request: a process, a server. Their own tests have them. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  'hudson.FilePath$CallableWith': 'file-path/wrapper.test.ts',
  'hudson.FilePath$FileCallableWrapper': 'file-path/wrapper.test.ts',
  'hudson.Launcher$RemoteChannelLaunchCallable': 'launch/channel-launch.test.ts',
  'hudson.Launcher$RemoteLaunchCallable': 'launch/launch.test.ts',
  'hudson.plugins.copyartifact.CopyArtifact$CopyURLWithFingerprinting':
    '../plugins/robust-http-client/robust-http.test.ts',
  'hudson.plugins.ws_cleanup.Cleanup': '../plugins/ws-cleanup/ws-cleanup.test.ts',
  'hudson.util.RemotingDiagnostics$GetHeapDump': 'diagnostics/diagnostics.test.ts',
  'io.jenkins.plugins.artifact_manager_jclouds.JCloudsArtifactManager$ContentTypeGuesser':
    '../plugins/robust-http-client/robust-http.test.ts',
  'io.jenkins.plugins.artifact_manager_jclouds.JCloudsArtifactManager$Stash':
    '../plugins/robust-http-client/robust-http.test.ts',
  'io.jenkins.plugins.artifact_manager_jclouds.JCloudsArtifactManager$Unstash':
    '../plugins/robust-http-client/robust-http.test.ts',
  'io.jenkins.plugins.artifact_manager_jclouds.JCloudsArtifactManager$UploadToBlobStorage':
    '../plugins/robust-http-client/robust-http.test.ts',
  'io.jenkins.plugins.httpclient.RobustHTTPClient$CopyFromRemotely':
    '../plugins/robust-http-client/robust-http.test.ts',
};
