import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { killTask } from '../../../src/jenkins/launch/kill-task.js';
import { makeClassFile } from '../../../tools/controller/class-file.js';
import { JavaError } from '../../../src/java/java-error.js';
import { boxBoolean, hashMap, listValues, mapEntries, stringMap, unbox } from '../../../src/serial/jdk.js';
import { JavaObject } from '../../../src/serial/model.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { readObject } from '../../../src/serial/reader.js';
import { serialVersionUid } from '../../../src/serial/serial-version-uid.js';
import { writeObject } from '../../../src/serial/writer.js';
import { RecordingLogger } from '../../support/channel-pair.js';
import { FakeCall } from '../../support/fake-call.js';
import { eventually, isRunning } from '../../support/processes.js';
import { object } from '../file-path/request.js';

const TREE = 'hudson.util.ProcessTree';
const EXIST = `${TREE}$DoVetoersExist`;
const CHECK = `${TREE}$OSProcess$CheckVetoes`;

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** A process with a variable of its own, and the pid of it. */
async function victim(): Promise<{ pid: number; cookie: string }> {
  const cookie = randomUUID();
  const child = spawn('sleep', ['61'], { env: { PATH: process.env['PATH'], MY_COOKIE: cookie }, stdio: 'ignore' });
  started.push(child);
  await eventually(() => child.pid !== undefined && isRunning(child.pid));
  return { pid: child.pid as number, cookie };
}

interface Controller {
  readonly exist: JavaValue | JavaError;
  readonly veto?: (check: JavaObject, call: FakeCall) => JavaValue | Promise<JavaValue>;
}

/** A call of a controller with these vetoes, which says that we are its agent. */
function callOf({ exist, veto = () => null }: Controller, classFile: Buffer | null = null) {
  const logger = new RecordingLogger(true);
  const call = new FakeCall({ logger, controllerClass: () => Promise.resolve(classFile) });
  call.channel.properties.set('agent', boxBoolean(true));
  call.answerCall = (callable) => {
    if (callable.className === CHECK) return veto(callable, call);
    if (exist instanceof JavaError) throw exist;
    return exist;
  };
  const asked = () => call.called.map(({ className }) => className);
  return { call, logger, asked };
}

async function kill(cookie: string, call: FakeCall): Promise<JavaValue> {
  return killTask.run(object(killTask.name, { modelEnvVars: hashMap([['MY_COOKIE', cookie]]) }), call);
}

describe.runIf(process.platform === 'linux')('before processes are killed, the controller', () => {
  it('is asked once whether there are vetoes, and no more if there are none', async () => {
    const { call, asked } = callOf({ exist: boxBoolean(false) });
    for (const { pid, cookie } of [await victim(), await victim()]) {
      expect(await kill(cookie, call)).toBeNull();
      expect(isRunning(pid)).toBe(false);
    }
    expect(asked()).toEqual([EXIST]);
    expect(call.called[0]?.desc).toMatchObject({
      suid: 220625687725124448n,
      superDesc: { name: 'jenkins.security.SlaveToMasterCallable', suid: 1n },
    });
  });

  it('is not asked before it has said that we are its agent', async () => {
    const { call, asked } = callOf({ exist: boxBoolean(true) });
    call.channel.properties.delete('agent');
    const { pid, cookie } = await victim();
    await kill(cookie, call);
    expect(isRunning(pid)).toBe(false);
    expect(asked()).toEqual([]);
  });

  it('can look at a process, and have it stay', async () => {
    const { pid, cookie } = await victim();
    const seen: JavaValue[] = [];
    const { call, asked } = callOf({
      exist: boxBoolean(true),
      veto: async (check, from) => {
        const proxy = processIn(check.get('process'), pid).get('proxy');
        for (const method of ['getPid', 'getArguments', 'getEnvironmentVariables', 'getParent'])
          seen.push(await from.invokeExported(proxy, method));
        await expect(from.invokeExported(proxy, 'kill')).rejects.toThrow('IOSProcess.kill is not known to this agent');
        return 'mine';
      },
    });
    await kill(cookie, call);
    expect(isRunning(pid)).toBe(true);
    expect(asked()).toEqual([EXIST, CHECK]);
    const [seenPid, seenArguments, seenEnvironment, parent] = seen as JavaObject[];
    expect(unbox(seenPid)).toBe(pid);
    expect(listValues(seenArguments)).toEqual(['sleep', '61']);
    expect(stringMap(seenEnvironment).get('MY_COOKIE')).toBe(cookie);
    expect(processIn(parent, process.pid).get('pid')).toBe(process.pid);
  });

  it('gets the classes that it serves', async () => {
    const classFile = makeClassFile('hudson/util/ProcessTree', []);
    const suid = serialVersionUid(classFile);
    let read: JavaObject | undefined;
    const { call } = callOf(
      { exist: boxBoolean(true), veto: (check) => ((read = readObject(writeObject(check)) as JavaObject), null) },
      classFile,
    );
    const { pid, cookie } = await victim();
    await kill(cookie, call);
    expect(isRunning(pid)).toBe(false);
    expect(call.called.map(({ desc }) => desc.suid)).toEqual([suid, suid]);
    const process = read?.get('process') as JavaObject;
    expect(read?.get('this$1')).toBe(process);
    const tree = process.get('this$0') as JavaObject;
    expect(tree.desc).toMatchObject({ name: `${TREE}$Remote`, suid: 1n, superDesc: { name: TREE, suid } });
    const inTree = processIn(process, pid);
    expect(inTree.desc).toMatchObject({
      name: `${TREE}$Remote$RemoteProcess`,
      superDesc: { name: `${TREE}$OSProcess` },
    });
    expect(inTree.parts.map(({ values }) => values['this$0'])).toEqual([tree, tree]);
  });

  it.each([
    ['java.io.IOException', 'I/O Exception while checking for vetoes'],
    ['java.lang.InterruptedException', 'Interrupted Exception while checking for vetoes'],
  ])('that cannot be asked (%s) has none', async (javaClass, message) => {
    const { call, logger } = callOf({
      exist: new JavaError('java.lang.SecurityException', 'no'),
      veto: () => Promise.reject(new JavaError(javaClass, 'gone')),
    });
    const { pid, cookie } = await victim();
    await kill(cookie, call);
    expect(isRunning(pid)).toBe(false);
    expect(logger.records.map(({ level, message: text }) => `${level} ${text}`)).toEqual([
      'FINE Error while determining if vetoers exist',
      `WARNING ${message}`,
    ]);
  });

  it('that fails on a veto keeps everything alive', async () => {
    const { call } = callOf({
      exist: boxBoolean(true),
      veto: () => Promise.reject(new JavaError('java.lang.IllegalStateException', 'of the extension')),
    });
    const { pid, cookie } = await victim();
    await expect(kill(cookie, call)).rejects.toThrow('of the extension');
    expect(isRunning(pid)).toBe(true);
  });
});

/** ProcessTree$SerializedProcess.readResolve: what the tree has for the pid. */
function processIn(serialized: JavaValue | undefined, pid: number): JavaObject {
  if (!(serialized instanceof JavaObject)) throw new Error('there is no process');
  expect(serialized.desc).toMatchObject({ name: `${TREE}$SerializedProcess`, suid: 1n });
  expect(serialized.get('pid')).toBe(pid);
  const tree = serialized.get('this$0') as JavaObject;
  const found = mapEntries(tree.get('processes')).find(([key]) => unbox(key as JavaObject) === pid)?.[1];
  if (!(found instanceof JavaObject)) throw new Error(`${pid} is not in the tree`);
  return found;
}
