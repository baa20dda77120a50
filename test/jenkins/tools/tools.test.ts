import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { osArch } from '../../../src/os/machine/architecture.js';
import { arrayList, listValues, stringArray, unbox } from '../../../src/serial/jdk.js';
import { JavaArray, JavaEnum, JavaObject } from '../../../src/serial/model.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { scratch } from '../../os/files/scratch.js';
import { ask, askAt } from '../ask.js';
import { controllerPath, failureOf, object } from '../file-path/request.js';

function write(base: string, ...files: string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(base, file)), { recursive: true });
    writeFileSync(join(base, file), 'x');
  }
}

describe("a tool's program", () => {
  it.each([
    ['hudson.tasks.Maven$MavenInstallation$GetExecutable', 'rawHome', 'bin/mvn', 'bin/maven'],
    ['hudson.tasks.Ant$AntInstallation$GetExecutable', 'rawHome', 'bin/ant', null],
    ['hudson.plugins.gradle.GradleInstallation$GetExeFile', 'gradleHome', 'bin/gradle', null],
    ['hudson.plugins.groovy.GroovyInstallation$GetExecutable', 'home', 'bin/groovy', null],
    ['hudson.plugins.sonar.SonarRunnerInstallation$GetExecutable', 'rawHome', 'bin/sonar-scanner', 'bin/sonar-runner'],
    [
      'hudson.plugins.sonar.MsBuildSQRunnerInstallation$GetToolPath',
      'rawHome',
      'SonarScanner.MSBuild.exe',
      'SonarScanner.MSBuild.dll',
    ],
    ['jenkins.plugins.nodejs.tools.NodeJSInstallation$DetectPlatformCallable', 'home', 'bin/node', null],
    [
      'org.jenkinsci.plugins.DependencyCheck.tools.DependencyCheckInstallation$FindExecutableCallable',
      'home',
      'bin/dependency-check.sh',
      null,
    ],
  ])('%s finds it in %s', async (name, field, first, second) => {
    const home = scratch();
    const find = () => ask(name, { [field]: home });
    expect(await find()).toBeNull();
    if (second !== null) {
      write(home, second);
      expect(await find()).toBe(join(home, second));
    }
    write(home, first);
    expect(await find()).toBe(join(home, first));
  });

  it('expands the variables of the agent in the home', async () => {
    const base = scratch();
    write(base, 'maven-3/bin/mvn');
    const call = new ChannelCall({ environment: { Tools: base } });
    expect(
      await ask('hudson.tasks.Maven$MavenInstallation$GetExecutable', { rawHome: '${TOOLS}/maven-3/' }, call),
    ).toBe(join(base, 'maven-3/bin/mvn'));
    expect(await ask('hudson.tasks.Ant$AntInstallation$GetExecutable', { rawHome: '$NO_SUCH/ant' }, call)).toBeNull();
  });
});

describe('Maven', () => {
  const VERSION = 'hudson.tasks.Maven$MavenInstallation$GetMavenVersion';
  const DECIDE = 'hudson.tasks.Maven$DecideDefaultMavenCommand';

  it('has no version where there is nothing', async () => {
    expect(await ask(VERSION, { home: scratch() })).toBe('');
    expect(await ask(VERSION, { home: null })).toBe('');
  });

  it('fails for a jar that is none', async () => {
    const home = scratch();
    write(home, 'lib/maven-core.jar');
    expect(await failureOf(ask(VERSION, { home }))).toMatch(/^java\.util\.zip\.ZipException: /);
  });

  it.each([
    ['clean install', [], 'mvn'],
    ['clean', ['project.xml'], 'maven'],
    ['-f pom.xml clean', ['project.xml', 'pom.xml'], 'mvn'],
    ['-f sub clean', ['sub/project.xml'], 'maven'],
    ['-f missing clean', ['project.xml'], 'maven'],
    ['clean -f', ['pom.xml'], 'mvn'],
  ])('is chosen for `%s` with %j: %s', async (args, files, expected) => {
    const workspace = scratch();
    write(workspace, ...files);
    expect(await askAt(workspace, DECIDE, { arguments: args })).toBe(expected);
  });
});

