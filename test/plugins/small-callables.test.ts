/** Callables of plugins that have one or two small ones. */
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { currentUser } from '../../src/os/machine/user.js';
import { declareEnum } from '../../src/serial/declare.js';
import { hashMap, listValues, stringArray, unbox } from '../../src/serial/jdk.js';
import type { JavaArray, JavaEnum, JavaObject } from '../../src/serial/model.js';
import { ask, askAt } from '../jenkins/ask.js';
import { answeredPaths, controllerPath, failureOf, object, streamListener } from '../jenkins/file-path/request.js';
import { scratch } from '../os/files/scratch.js';
import { ChannelCall } from '../support/channel-call.js';
import { findClass } from '../support/find-class.js';

const remote = (value: unknown): unknown => (value as JavaObject).get('remote');

describe('postbuildscript', () => {
  const SERVICE = 'org.jenkinsci.plugins.postbuildscript.service';

  it('finds a script as it is named, then in the workspace', async () => {
    const base = scratch();
    writeFileSync(path.join(base, 'a.sh'), 'echo ä');
    const find = (givenPath: string) =>
      askAt(base, `${SERVICE}.LoadFileCallable`, { givenPath, workspace: controllerPath(base) });
    expect(remote(await find('a.sh'))).toBe(path.join(base, 'a.sh'));
    expect(remote(await find(path.join(base, 'a.sh')))).toBe(path.join(base, 'a.sh'));
    expect(await find('b.sh')).toBeNull();
  });

  it('reads a script; one that is not there is empty', async () => {
    const base = scratch();
    writeFileSync(path.join(base, 'a.sh'), 'echo ä\n');
    expect(await askAt(path.join(base, 'a.sh'), `${SERVICE}.LoadScriptContentCallable`)).toBe('echo ä\n');
    expect(await askAt(path.join(base, 'b.sh'), `${SERVICE}.LoadScriptContentCallable`)).toBe('');
  });
});

describe('code-coverage-api', () => {
  it('lists the reports, whatever adapter comes along', async () => {
    const base = scratch();
    mkdirSync(path.join(base, 'a'));
    writeFileSync(path.join(base, 'a/cov.xml'), '');
    const fields = {
      reportFilePath: '**/cov.xml',
      reportAdapter: object('io.jenkins.plugins.coverage.adapter.Some', {}),
    };
    const answer = await askAt(base, 'io.jenkins.plugins.coverage.CoverageProcessor$FindReportCallable', fields);
    expect((answer as JavaArray).className).toBe('[Lhudson.FilePath;');
    expect(answeredPaths(answer)).toEqual([path.join(base, 'a/cov.xml')]);
  });
});

describe('the kind of machine', () => {
  it.each([
    ['hudson.plugins.clearcase.AbstractClearCaseScm$IsUnix', process.platform !== 'win32'],
    ['org.datadog.jenkins.plugins.datadog.DatadogUtilities$IsUnix', process.platform !== 'win32'],
    ['jenkins.plugins.shiningpanda.utils.FilePathUtil$IsWindows', process.platform === 'win32'],
  ])('%s', async (name, expected) => {
    expect(unbox(await ask(name))).toBe(expected);
  });
});

describe('shiningpanda', () => {
  it('reads a file in the charset that is named', async () => {
    const file = path.join(scratch(), 'f');
    writeFileSync(file, Buffer.from('pässe', 'latin1'));
    const read = (encoding: string) => ask('jenkins.plugins.shiningpanda.utils.FilePathUtil$Read', { file, encoding });
    expect(await read('ISO-8859-1')).toBe('pässe');
    expect(await failureOf(read('x-none'))).toBe('java.io.UnsupportedEncodingException: x-none');
  });
});

describe('sbt', () => {
  const NAME = 'org.jvnet.hudson.plugins.SbtPluginBuilder$SbtInstallation$GetLaunchPathOrHome';

  it('finds the launcher below the home, whose variables are expanded', async () => {
    const base = scratch();
    const installation = (home: string | null) =>
      object('org.jvnet.hudson.plugins.SbtPluginBuilder$SbtInstallation', { home });
    const call = new ChannelCall({ environment: { SBT: base } });
    const find = (home: string | null) => ask(NAME, { this$0: installation(home) }, call);
    expect(await find(base)).toBe(base);
    expect(await find(null)).toBeNull();
    mkdirSync(path.join(base, 'bin'));
    writeFileSync(path.join(base, 'bin/sbt-launch.jar'), '');
    expect(await find('$SBT')).toBe(path.join(base, 'bin/sbt-launch.jar'));
  });
});

