import { mkdirSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { windowsOsName } from '../../../src/plugins/platformlabeler/platform-labeler.js';
import { listValues, logRecord, stringArray, stringMap } from '../../../src/serial/jdk.js';
import type { JavaEnum, JavaObject } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { scratch } from '../../os/files/scratch.js';
import { ask } from '../../jenkins/ask.js';
import { failureOf } from '../../jenkins/file-path/request.js';

const SUPPORT = 'com.cloudbees.jenkins.support';

describe('platform labels', () => {
  it('combine name, architecture and version', async () => {
    const answer = (await ask('org.jvnet.hudson.plugins.platformlabeler.PlatformDetailsTask')) as JavaObject;
    const [name, architecture, version] = ['name', 'architecture', 'version'].map(
      (field) => answer.get(field) as string,
    );
    for (const part of [name, architecture, version]) expect(part).toMatch(/^[^/]+$/);
    expect(answer.get('architectureNameVersion')).toBe(`${architecture}-${name}-${version}`);
    expect(answer.get('architectureName')).toBe(`${architecture}-${name}`);
    expect(answer.get('nameVersion')).toBe(`${name}-${version}`);
    expect(answer.get('windowsFeatureUpdate')).toBeNull();
  });

  it.each([
    ['Windows Server 2022', 'WindowsServer2022'],
    ['Windows Server 2012 R2', 'WindowsServer'],
    ['Windows 11', 'Windows11'],
    ['Windows 7', 'Windows 7'],
  ])('call %s %s', (system, label) => {
    expect(windowsOsName(system)).toBe(label);
  });
});

describe('versions', () => {
  it.each(['hudson.plugin.versioncolumn.VersionMonitor$SlaveVersion', `${SUPPORT}.impl.AboutJenkins$GetAgentVersion`])(
    '%s is the version of remoting',
    async (name) => {
      const call = new ChannelCall({ remotingVersion: () => Promise.resolve('4711.v0') });
      expect(await ask(name, {}, call)).toBe('4711.v0');
    },
  );

  it('of Java there is none', async () => {
    expect(await ask('hudson.plugin.versioncolumn.JVMVersionMonitor$JavaVersion')).toBe('N/A');
  });
});

describe('OpenTelemetry', () => {
  it('is told host name and address, or nothing', async () => {
    const name = 'io.jenkins.plugins.opentelemetry.computer.MonitoringComputerListener$GetComputerAttributes';
    const attributes = stringMap(await ask(name));
    expect([[], ['host.ip', 'host.name']]).toContainEqual([...attributes.keys()].sort());
  });

  it('configures nothing', async () => {
    const listener = 'io.jenkins.plugins.opentelemetry.jenkins.OpenTelemetryConfigurerComputerListener';
    expect(await ask(`${listener}$OpenTelemetryConfigurerMasterToSlaveCallable`)).toBeNull();
  });
});

describe('environments', () => {
  it.each([
    'org.jenkinsci.plugins.envinject.service.EnvInjectMasterEnvVarsRetriever',
    'org.jenkinsci.plugins.envinject.service.EnvInjectActionSetter$MapEnvInjectExceptionMasterToSlaveCallable',
    'org.jenkinsci.plugins.envinjectapi.util.EnvVarsResolver$1',
    'org.jenkinsci.lib.envinject.service.EnvVarsResolver$SystemEnvVarsGetter',
  ])('%s answers hudson.EnvVars', async (name) => {
    const answer = (await ask(name, {}, new ChannelCall({ environment: { b: '2', A: '1' } }))) as JavaObject;
    expect(answer.className).toBe('hudson.EnvVars');
    expect([...stringMap(answer)]).toEqual([
      ['A', '1'],
      ['b', '2'],
    ]);
  });
});

describe('a support bundle', () => {
  it.each([`${SUPPORT}.SupportPlugin$LogInitializer`, `${SUPPORT}.SupportPlugin$LogUpdater`])(
    '%s has nothing to do',
    async (name) => {
      expect(await ask(name)).toBeNull();
    },
  );

  it('holds log records, the oldest first', async () => {
    const records = [2, 1].map((n) => logRecord({ level: 'INFO', message: String(n), millis: n, sequenceNumber: n }));
    const call = new ChannelCall({ recentLogRecords: () => records });
    const answer = listValues(await ask(`${SUPPORT}.SupportPlugin$LogFetcher`, {}, call)) as JavaObject[];
    expect(answer.map((record) => record.get('message'))).toEqual(['1', '2']);
  });

  it('holds the digests of the files at the root', async () => {
    const root = scratch();
    mkdirSync(join(root, 'remoting'));
    writeFileSync(join(root, 'agent.jar'), 'jar');
    const md5 = createHash('md5').update('jar').digest('hex');
    const ask1 = (rootPathName: string) => ask(`${SUPPORT}.impl.AboutJenkins$GetAgentDigest`, { rootPathName });
    expect(await ask1(root)).toBe(`${md5}  agent.jar\n`);
    expect(await ask1(join(root, 'gone'))).toBe('');
  });

  it('tells of the runtime under the bullets asked for', async () => {
    const text = await ask(`${SUPPORT}.impl.AboutJenkins$GetJavaInfo`, { maj: '  *', min: '      -' });
    expect(text).toMatch(/^ {2}\* Java\n {6}- Home: {11}`.*`\n/);
    expect(text).toContain(`\n      - Version: ${process.version.replaceAll('_', '&#95;')}\n`);
    expect(text).toMatch(/\n {6}- In-use memory: {4}\d+\.\d\d MB \(\d+\)\n/);
  });

  it('holds properties and environment', async () => {
    const call = new ChannelCall({ environment: { X: 'y' } });
    const variables = await ask(`${SUPPORT}.impl.EnvironmentVariables$GetEnvironmentVariables`, {}, call);
    expect([...stringMap(variables)]).toEqual([['X', 'y']]);
    const properties = stringMap(await ask(`${SUPPORT}.impl.SystemProperties$GetSystemProperties`));
    expect(properties.get('file.separator')).toBe('/');
  });

  it('holds threads, interfaces and limits as text', async () => {
    expect(await ask(`${SUPPORT}.impl.ThreadDumps$GetThreadDump`)).toMatch(/^"main" Id=1 /);
    expect(await ask(`${SUPPORT}.impl.NetworkInterfaces$GetNetworkInterfaces`)).toMatch(/^( \* Name |$)/);
    const call = new ChannelCall({ environment: { PATH: process.env['PATH'] ?? '' } });
    const limits = await ask(`${SUPPORT}.impl.FileDescriptorLimit$GetUlimit`, {}, call);
    expect(limits).toMatch(/open files[^]*Open File Descriptor Count: \d+\n\nAll open files\n=+\n/);
  });

  it('runs commands and prints why one does not run', async () => {
    const run = (...command: string[]) =>
      ask(
        `${SUPPORT}.api.BaseCommandOutputContent$CommandLauncher`,
        { command: stringArray(command) },
        new ChannelCall({ environment: { PATH: process.env['PATH'] ?? '' } }),
      );
    expect(await run('sh', '-c', 'echo out; echo err >&2')).toBe('out\nerr\n');
    expect(await run('/no/such/command')).toMatch(/^java\.io\.IOException: Cannot run program "\/no\/such\/command"/);
  });

  it('names the platform', async () => {
    const answer = (await ask(`${SUPPORT}.util.SystemPlatform$GetCurrentPlatform`)) as JavaEnum;
    expect(['LINUX', 'MACOSX', 'UNKNOWN']).toContain(answer.constant);
    expect(await ask(`${SUPPORT}.impl.SystemConfiguration$GetDmiInfo`)).toMatch(/^(\w+: .*\n[^]*)?$/);
  });
});

describe('macros over files', () => {
  const MACRO = 'org.jenkinsci.plugins.tokenmacro.impl';

  it.each([
    [0, 'UTF-8', 'one\ntwo\nthree'],
    [2, 'UTF-8', 'one\ntwo'],
    [9, 'ISO-8859-1', 'one\ntwo\nthree'],
  ])('FILE gives %d lines in %s', async (maxLines, charSet, expected) => {
    const root = scratch();
    writeFileSync(join(root, 'f.txt'), 'one\r\ntwo\nthree\n');
    const fields = { root, path: 'f.txt', fileNotFoundMessage: '', charSet, maxLines };
    expect(await ask(`${MACRO}.WorkspaceFileMacro$WorkspaceFileMasterToSlaveCallable`, fields)).toBe(expected);
  });

  it('FILE tells what it cannot read', async () => {
    const root = scratch();
    mkdirSync(join(root, 'd'));
    const file = (path: string, charSet = 'UTF-8') =>
      ask(`${MACRO}.WorkspaceFileMacro$WorkspaceFileMasterToSlaveCallable`, {
        root,
        path,
        fileNotFoundMessage: "ERROR: File '%s' does not exist",
        charSet,
        maxLines: 0,
      });
    expect(await file('no')).toBe("ERROR: File 'no' does not exist");
    expect(await file('d')).toBe("ERROR: File 'd' could not be read");
    writeFileSync(join(root, 'f'), '');
    expect(await failureOf(file('f', 'X-NONE'))).toBe('java.nio.charset.UnsupportedCharsetException: X-NONE');
  });

  it('PROPFILE gives a property, or what went wrong', async () => {
    const root = scratch();
    writeFileSync(join(root, 'p.properties'), 'version = 1.2\nname: ä\n');
    const property = (filename: string, name: string) =>
      ask(`${MACRO}.PropertyFromFileMacro$ReadProperty`, { root, filename, property: name });
    expect(await property('p.properties', 'version')).toBe('1.2');
    expect(await property('p.properties', 'name')).toBe('ä');
    expect(await property('p.properties', 'gone')).toBe('');
    expect(await property('q.properties', 'version')).toBe('q.properties not found');
    expect(await property('.', 'version')).toBe('Error reading .');
  });

  it('XML gives the values of nodes, or what went wrong', async () => {
    const root = scratch();
    writeFileSync(join(root, 'pom.xml'), '<project><version>1.2</version><m>a</m><m>b</m></project>');
    writeFileSync(join(root, 'bad.xml'), '<project>');
    mkdirSync(join(root, 'd'));
    const xml = (filename: string, xpathexpression: string) =>
      ask(`${MACRO}.XmlFileMacro$ReadXML`, { root, filename, xpathexpression });
    expect(await xml('pom.xml', '/project/version/text()')).toBe('1.2');
    expect(await xml('pom.xml', '//m/text()')).toBe('a;b');
    for (const expression of ['/project/gone/text()', '/project/m', '/project[', 'count(//m)']) {
      expect(await xml('pom.xml', expression)).toBe(`Error: pom.xml - '${expression}' invalid syntax or path maybe?`);
    }
    expect(await xml('bad.xml', '/project')).toBe('Error: bad.xml - XML not well formed.');
    expect(await xml('gone.xml', '/project')).toBe('Error: gone.xml not found');
    expect(await xml('d', '/project')).toBe('Error: d - XML not well formed.');
  });
});
