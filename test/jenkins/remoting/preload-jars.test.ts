import { readFileSync } from 'node:fs';
import { basename, delimiter } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ioError } from '../../../src/java/java-error.js';
import { arrayDesc, byteArray, byteArrays, objectArray, unbox, url, urlText } from '../../../src/serial/jdk.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { FakeCall } from '../../support/fake-call.js';
import { ask } from '../ask.js';
import { failureOf } from '../file-path/request.js';

const FIND = 'hudson.plugins.groovy.WithGroovyStep$Execution$FindGroovyAllJAR';
const GROOVY_URL = 'file:/var/jenkins_home/war/WEB-INF/lib/groovy-all-2.4.21.jar';
const GROOVY = Buffer.from('PK.. groovy/lang/Writable.class');
const IVY_URL = 'file:/var/jenkins_home/plugins/ivy/WEB-INF/lib/ivy-2.5.2.jar';
const IVY = Buffer.from('PK.. org/apache/ivy/util/extendable/ExtendableItem.class');
const OTHER_URL = 'file:/var/jenkins_home/plugins/bouncycastle-api/WEB-INF/lib/bcprov.jar';

const urls = (...texts: string[]): JavaValue => objectArray(texts.map(url), arrayDesc('[Ljava.net.URL;', 0n));

async function preload(call: FakeCall, jars: readonly (readonly [string, Buffer])[]): Promise<unknown> {
  const fields = { jars: urls(...jars.map(([text]) => text)), contents: byteArrays(jars.map(([, bytes]) => bytes)) };
  return unbox(await ask('hudson.remoting.PreloadJarTask2', fields, call));
}

describe('jars that come with their bytes', () => {
  it('are kept when withGroovy will ask for them, under their names', async () => {
    const call = new FakeCall();
    expect(await preload(call, [[GROOVY_URL, GROOVY]])).toBe(true);
    expect(await preload(call, [[GROOVY_URL, GROOVY]])).toBe(false);
    const path = (await ask(FIND, {}, call)) as string;
    expect(basename(path)).toBe('groovy-all-2.4.21.jar');
    expect(readFileSync(path).equals(GROOVY)).toBe(true);
  });

  it('are two where the controller has Ivy, whatever their order', async () => {
    const call = new FakeCall();
    await preload(call, [
      [IVY_URL, IVY],
      [GROOVY_URL, GROOVY],
    ]);
    const paths = ((await ask(FIND, {}, call)) as string).split(delimiter);
    expect(paths.map((path) => basename(path))).toEqual(['groovy-all-2.4.21.jar', 'ivy-2.5.2.jar']);
  });

  it('are one file for the same bytes on every channel', async () => {
    const [one, two] = [new FakeCall(), new FakeCall()];
    await Promise.all([preload(one, [[GROOVY_URL, GROOVY]]), preload(two, [[GROOVY_URL, GROOVY]])]);
    expect(await ask(FIND, {}, one)).toBe(await ask(FIND, {}, two));
  });

  it('are dropped when nothing asks for them', async () => {
    const call = new FakeCall();
    const other = [OTHER_URL, Buffer.from('PK.. org/bouncycastle/A.class')] as const;
    expect(await preload(call, [other])).toBe(true);
    expect(await preload(call, [other])).toBe(false);
    expect(await failureOf(ask(FIND, {}, call))).toContain('this controller has not handed over');
  });
});

describe('jars that have to be fetched', () => {
  class WithLoader extends FakeCall {
    override readonly classLoader = 7;
    readonly fetched: string[] = [];
    constructor(answer: Promise<JavaValue>) {
      super();
      this.channel.invoke = (_oid, _class, method, _types, args) => {
        this.fetched.push(`${method} ${urlText(args[0])}`);
        return answer;
      };
    }
  }

  it('are fetched only if they may be wanted', async () => {
    const call = new WithLoader(Promise.resolve(byteArray(GROOVY)));
    const answer = await ask('hudson.remoting.PreloadJarTask', { jars: urls(OTHER_URL, GROOVY_URL) }, call);
    expect(unbox(answer)).toBe(true);
    expect(call.fetched).toEqual([`fetchJar ${GROOVY_URL}`]);
    expect(await ask(FIND, {}, call)).toMatch(/groovy-all-2\.4\.21\.jar$/);
  });

  it('are refused by a controller in its own words', async () => {
    const call = new WithLoader(Promise.reject(ioError('This URL does not point to a jar file allowed')));
    const answer = ask('hudson.remoting.PreloadJarTask', { jars: urls(GROOVY_URL) }, call);
    expect(await failureOf(answer)).toBe('java.io.IOException: This URL does not point to a jar file allowed');
  });
});
