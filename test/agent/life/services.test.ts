import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { AgentLogger } from '../../../src/agent/log/logger.js';
import { RemotingVersion } from '../../../src/agent/connect/remoting-version.js';
import { RequestCounts } from '../../../src/agent/life/request-counts.js';
import { maskSecrets, maskValues, Secret } from '../../../src/agent/life/secret.js';
import { agentEnvironment, servicesFor } from '../../../src/agent/life/services.js';
import { ioError } from '../../../src/java/java-error.js';
import { levelOf } from '../../../src/serial/jdk/logging.js';

describe('services', () => {
  const logger = new AgentLogger(() => undefined);
  const make = servicesFor({
    logger,
    remotingVersion: new RemotingVersion(),
    environment: { A: '1' },
    stopReconnecting: () => undefined,
  });
  const services = make({ protocolName: 'WebSocket', startPinging: () => undefined });

  it('gives log records as Java has them, the newest first', () => {
    logger.log('WARNING', 'a.B$C d', 'with an error', ioError('no'));
    logger.log('INFO', 'a.B e', 'newer');
    const [newest, older] = services.recentLogRecords();
    expect(newest?.className).toBe('java.util.logging.LogRecord');
    expect(
      ['message', 'loggerName', 'sourceClassName', 'sourceMethodName', 'thrown'].map((name) => newest?.get(name)),
    ).toEqual(['newer', 'a.B', 'a.B', 'e', null]);
    expect(levelOf(older?.get('level')).name).toBe('WARNING');
    expect(older?.get('thrown')).toMatchObject({ className: 'java.io.IOException' });
  });

  it('sets levels, and takes them back', () => {
    services.setLogLevel('a.B', 'FINE');
    expect(logger.levels.passes('a.B', 'FINE')).toBe(true);
    services.setLogLevel('a.B', 'NONSENSE');
    expect(logger.levels.passes('a.B', 'FINE')).toBe(false);
  });

  it('keeps what controllers told over reconnections', () => {
    services.controllerProperties.set('x', 'y');
    expect(services.counts.unknown('a.B')).toBe(1);
    const next = make({ protocolName: 'JNLP4-connect', startPinging: () => undefined });
    expect(next.controllerProperties.get('x')).toBe('y');
    expect(next.counts.unknown('a.B')).toBe(2);
    expect([services.protocolName, next.protocolName]).toEqual(['WebSocket', 'JNLP4-connect']);
  });
});

describe('agentEnvironment', () => {
  it('keeps everything but our secret', () => {
    expect(
      agentEnvironment({ PATH: '/bin', EMPTY: '', JENKINS_SECRET: 's', JENKINS_URL: 'u', GONE: undefined }),
    ).toEqual({
      PATH: '/bin',
      EMPTY: '',
      JENKINS_URL: 'u',
    });
  });

  it('knows our secret in any spelling on Windows', () => {
    const spelt = { Jenkins_Secret: 's', jenkins_agent_credentials: 'u:s', Path: 'C:\\' };
    expect(agentEnvironment(spelt, 'win32')).toEqual({ Path: 'C:\\' });
    expect(agentEnvironment(spelt, 'linux')).toEqual(spelt);
  });
});

describe('RequestCounts', () => {
  it('counts by class, known and unknown apart', () => {
    const counts = new RequestCounts();
    expect([counts.known('a'), counts.known('a'), counts.known('b'), counts.unknown('a')]).toEqual([1, 2, 1, 1]);
  });

  it('does not grow without end', () => {
    const counts = new RequestCounts();
    for (let i = 0; i < 4096; i++) counts.unknown(`class${i}`);
    expect([counts.unknown('one more'), counts.unknown('another'), counts.unknown('class7')]).toEqual([1, 2, 2]);
  });
});

describe('secrets', () => {
  const secret = new Secret('s3cr3t-value');

  it.each([
    ['as text', () => String(secret)],
    ['in a template', () => `${secret.toString()}!`],
    ['as JSON', () => JSON.stringify({ secret })],
    ['inspected', () => inspect({ deep: { secret } }, { depth: 9, showHidden: true })],
  ])('are not shown %s', (_how, show) => {
    expect(show()).not.toContain('s3cr3t');
    expect(secret.reveal()).toBe('s3cr3t-value');
  });

  it.each([
    [`"-x:${'0123456789ABCDEF'.repeat(2)}" is`, '"-x:****" is'],
    ['deadbeef is short', 'deadbeef is short'],
    ['http://u:p@h/ and https://v:@h', 'http://****@h/ and https://****@h'],
    ['http://h:80/a@b', 'http://h:80/a@b'],
  ])('are masked in %j', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });

  it('are masked by value, unless that would garble the text', () => {
    expect(maskValues('a s3cr3t-value b', ['s3cr3t-value', 'b'])).toBe('a **** b');
  });
});
