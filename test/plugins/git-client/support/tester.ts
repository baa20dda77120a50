/** A git client as a controller uses it, without a channel: requests in, answers and log out. */
import { runClass } from '../../../support/find-class.js';
import { signature } from '../../../../src/plugins/git-client/arguments.js';
import { RemoteGit } from '../../../../src/plugins/git-client/remote-git.js';
import { CustomDataReader } from '../../../../src/serial/custom-data.js';
import { declareClass } from '../../../../src/serial/declare.js';
import { arrayList, listValues, objectArray, stringArray, treeMap } from '../../../../src/serial/jdk.js';
import { JavaClass, JavaObject } from '../../../../src/serial/model.js';
import type { JavaValue } from '../../../../src/serial/model.js';
import { ChannelCall } from '../../../support/channel-call.js';
import type { ControllerOutput } from '../../../support/controller-output.js';
import { object } from '../../../jenkins/file-path/request.js';
import { GIT_ENVIRONMENT } from './repository.js';

const STREAM_LISTENER = declareClass({
  name: 'hudson.util.StreamTaskListener',
  suid: 1n,
  custom: ({ stream }) => [stream as JavaObject, 'UTF-8'],
});

const CLIENT = 'org.jenkinsci.plugins.gitclient';

export interface TesterOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The agent's own environment. */
  readonly agentEnvironment?: Readonly<Record<string, string>>;
  readonly exe?: string | null;
  readonly hostKeys?: JavaObject | null;
}

/** A method of IGitAPI with Java's names of its parameter types, or of a builder. */
export type Invocation = readonly [method: string, types: readonly string[], ...args: JavaValue[]];

export class GitTester {
  /**
   * What all clients of this test file have done without failing, and what has failed: methods by name and parameter types,
   * `clean(boolean)`, and those of builders, `InitCommand.bare(boolean)`.
   */
  static readonly succeeded = new Set<string>();
  static readonly failed = new Set<string>();

  private constructor(
    readonly workspace: string,
    readonly call: ChannelCall,
    private readonly output: ControllerOutput,
    readonly answer: JavaObject,
  ) {}

  static async open(workspace: string, options: TesterOptions = {}): Promise<GitTester> {
    const call = new ChannelCall({ environment: options.agentEnvironment ?? GIT_ENVIRONMENT });
    const output = call.newOutput();
    const git = object(`${CLIENT}.Git`, {
      env: treeMap(Object.entries(options.env ?? {}).sort()),
      exe: options.exe === undefined ? 'git' : options.exe,
      listener: STREAM_LISTENER.create({}, { stream: output.value }),
    });
    const task = object(`${CLIENT}.Git$GitAPIMasterToSlaveFileCallable`, {
      hostKeyFactory: options.hostKeys ?? null,
      this$0: git,
    });
    const answer = (await runClass(task, call, workspace)) as JavaObject;
    sendHome(answer.get('proxy'));
    return new GitTester(workspace, call, output, answer);
  }

  /** Everything in the log so far. */
  get log(): string {
    return this.output.text();
  }

  /** Lines of the log since the last call of this. */
  newLines(): string[] {
    const lines = this.log.slice(this.#read).split('\n').slice(0, -1);
    this.#read = this.log.length;
    return lines;
  }
  #read = 0;

  /** The controller's stream behind the listener. */
  get listenerOutput(): ControllerOutput {
    return this.output;
  }

  get proxy(): JavaValue {
    return this.answer.get('proxy') ?? null;
  }

  get remote(): RemoteGit {
    const target = this.call.ownObject(this.proxy);
    if (target instanceof RemoteGit) return target;
    throw new Error('no client was exported');
  }

  /** Calls a method. */
  async invoke(method: string, types: readonly string[] = [], ...args: JavaValue[]): Promise<JavaValue> {
    return recorded([signature(method, types)], this.call.invokeExported(this.proxy, method, args, types));
  }

  /** Executes a command builder after some calls on it. */
  async execute(command: string, ...invocations: Invocation[]): Promise<JavaValue> {
    return this.executeFor(this.call, command, ...invocations);
  }

  /** The same as a request of its own, to be cancelled: `call` must know the streams and the client. */
  async executeFor(call: ChannelCall, command: string, ...invocations: Invocation[]): Promise<JavaValue> {
    const calls = invocations.map(([methodName, types, ...args]) =>
      object(`${CLIENT}.RemoteGitImpl$Invocation`, {
        args: objectArray(args),
        methodName,
        parameterTypes: stringArray(types),
      }),
    );
    const handler = object(`${CLIENT}.RemoteGitImpl$CommandInvocationHandler`, {
      command: new JavaClass({ ...this.answer.desc, name: `${CLIENT}.${command}` }),
      invocations: arrayList(calls),
      proxy: this.proxy,
    });
    const task = object(`${CLIENT}.RemoteGitImpl$CommandInvocationHandler$GitCommandMasterToSlaveCallable`, {
      this$0: handler,
    });
    const done = invocations.map(([methodName, types]) => `${command}.${signature(methodName, types)}`);
    return recorded([command, ...done], runClass(task, call));
  }
}

async function recorded<T>(names: readonly string[], action: Promise<T>): Promise<T> {
  try {
    const result = await action;
    for (const name of names) GitTester.succeeded.add(name);
    return result;
  } catch (error) {
    for (const name of names) GitTester.failed.add(name);
    throw error;
  }
}

/** Java's names of parameter types. */
export const STRING = 'java.lang.String';
export const INTEGER = 'java.lang.Integer';
export const LIST = 'java.util.List';
export const OBJECT_ID = 'org.eclipse.jgit.lib.ObjectId';
export const URI_ISH = 'org.eclipse.jgit.transport.URIish';
export const REF_SPEC = 'org.eclipse.jgit.transport.RefSpec';
export const REMOTE_CONFIG = 'org.eclipse.jgit.transport.RemoteConfig';
export const CREDENTIALS = 'com.cloudbees.plugins.credentials.common.StandardCredentials';

/** The SHA-1 in an ObjectId. */
export function sha1Of(value: JavaValue | undefined): string {
  return new CustomDataReader((value as JavaObject).custom(OBJECT_ID)).bytes(20).toString('hex');
}

/** Names and SHA-1s of a collection of Branch, Tag or GitObject, sorted. */
export function named(value: JavaValue): string[] {
  return listValues(value)
    .map((one) => `${(one as JavaObject).get('name') as string} ${sha1Of((one as JavaObject).get('sha1'))}`)
    .sort();
}

/** RemoteInvocationHandler.writeObject: a proxy that goes back to where its object is says so. */
function sendHome(proxy: JavaValue | undefined): void {
  const handler = (proxy as JavaObject).get('h') as JavaObject;
  for (const part of handler.parts) if ('goingHome' in part.values) Object.assign(part.values, { goingHome: true });
}