describe('codesonar', () => {
  const find = (base: string, projectFile: string | null) =>
    askAt(base, 'org.jenkinsci.plugins.codesonar.CodeSonarPublisher$DetermineAid', { projectFile });

  it('finds the id of the analysis', async () => {
    const base = scratch();
    expect(await failureOf(find(base, null))).toBe(
      'java.io.IOException: Could not find a .prj_files folder for project',
    );
    expect(await failureOf(find(base, 'x/p.prj'))).toBe(
      `java.io.IOException: .prj_files directory "${base}/x/p.prj_files" seems not to exist`,
    );
    mkdirSync(path.join(base, 'p.prj_files'));
    writeFileSync(path.join(base, 'p.prj_files/aid.txt'), ' ');
    expect(await failureOf(find(base, ''))).toBe('java.io.IOException: File aid.txt is empty');
    writeFileSync(path.join(base, 'p.prj_files/aid.txt'), '77');
    for (const name of [null, 'p', 'p.prj', 'p.prj_files', path.join(base, 'p')])
      expect(await find(base, name)).toBe('77');
  });
});

describe('maven-plugin', () => {
  it('tells the home and canonical paths', async () => {
    const base = scratch();
    symlinkSync(base, path.join(base, 'link'));
    expect(await ask('hudson.maven.RedeployPublisher$GetUserHome')).toBe(currentUser().home);
    expect(await askAt(path.join(base, 'link/x'), 'hudson.maven.MavenBuild$CanonicalPath')).toBe(path.join(base, 'x'));
  });
});

describe('veracode-scan', () => {
  it('tells the path', async () => {
    expect(await askAt('/a/b', 'com.veracode.jenkins.plugin.utils.FileUtil$FileCallableImpl')).toBe('/a/b');
  });
});

describe('xcode-plugin', () => {
  it('looks for bundles and schemes by the ends of their names', async () => {
    const base = scratch();
    for (const name of ['a.xcodeproj', 'b.xcarchive', 'c.dSYM', 'd.xcscheme']) mkdirSync(path.join(base, name));
    for (const name of ['e.xcodeproj', 'f.xcarchive', 'g.dSYM', 'h.xcscheme']) writeFileSync(path.join(base, name), '');
    const list = async (filter: string) =>
      answeredPaths(await askAt(base, 'hudson.FilePath$ListFilter', { filter: object(`au.com.rayh.${filter}`, {}) }));
    const found = (name: string) => [path.join(base, name)];
    expect(await findClass('fileFilter', 'au.com.rayh.DSymFileFilter')).toBeDefined();
    expect(await list('XcodeProjectFileFilter')).toEqual(found('a.xcodeproj'));
    expect(await list('XCArchiveFileFilter')).toEqual(found('b.xcarchive'));
    expect(await list('DSymFileFilter')).toEqual(found('c.dSYM'));
    expect(await list('XcodeSchemeFileFilter')).toEqual(found('h.xcscheme'));
  });
});

