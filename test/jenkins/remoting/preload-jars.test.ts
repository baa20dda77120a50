import { readFileSync } from 'node:fs';
import { basename, delimiter } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ioError } from '../../../src/java/java-error.js';
import { arrayDesc, byteArray, byteArrays, objectArray, unbox, url, urlText } from '../../../src/serial/jdk.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { ask } from '../ask.js';
import { failureOf } from '../file-path/request.js';

const FIND = 'hudson.plugins.groovy.WithGroovyStep$Execution$FindGroovyAllJAR';
const GROOVY_URL = 'file:/var/jenkins_home/war/WEB-INF/lib/groovy-all-2.4.21.jar';
const GROOVY = Buffer.from('PK.. groovy/lang/Writable.class');
const IVY_URL = 'file:/var/jenkins_home/plugins/ivy/WEB-INF/lib/ivy-2.5.2.jar';
const IVY = Buffer.from('PK.. org/apache/ivy/util/extendable/ExtendableItem.class');
const OTHER_URL = 'file:/var/jenkins_home/plugins/bouncycastle-api/WEB-INF/lib/bcprov.jar';

const urls = (...texts: string[]): JavaValue => objectArray(texts.map(url), arrayDesc('[Ljava.net.URL;', 0n));

async function preload(call: ChannelCall, jars: readonly (readonly [string, Buffer])[]): Promise<unknown> {
  const fields = { jars: urls(...jars.map(([text]) => text)), contents: byteArrays(jars.map(([, bytes]) => bytes)) };
  return unbox(await ask('hudson.remoting.PreloadJarTask2', fields, call));
}

describe('jars that come with their bytes', () => {
  it('are kept when withGroovy will ask for them, under their names', async () => {
    const call = new ChannelCall();
    expect(await preload(call, [[GROOVY_URL, GROOVY]])).toBe(true);
    expect(await preload(call, [[GROOVY_URL, GROOVY]])).toBe(false);
    const path = (await ask(FIND, {}, call)) as string;
    expect(basename(path)).toBe('groovy-all-2.4.21.jar');
    expect(readFileSync(path).equals(GROOVY)).toBe(true);
  });

  it('are two where the controller has Ivy, whatever their order', async () => {
    const call = new ChannelCall();
    await preload(call, [
      [IVY_URL, IVY],
      [GROOVY_URL, GROOVY],
    ]);
    const paths = ((await ask(FIND, {}, call)) as string).split(delimiter);
    expect(paths.map((path) => basename(path))).toEqual(['groovy-all-2.4.21.jar', 'ivy-2.5.2.jar']);
  });

  it('are one file for the same bytes on every channel', async () => {
    const [one, two] = [new ChannelCall(), new ChannelCall()];
    await Promise.all([preload(one, [[GROOVY_URL, GROOVY]]), preload(two, [[GROOVY_URL, GROOVY]])]);
    expect(await ask(FIND, {}, one)).toBe(await ask(FIND, {}, two));
  });

  it('are dropped when nothing asks for them', async () => {
    const call = new ChannelCall();
    const other = [OTHER_URL, Buffer.from('PK.. org/bouncycastle/A.class')] as const;
    expect(await preload(call, [other])).toBe(true);
    expect(await preload(call, [other])).toBe(false);
    expect(await failureOf(ask(FIND, {}, call))).toContain('this controller has not handed over');
  });
});

describe('jars that have to be fetched', () => {
  function withLoader(answer: () => JavaValue): { call: ChannelCall; fetched: string[] } {
    const fetched: string[] = [];
    const call = new ChannelCall({}, (method, [location]) => {
      fetched.push(`${method} ${urlText(location)}`);
      return answer();
    });
    return { call, fetched };
  }

  it('are fetched only if they may be wanted', async () => {
    const { call, fetched } = withLoader(() => byteArray(GROOVY));
    const answer = await ask('hudson.remoting.PreloadJarTask', { jars: urls(OTHER_URL, GROOVY_URL) }, call);
    expect(unbox(answer)).toBe(true);
    expect(fetched).toEqual([`fetchJar ${GROOVY_URL}`]);
    expect(await ask(FIND, {}, call)).toMatch(/groovy-all-2\.4\.21\.jar$/);
  });

  it('are refused by a controller in its own words', async () => {
    const { call } = withLoader(() => {
      throw ioError('This URL does not point to a jar file allowed');
    });
    const answer = ask('hudson.remoting.PreloadJarTask', { jars: urls(GROOVY_URL) }, call);
    expect(await failureOf(answer)).toBe('java.io.IOException: This URL does not point to a jar file allowed');
  });
});