describe('making files executable', () => {
  it.each([
    'hudson.tools.ZipExtractionInstaller$ChmodRecAPlusX',
    'jenkins.plugins.nodejs.tools.NodeJSInstaller$ChmodRecAPlusX',
  ])('%s does so with every file of a tree', async (name) => {
    const base = scratch();
    write(base, 'bin/a', 'lib/deep/b');
    chmodSync(join(base, 'bin/a'), 0o600);
    symlinkSync('/nonexistent', join(base, 'broken'));
    expect(await askAt(base, name)).toBeNull();
    expect(statSync(join(base, 'bin/a')).mode & 0o777).toBe(0o711);
    expect(statSync(join(base, 'lib/deep/b')).mode & 0o111).toBe(0o111);
    expect(await askAt(join(base, 'no/such'), name)).toBeNull();
  });
});

describe('names of platforms', () => {
  it.runIf(process.platform === 'linux' && osArch() === 'amd64').each<[string, string]>([
    ['hudson.tools.JDKInstaller$Platform$GetCurrentPlatform', 'LINUX'],
    ['hudson.tools.JDKInstaller$CPU$GetCurrentCPU', 'amd64'],
    ['io.jenkins.plugins.adoptopenjdk.AdoptOpenJDKInstaller$CPU$GetCurrentCPU', 'amd64'],
  ])('%s answers the constant %s', async (name, constant) => {
    expect(await ask(name)).toMatchObject({ constant, className: name.replace(/\$\w+$/, '') });
  });

  it.runIf(process.platform === 'linux' && osArch() === 'amd64')('a Temurin configuration holds both', async () => {
    const name = 'io.jenkins.plugins.adoptopenjdk.AdoptOpenJDKInstaller$Configuration';
    const answer = (await ask(`${name}$GetCurrent`)) as JavaObject;
    expect(answer.desc).toMatchObject({ name, suid: 0n });
    expect((answer.get('cpu') as JavaEnum).constant).toBe('AMD64');
    expect((answer.get('platform') as JavaEnum).constant).toMatch(/^(ALPINE_)?LINUX$/);
  });

  it.runIf(process.platform === 'linux' && osArch() === 'amd64')("Docker's", async () => {
    expect(await ask('org.jenkinsci.plugins.docker.commons.tools.DockerToolInstaller$FindArch')).toBe('linux/x86_64');
  });

  it('some system properties', async () => {
    const answer = await ask('org.jenkinsci.plugins.golang.GolangInstaller$GetSystemProperties', {
      properties: stringArray(['os.arch', 'no.such.property']),
    });
    expect((answer as JavaArray).elements).toEqual([osArch(), null]);
  });

  it('the shell', async () => {
    expect(await ask('hudson.tasks.Shell$DescriptorImpl$Shellinterpreter')).toBe('/bin/sh');
  });
});

describe("the machine's hardware name", () => {
  const NAME = 'jenkins.plugins.nodejs.tools.CPU$ArchitectureCallable';

  it('is what uname says', async () => {
    const base = scratch();
    write(base, 'uname');
    writeFileSync(join(base, 'uname'), '#!/bin/sh\necho "armv7l $1"\n');
    chmodSync(join(base, 'uname'), 0o755);
    expect(await askAt(base, NAME, {}, new ChannelCall({ environment: { PATH: base } }))).toBe('armv7l -m');
  });

  it('is told why it is not known', async () => {
    const base = scratch();
    writeFileSync(join(base, 'uname'), '#!/bin/sh\necho no luck\nexit 3\n');
    chmodSync(join(base, 'uname'), 0o755);
    const call = new ChannelCall({ environment: { PATH: base } });
    expect(await failureOf(askAt(base, NAME, {}, call))).toBe(
      "java.io.IOException: Fail to execute 'uname -m' because: no luck\n",
    );
  });
});