describe('port-allocator', () => {
  const ALLOCATE = 'org.jvnet.hudson.plugins.port_allocator.PortAllocationManager$AllocateTask';
  const TOMCAT = 'org.jvnet.hudson.plugins.port_allocator.TomcatShutdownPortType$1TomcatCleanUpTask';

  it('answers a free port, and says which is none', async () => {
    const port = unbox(await ask(ALLOCATE, { port: 0 })) as number;
    expect(port).toBeGreaterThan(0);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const taken = (server.address() as AddressInfo).port;
    expect(await failureOf(ask(ALLOCATE, { port: taken }))).toBe(
      'org.jvnet.hudson.plugins.port_allocator.PortAllocationManager$PortUnavailableException: Address already in use',
    );
    server.close();
    expect(unbox(await ask(ALLOCATE, { port: taken }))).toBe(taken);
  });

  it('sends a left-over Tomcat the word', async () => {
    let heard = '';
    const server = createServer((socket) => {
      socket.on('data', (bytes) => (heard += bytes.toString()));
      socket.on('end', () => socket.end());
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    const port = (server.address() as AddressInfo).port;
    const run = async () => {
      const call = new ChannelCall();
      const output = call.newOutput();
      const type = object('org.jvnet.hudson.plugins.port_allocator.TomcatShutdownPortType', {
        name: 'T',
        password: 'SHUTDOWN',
      });
      await ask(TOMCAT, { buildListener: streamListener(output.value), this$0: type, val$n: port }, call);
      return output.text();
    };
    expect(await run()).toBe('Shutdown left-over Tomcat\n');
    expect(heard).toBe('SHUTDOWN');
    await new Promise((resolve) => server.close(resolve));
    expect(await run()).toBe('');
  });
});

describe('datadog', () => {
  const run = (
    workspace: string,
    command: string[],
    timeoutMillis = 60_000n,
    call = new ChannelCall({ environment: { A: '1' } }),
  ) =>
    askAt(
      workspace,
      'org.datadog.jenkins.plugins.datadog.apm.ShellCommandCallable',
      { environment: hashMap([['B', '2']]), timeoutMillis, command: stringArray(command) },
      call,
    );

  it('runs a command in the workspace for its output', async () => {
    const base = scratch();
    expect(await run(base, ['sh', '-c', 'printf "$A$B $PWD"; echo no >&2'])).toBe(`12 ${base}`);
    expect(await failureOf(run(base, ['sh', '-c', 'echo a >&2; echo b >&2; exit 3']))).toBe(
      'java.io.IOException: Error running shell command: [sh, -c, echo a >&2; echo b >&2; exit 3]',
    );
    expect(await failureOf(run(base, ['sleep', '60'], 50n))).toBe(
      'java.io.IOException: Error running shell command: [sleep, 60]',
    );
  });
});

describe('snyk-security-scanner', () => {
  const TOOLS = 'io.snyk.jenkins.tools';
  const PLATFORM = declareEnum(`${TOOLS}.Platform`, ['LINUX', 'MAC_OS']);

  it('finds its programs', async () => {
    const base = scratch();
    writeFileSync(path.join(base, 'snyk-macos'), '');
    const find = (executableName: string, executablePlatform: JavaEnum | null) =>
      ask(`${TOOLS}.SnykInstallation$ResolveExecutable`, { home: base, executableName, executablePlatform });
    expect(await find('snyk', PLATFORM.MAC_OS)).toBe(path.join(base, 'snyk-macos'));
    expect(await failureOf(find('html', PLATFORM.LINUX))).toBe(
      `java.lang.RuntimeException: Failed to find Snyk Executable. Executable does not exist. (${base}/snyk-to-html-linux)`,
    );
    const here = await ask(`${TOOLS}.SnykInstaller$GetPlatform`);
    expect((here as JavaEnum).className).toBe(`${TOOLS}.Platform`);
  });

  it('adds the bin directories of the other tools to the PATH', async () => {
    const base = scratch();
    for (const name of ['x/bin', 'x/lib/sbin', 'SnykInstallation/bin', 'y/bin/z']) {
      mkdirSync(path.join(base, 'tools', name), { recursive: true });
    }
    symlinkSync(path.join(base, 'tools'), path.join(base, 'tools/x/loop'));
    const call = new ChannelCall({ ownEnvironment: { PATH: '/own' } });
    const search = async (home: string) =>
      ((await askAt(home, 'io.snyk.jenkins.CustomBuildToolPathCallable', {}, call)) as string).split(':');
    const found = await search(path.join(base, 'tools/SnykInstallation/snyk'));
    expect(found[0]).toBe('/own');
    expect(found.slice(1).sort()).toEqual(
      ['x/bin', 'x/lib/sbin', 'y/bin'].map((name) => path.join(base, 'tools', name)),
    );
    expect(await search('/elsewhere')).toEqual(['/own']);
  });
});

describe('jfrog', () => {
  it('makes a temporary directory beside the workspace', async () => {
    const base = scratch();
    const fields = { workspaceList: null, ws: controllerPath(path.join(base, 'job')) };
    const answer = await askAt(base, 'io.jenkins.plugins.jfrog.callables.TempDirCreator', fields);
    expect(remote(answer)).toBe(path.join(base, 'job@tmp/jfrog'));
    expect(statSync(path.join(base, 'job@tmp/jfrog')).isDirectory()).toBe(true);
  });
});

describe('artifactdeployer', () => {
  it('copies what is newer, and answers numbered results', async () => {
    const base = scratch();
    const target = path.join(scratch(), 'out');
    mkdirSync(path.join(base, 'd'));
    writeFileSync(path.join(base, 'd/a.txt'), 'new');
    writeFileSync(path.join(base, 'b.txt'), 'b');
    chmodSync(path.join(base, 'b.txt'), 0o640);
    const run = async (flatten: boolean) => {
      const call = new ChannelCall();
      const output = call.newOutput();
      const answer = await askAt(
        base,
        'org.jenkinsci.plugins.artifactdeployer.service.ArtifactDeployerCopy',
        {
          listener: streamListener(output.value),
          includes: '**/*.txt',
          excludes: null,
          flatten,
          outputFilePath: controllerPath(target),
          numberOfCurrentDeployedArtifacts: 3,
        },
        call,
      );
      const results = listValues(answer).map((each) => each as JavaObject);
      return {
        log: output.text(),
        results: results.map((each) => [each.get('id'), each.get('deployed'), each.get('fileName')]),
      };
    };
    const first = await run(false);
    expect(first.log).toBe(`[ArtifactDeployer] - 2 file(s) have been copied from the '${base}' to '${target}'.\n`);
    expect(first.results).toEqual([
      [4, true, 'b.txt'],
      [5, true, 'a.txt'],
    ]);
    expect(statSync(path.join(target, 'b.txt')).mode & 0o777).toBe(0o640);
    const later = new Date(Date.now() + 60_000);
    utimesSync(path.join(base, 'b.txt'), later, later);
    const second = await run(false);
    expect(second.log).toMatch(/There were 2 input files but only 1 were copied/);
    expect(second.results).toEqual([[4, true, 'b.txt']]);
    await run(true);
    expect(readFileSync(path.join(target, 'a.txt'), 'utf8')).toBe('new');
  });
});
