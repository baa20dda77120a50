import { describe, expect, it } from 'vitest';
import { loadClasses } from '../../../src/callables/lookup.js';
import { declareClass } from '../../../src/serial/declare.js';
import { arrayList, byteArrays } from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { consoleLogFilter, listenerOf, quotedPattern, secret } from './support.js';

const OBJECT = 'Ljava/lang/Object;';
const SONAR = 'hudson.plugins.sonar.SonarBuildWrapper$SonarQubePasswordLogFilter';
const ANT = 'hudson.tasks._ant.AntConsoleAnnotator$ConsoleLogFilterImpl';
const MAVEN = 'org.jenkinsci.plugins.pipeline.maven.console.MavenColorizerConsoleLogFilter';
const SECRET_FILTERS = [
  'org.jenkinsci.plugins.configfiles.buildwrapper.ConfigFileBuildWrapper$SecretFilter',
  'jenkins.plugins.nodejs.NodeJSBuildWrapper$SecretFilter',
];
const LOGSTASH = 'jenkins.plugins.logstash.pipeline.GlobalDecorator';
const UNCHANGED = [
  'hudson.plugins.gradle.injection.BuildScanDetectionTaskListenerDecoratorFactory$BuildScanDetectionTaskListenerDecorator',
  'hudson.plugins.gradle.injection.DevelocityExceptionTaskListenerDecoratorFactory$DevelocityExceptionTaskListenerDecorator',
  'hudson.plugins.gradle.GradleConsoleLogFilter',
  'org.datadog.jenkins.plugins.datadog.logs.DatadogTaskListenerDecorator',
];
await loadClasses([SONAR, ANT, MAVEN, LOGSTASH, ...SECRET_FILTERS, ...UNCHANGED]);

async function filtered(filter: JavaValue, pieces: readonly (Buffer | string)[]): Promise<Buffer> {
  const call = new ChannelCall();
  const { listener, output } = listenerOf(call, [filter]);
  for (const piece of pieces) await listener.write(Buffer.from(piece));
  await call.finish();
  return output.bytes();
}

async function filteredText(filter: JavaValue, text: string): Promise<string> {
  const whole = await filtered(filter, [text]);
  const bytewise = await filtered(
    filter,
    Array.from(Buffer.from(text), (byte) => Buffer.of(byte)),
  );
  expect(bytewise).toEqual(whole);
  return whole.toString();
}

describe('withSonarQubeEnv', () => {
  const filterClass = declareClass({ name: SONAR, suid: 1n, fields: { consoleCharset: OBJECT, passwords: OBJECT } });
  const create = (passwords: readonly string[], consoleCharset: string | null = 'UTF-8'): JavaObject =>
    consoleLogFilter(filterClass.create({ consoleCharset, passwords: arrayList(passwords) }));

  it('replaces tokens by six stars, but for the line with the address of the report', async () => {
    const text = 'a squ_1.x b squ_1ax\nANALYSIS SUCCESSFUL, you can browse http://s/squ_1.x\nsqu_1.x';
    expect(await filteredText(create(['', 'squ_1.x']), text)).toBe(
      'a ****** b squ_1ax\nANALYSIS SUCCESSFUL, you can browse http://s/squ_1.x\n******',
    );
  });

  it('decodes and encodes every line, with passwords or without', async () => {
    const out = await filtered(create([], 'US-ASCII'), [Buffer.from([0x61, 0xff, 0x0a])]);
    expect(out.toString()).toBe('a?\n');
  });

  it('is refused when its passwords or its charset cannot be read', () => {
    const missing = declareClass({ name: SONAR, suid: 1n, fields: { consoleCharset: OBJECT } });
    const filter = consoleLogFilter(missing.create({ consoleCharset: 'UTF-8' }));
    expect(() => listenerOf(new ChannelCall(), [filter])).toThrow(
      /SonarQubePasswordLogFilter lacks the field passwords, /,
    );
    expect(() => listenerOf(new ChannelCall(), [create([], null)])).toThrow(/consoleCharset is not a String/);
  });
});

describe('the files of configFileProvider and nodejs', () => {
  it.each(SECRET_FILTERS)('%s masks by its pattern, in its charset', async (name) => {
    const filterClass = declareClass({ name, suid: 1n, fields: { charset: OBJECT, pattern: OBJECT } });
    const filter = consoleLogFilter(
      filterClass.create({ charset: 'ISO-8859-1', pattern: secret(quotedPattern(['pässwort', 'tok'])) }),
    );
    expect((await filtered(filter, [Buffer.from('a pässwort tok\n', 'latin1')])).toString()).toBe('a **** ****\n');
    const without = declareClass({ name, suid: 1n, fields: { charsetName: OBJECT, pattern: OBJECT } });
    const unnamed = consoleLogFilter(without.create({ charsetName: 'UTF-8', pattern: secret('tok') }));
    expect(() => listenerOf(new ChannelCall(), [unnamed])).toThrow(`${name} has a field charsetName, `);
  });
});