it('lists files without following links', async () => {
  const base = scratch();
  write(base, 'a/report-task.txt', 'elsewhere/report-task.txt');
  symlinkSync(join(base, 'elsewhere'), join(base, 'a/link'));
  const answer = await askAt(join(base, 'a'), 'hudson.plugins.sonar.utils.SonarUtils$ListWithoutSymlinksCallable', {
    includes: '**/report-task.txt',
  });
  expect(((answer as JavaArray).elements as JavaObject[]).map((path) => path.get('remote'))).toEqual([
    join(base, 'a/report-task.txt'),
  ]);
});

describe('custom tools', () => {
  const NAME = 'com.cloudbees.jenkins.plugins.customtools.CustomTool$GetPaths';
  const specs = (...paths: string[]): JavaValue =>
    arrayList(paths.map((exportedPaths) => object('com.synopsys.arc.LabelSpecifics', { exportedPaths })));

  it('exports their directories', async () => {
    const home = scratch();
    mkdirSync(join(home, 'bin'));
    mkdirSync(join(home, 'lib'));
    const fields = { exportedPaths: 'bin , ,', specs: specs(join(home, 'lib')), toolHome: home };
    const answer = (await askAt(home, NAME, fields)) as JavaObject;
    expect(answer.get('homeDir')).toBe(home);
    expect(answer.get('separator')).toBe('/');
    expect(answer.get('pathSeparator')).toBe(':');
    expect(listValues(answer.get('paths'))).toEqual([join(home, 'bin'), join(home, 'lib')]);
  });

  it.each([
    [
      'gone',
      '/nonexistent-home',
      "hudson.AbortException: Wrong EXPORTED_PATHS configuration. Can't find /nonexistent-home/gone",
    ],
    ['', null, /^java\.io\.IOException: Cannot retrieve Tool home directory/],
  ])('with %j below %s fail', async (exportedPaths, toolHome, message) => {
    const failure = await failureOf(askAt('/', NAME, { exportedPaths, specs: specs(), toolHome }));
    expect(failure).toMatch(message);
  });
});

describe('Terraform', () => {
  const find = (home: string) =>
    ask('org.jenkinsci.plugins.terraform.TerraformInstallation$1', {
      this$0: object('org.jenkinsci.plugins.terraform.TerraformInstallation', { home }),
    });

  it('is found or missed by name', async () => {
    const home = scratch();
    expect(await failureOf(find(join(home, 'no')))).toBe(
      `java.io.FileNotFoundException: Home directory not found. [${home}/no]`,
    );
    expect(await failureOf(find(home))).toBe(`java.io.FileNotFoundException: Executable not found. [${home}]`);
    write(home, 'terraform');
    expect(await find(home)).toBe(join(home, 'terraform'));
  });
});

describe('disk usage', () => {
  const usage = async (path: string, ...leftOut: string[]) =>
    unbox(
      await ask('hudson.plugins.disk_usage.DiskUsageUtil$DiskUsageCallable', {
        exceedFilesPath: arrayList(leftOut.map(controllerPath)),
        path: controllerPath(path),
      }),
    );

  it('counts files and directories, no links and nothing left out', async () => {
    const base = scratch();
    writeFileSync(join(base, 'a'), Buffer.alloc(1000));
    mkdirSync(join(base, 'd'));
    writeFileSync(join(base, 'd/b'), Buffer.alloc(500));
    symlinkSync(base, join(base, 'd/round'));
    const directories = BigInt(statSync(base).size) + BigInt(statSync(join(base, 'd')).size);
    expect(await usage(base)).toBe(1500n + directories);
    expect(await usage(base, join(base, 'd'))).toBe(1000n + BigInt(statSync(base).size));
    expect(await usage(join(base, 'no/such'))).toBe(0n);
  });
});
