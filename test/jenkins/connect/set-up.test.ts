import { describe, expect, it } from 'vitest';
import { declarations } from '../../../src/jenkins/remoting/index.js';
import { hashMap, level, listValues, mapEntries, unbox } from '../../../src/serial/jdk.js';
import type { JavaObject } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { ask, askAt } from '../ask.js';
import { failureOf } from '../file-path/request.js';

const COMPUTER = 'hudson.slaves.SlaveComputer$';

describe('a connecting controller', () => {
  it.each(['WebSocket', 'JNLP4-connect', null])('learns the protocol %s', async (protocolName) => {
    expect(await ask(`${COMPUTER}CommunicationProtocol`, {}, new ChannelCall({ protocolName }))).toBe(protocolName);
  });

  it('learns version, system and charset', async () => {
    const call = new ChannelCall({ remotingVersion: () => Promise.resolve('4.13') });
    expect(await ask(`${COMPUTER}SlaveVersion`, {}, call)).toBe('4.13');
    expect(unbox(await ask(`${COMPUTER}DetectOS`))).toBe(process.platform !== 'win32');
    expect(await ask(`${COMPUTER}DetectDefaultCharset`)).toBe('UTF-8');
  });

  it.each([
    ['/already/./absolute', '/already/./absolute'],
    ['relative/../dots', `${process.cwd()}/relative/../dots`],
  ])('has %s made absolute', async (relativePath, absolute) => {
    expect(await ask(`${COMPUTER}AbsolutePath`, { relativePath })).toBe(absolute);
  });

  it('marks the channel as an agent', async () => {
    const call = new ChannelCall();
    expect(await ask(`${COMPUTER}SlaveInitializer`, { ringBufferSize: 256 }, call)).toBe(null);
    expect(unbox(call.channel.properties.get('agent'))).toBe(true);
  });

  it('has itself pinged', async () => {
    const asked: number[][] = [];
    const call = new ChannelCall({ startPinging: (...numbers) => void asked.push(numbers) });
    const fields = { pingIntervalSeconds: 300, pingTimeoutSeconds: 240 };
    expect(await ask('hudson.slaves.ChannelPinger$SetUpRemotePing', fields, call)).toBe(null);
    expect(asked).toEqual([[300, 240]]);
  });

  it('finds nothing to move away from standard output, and no restarter', async () => {
    expect(unbox(await ask('jenkins.slaves.StandardOutputSwapper$ChannelSwapper'))).toBe(false);
    const restarters = 'jenkins.slaves.restarter.JnlpSlaveRestarterInstaller$FindEffectiveRestarters';
    expect(listValues(await ask(restarters))).toEqual([]);
    expect(await ask('hudson.slaves.ConnectionActivityMonitor$PingCommand')).toBe(null);
  });

  it('hands its system properties over; those without a value are left out', async () => {
    const call = new ChannelCall();
    const snapshot = hashMap([
      ['a', '1'],
      ['b', null],
    ]);
    expect(await ask('jenkins.util.SystemProperties$AgentCopier$CopySystemProperties', { snapshot }, call)).toBe(null);
    expect([...call.agent.controllerProperties]).toEqual([['a', '1']]);
  });

  it('sets levels of loggers, and takes them back', async () => {
    const set: (string | null)[][] = [];
    const call = new ChannelCall({ setLogLevel: (...values) => void set.push(values) });
    await ask('hudson.logging.LogRecorder$SetLevel', { name: 'a.b', level: level('FINE') }, call);
    await ask('hudson.logging.LogRecorder$SetLevel', { name: 'a.b', level: null }, call);
    expect(set).toEqual([
      ['a.b', 'FINE'],
      ['a.b', null],
    ]);
  });

  it('gets the environment in case-insensitive order', async () => {
    const environment = { b: '1', A: '2', C: '3' };
    const answer = await ask('hudson.EnvVars$GetEnvVars', {}, new ChannelCall({ environment }));
    expect(mapEntries(answer).map(([name]) => name)).toEqual(['A', 'b', 'C']);
  });

  it.each([
    [`${COMPUTER}AbsolutePath`, { relativePath: 7 }, 'relativePath is not a String'],
    ['hudson.slaves.ChannelPinger$SetUpRemotePing', { pingIntervalSeconds: 'x' }, 'pingIntervalSeconds is not an int'],
    ['hudson.logging.LogRecorder$SetLevel', { name: null }, 'name is not a String'],
  ])('is told what is wrong with %s', async (name, fields, message) => {
    expect(await failureOf(ask(name, fields))).toBe(`java.io.InvalidObjectException: ${name}.${message}`);
  });
});

describe('the node monitors', () => {
  it('tell the architecture', async () => {
    expect(await ask('hudson.node_monitors.ArchitectureMonitor$GetArchTask')).toMatch(/^[\w ]+ \(\w+\)$/);
  });

  it('send times back', async () => {
    const clock = (await ask('hudson.model.Slave$GetClockDifference2', { startTime: 5n })) as JavaObject;
    expect(clock.get('startTime')).toBe(5n);
    expect(Math.abs(Number(clock.get('remoteTime')) - Date.now())).toBeLessThan(60_000);
    const step = (await ask('hudson.node_monitors.ResponseTimeMonitor$Step2', { start: 7n, cur: null })) as JavaObject;
    expect([step.className, step.get('start'), step.get('cur')]).toEqual([
      'hudson.node_monitors.ResponseTimeMonitor$Step3',
      7n,
      null,
    ]);
    expect(await failureOf(ask('hudson.model.Slave$GetClockDifference2', { startTime: 1 }))).toBe(
      'java.io.InvalidObjectException: hudson.model.Slave$GetClockDifference2.startTime is not a long',
    );
  });

  it('tell the memory', async () => {
    const usage = (await ask('hudson.node_monitors.SwapSpaceMonitor$MonitorTask')) as JavaObject;
    expect(usage.get('totalPhysicalMemory')).toBeGreaterThan(1_000_000n);
    expect(usage.get('availablePhysicalMemory')).toBeGreaterThan(0n);
  });

  it('find no space where there is no directory', async () => {
    const name = 'hudson.node_monitors.DiskSpaceMonitorDescriptor$GetUsableSpace';
    expect(await askAt('/no/such/directory', name)).toBe(null);
    const here = (await askAt(process.cwd(), name)) as JavaObject;
    expect(here.get('path')).toBe(process.cwd());
    expect(here.get('size')).toBeGreaterThan(0n);
  });
});

describe("remoting's own callables", () => {
  it('answer: a ping, a barrier for streams, a level of bytecode with nothing, jars with false', async () => {
    const answers = await Promise.all(declarations.map(async ({ name }) => [name, await ask(name)] as const));
    expect(answers.map(([name, answer]) => [name, answer === null ? null : unbox(answer)])).toEqual([
      ['hudson.remoting.PingThread$Ping', null],
      ['hudson.remoting.Channel$IOSyncer', null],
      ['hudson.remoting.Channel$SetMaximumBytecodeLevel', null],
      ['hudson.remoting.PreloadJarTask', false],
      ['hudson.remoting.PreloadJarTask2', false],
    ]);
  });
});