describe('withAnt', () => {
  const filterClass = declareClass({ name: ANT, suid: 1n, fields: { antNotes: '[[B' } });
  const filter = consoleLogFilter(
    filterClass.create({ antNotes: byteArrays(['<T>', '<O>'].map((note) => Buffer.from(note))) }),
  );

  it('marks targets behind empty lines, and outcomes', async () => {
    const text = 'first:\n\ncompile:\r\n\nnot this:\n\nBUILD SUCCESSFUL\nBUILD FAILED\nBUILD FAILED!';
    expect(await filteredText(filter, text)).toBe(
      'first:\n\n<T>compile:\r\n\nnot this:\n\n<O>BUILD SUCCESSFUL\n<O>BUILD FAILED\nBUILD FAILED!',
    );
  });
});

describe('withMaven', () => {
  const filterClass = declareClass({ name: MAVEN, suid: 1n, fields: { charset: OBJECT, notes: '[[B' } });
  const notes = byteArrays(['<2>', '<3>', '<W>', '<E>'].map((note) => Buffer.from(note)));
  const filter = consoleLogFilter(filterClass.create({ charset: 'UTF-8', notes }));

  it.each([
    ['[INFO] [compiler:compile {execution: default-compile}]', '<2>'],
    ['[INFO] [compiler:compile {execution: }]', ''],
    ['[INFO] --- maven-jar-plugin:3.4.1:jar (default-jar) @ app ---', '<3>'],
    ['[INFO] --- a-plugin:b-plugin:1:jar (default) @ app ---', '<3>'],
    ['[INFO] --- a-plugin:x y:z (d) @ e ---', '<3>'],
    ['[INFO] --- jar:3.4.1:jar (default-jar) @ app ---', ''],
    ['[INFO] --- -plugin:3.4.1:jar (default-jar) @ app ---', ''],
    ['[INFO] --- a-plugin:3.4.1: (default-jar) @ app ---', ''],
    ['[INFO] --- a-plugin::jar (default-jar) @ app ---', ''],
    ['[INFO] --- a-plugin:1:jar () @ app ---', ''],
    ['[INFO] --- a-plugin:1:jar (d) @  ---', ''],
    ['[INFO] --- a-plugin:1:jar (d) @ app --- ', ''],
    ['[INFO] ---', ''],
    ['[WARNING] w', '<W>'],
    ['[ERROR] e', '<E>'],
    [' [ERROR] e', ''],
  ])('marks %s with %j', async (line, mark) => {
    expect(await filteredText(filter, `${line}\r\n`)).toBe(`${mark}${line}\r\n`);
  });

  it('marks as its regular expression does', async () => {
    const expression = /^\[INFO\] --- .+-plugin:[^:]+:[^ ]+ \(.+\) @ .+ ---$/;
    const parts = ['a', '-plugin:', ':', ' ', '(', ') @ ', 'b', ' ('];
    let seed = 7;
    const next = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
    const lines = Array.from(
      { length: 3000 },
      () => `[INFO] --- x-plugin:${Array.from({ length: next(14) }, () => parts[next(parts.length)]).join('')} ---`,
    );
    const out = (await filtered(filter, [lines.map((line) => `${line}\n`).join('')])).toString().split('\n');
    expect(out.slice(0, -1)).toEqual(lines.map((line) => (expression.test(line) ? `<3>${line}` : line)));
    expect(lines.filter((line) => expression.test(line)).length).toBeGreaterThan(20);
  });
});

describe('decorators that change nothing on an agent', () => {
  it.each(UNCHANGED)('%s', async (name) => {
    const decorator = declareClass({ name, suid: 1n }).create({});
    expect(await filteredText(decorator, 'a\nb')).toBe('a\nb');
  });
});

describe('logstash', () => {
  it('says once that an agent sends nothing', async () => {
    const decorator = declareClass({ name: LOGSTASH, suid: 1n, fields: { agentName: OBJECT, stageName: OBJECT } });
    const text = await filteredText(decorator.create({ agentName: null, stageName: null }), 'a\nb');
    expect(text).toBe('[logstash-plugin]: Unable to instantiate LogstashIndexerDao with current configuration.\na\nb');
  });
});
