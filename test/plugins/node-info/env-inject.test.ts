import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envVars } from '../../../src/jenkins/env-vars.js';
import { remoteLaunchCallable } from '../../../src/jenkins/launch/remote-launch.js';
import { servicesFor } from '../../../src/agent/life/services.js';
import { arrayList, hashMap, linkedHashMap, stringMap } from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { scratch } from '../../os/files/scratch.js';
import { ask, askAt } from '../../jenkins/ask.js';
import { failureOf, object } from '../../jenkins/file-path/request.js';
import { printedTo } from '../support.js';

const SERVICE = 'org.jenkinsci.plugins.envinject.service';
const SETTER = `${SERVICE}.EnvInjectMasterEnvVarsSetter`;
const RETRIEVER = `${SERVICE}.EnvInjectMasterEnvVarsRetriever`;

describe('the environment of builds', () => {
  const set = (call: ChannelCall, variables: Record<string, string>) =>
    ask(SETTER, { enVars: envVars(Object.entries(variables)) }, call);
  const get = async (call: ChannelCall) => Object.fromEntries(stringMap(await ask(RETRIEVER, {}, call)));

  it('is replaced as a whole', async () => {
    const call = new ChannelCall({ environment: { A: '1', PATH: '/bin' } });
    expect(await set(call, { B: '2' })).toBeNull();
    expect(await get(call)).toEqual({ B: '2' });
    expect(call.agent.ownEnvironment).toEqual({ A: '1', PATH: '/bin' });
  });

  it('keeps the spelling of names where only values change', async () => {
    const call = new ChannelCall({ environment: { Path: '/bin', A: '1' } });
    await set(call, { PATH: '/usr/bin', a: '2' });
    expect(await get(call)).toEqual({ A: '2', Path: '/usr/bin' });
    await set(call, { PATH: '/usr/bin', a: '2', B: '3' });
    expect(await get(call)).toEqual({ a: '2', B: '3', PATH: '/usr/bin' });
  });

  it('is what processes get from then on, found by the PATH of the agent itself', async () => {
    const call = new ChannelCall();
    await set(call, { INJECTED: 'yes', PATH: '/nowhere' });
    const [out, err] = [call.newOutput(), call.newOutput()];
    const launched = await remoteLaunchCallable.run(
      object(remoteLaunchCallable.name, {
        quiet: true,
        cmd: arrayList(['env']),
        env: null,
        listener: printedTo(call).listener,
        out: out.value,
        err: err.value,
      }),
      call,
    );
    await call.invokeExported(launched, 'join');
    const lines = out.text().split('\n');
    expect(lines).toEqual(expect.arrayContaining(['INJECTED=yes', 'PATH=/nowhere']));
    expect(lines.some((line) => line.startsWith('HOME='))).toBe(false);
  });

  it('stays replaced when the agent connects again', () => {
    const services = servicesFor({ environment: { A: '1' } } as unknown as Parameters<typeof servicesFor>[0]);
    const connection = { protocolName: null, startPinging: () => undefined };
    const first = services(connection);
    first.replaceEnvironment({ B: '2' });
    expect(services(connection).environment).toEqual({ B: '2' });
    expect(first.environment).toEqual({ B: '2' });
    expect(first.ownEnvironment).toEqual({ A: '1' });
  });
});

describe('variables', () => {
  const inject = async (base: string, given: { file?: string; content?: JavaValue; variables?: JavaObject }) => {
    const call = new ChannelCall();
    const { listener, output } = printedTo(call);
    const answer = askAt(
      base,
      `${SERVICE}.PropertiesVariablesRetriever`,
      {
        currentEnvVars: given.variables ?? hashMap([]),
        logger: object('org.jenkinsci.lib.envinject.EnvInjectLogger', { listener }),
        propertiesContent: given.content ?? null,
        propertiesFilePath: given.file ?? null,
      },
      call,
    );
    const failure = await failureOf(answer);
    const variables = failure === 'no failure' ? Object.fromEntries(stringMap(await answer)) : {};
    return { variables, failure, log: output.text() };
  };

  it('come from a file of the workspace, expanded', async () => {
    const base = scratch();
    writeFileSync(join(base, 'my.properties'), 'name = $user \n${user}_x: ${gone}\n# c\nprice=5$$\n');
    const variables = envVars([
      ['USER', 'me'],
      ['file', 'my'],
    ]);
    const injected = await inject(base, { file: '${FILE}.properties', variables });
    expect(injected.variables).toEqual({ name: 'me', me_x: '${gone}', price: '5$' });
    expect(injected.log).toBe(
      "[EnvInject] - Injecting as environment variables the properties file path 'my.properties'\n" +
        '[EnvInject] - Variables injected successfully.\n',
    );
  });

  // What java.util.Properties made of it after the plugin's replacements.
  it('with paths of Windows', async () => {
    const base = scratch();
    const content = String.raw`path=C:\temp\new
share=\\host\dir
quad=\\\\host
cont=a\
  b
esc=a\:b\tc\u0041
name\ x=1
e\=q=2
\\k=v
dir=D:\
trail = x  
`;
    writeFileSync(join(base, 'p'), content);
    expect((await inject(base, { file: 'p' })).variables).toEqual({
      '\\k': 'v',
      cont: 'ab',
      dir: 'D:trail = x',
      'e\\': 'q=2',
      esc: String.raw`a:b\tc\u0041`,
      'name\\': 'x=1',
      path: 'C:\\temp\new',
      quad: String.raw`\\host`,
      share: String.raw`\\host\dir`,
    });
  });

  it('come from a content, which may refer to those of the file', async () => {
    const base = scratch();
    writeFileSync(join(base, 'p'), 'A=1\nB=2\n');
    const content = linkedHashMap([
      ['A', '$A:0'],
      ['C', '$B'],
    ]);
    const injected = await inject(base, { file: join(base, 'p'), content, variables: hashMap([['a', 'not this']]) });
    expect(injected.variables).toEqual({ A: '1:0', B: '2', C: '$B' });
    expect(injected.log).toContain(
      '[EnvInject] - Injecting as environment variables the properties content \nA=$A:0\nC=$B\n\n' +
        '[EnvInject] - Variables injected successfully.\n',
    );
  });

  it('do not come from a file that is not there, or is none', async () => {
    const base = scratch();
    const missing = await inject(base, { file: 'a\\$x', variables: hashMap([['x', 'b']]) });
    expect(missing.failure).toBe("java.io.IOException: The given properties file path 'a/b' doesn't exist.");
    expect(missing.log).toBe(
      "[EnvInject] - [ERROR] - The given properties file path 'a/b' doesn't exist.\n" +
        "[EnvInject] - [ERROR] - Missing file path was resolved from pattern 'a\\$x' .\n",
    );
    mkdirSync(join(base, 'd'));
    expect((await inject(base, { file: 'd' })).failure).toBe('java.io.IOException: Problem occurs on loading content');
  });
});
