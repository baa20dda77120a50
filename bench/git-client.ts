/** A controller's half of the git client: org.jenkinsci.plugins.gitclient.RemoteGitImpl. */
import { buildListener } from '../tools/controller/calls/launch-classes.js';
import { envVars } from '../tools/controller/calls/env-vars.js';
import { FilePath } from '../tools/controller/calls/file-path.js';
import { RemoteObject } from '../tools/controller/calls/remote-method.js';
import type { ByteSink } from '../src/remoting/call.js';
import type { Channel } from '../src/remoting/channel.js';
import { exportOutput } from '../src/remoting/exports.js';
import { declareClass } from '../src/serial/declare.js';
import { arrayList, objectArray, stringArray } from '../src/serial/jdk.js';
import { JavaClass, JavaObject } from '../src/serial/model.js';
import type { JavaValue } from '../src/serial/model.js';
import { refSpec, uriIsh, verifier } from '../test/plugins/git-client/support/values.js';

const PACKAGE = 'org.jenkinsci.plugins.gitclient';
const PATH = PACKAGE.replaceAll('.', '/');

const GIT = declareClass({
  name: `${PACKAGE}.Git`,
  suid: 1n,
  fields: {
    env: 'Lhudson/EnvVars;',
    exe: 'Ljava/lang/String;',
    listener: 'Lhudson/model/TaskListener;',
    repository: 'Lhudson/FilePath;',
  },
});

const GET_CLIENT = declareClass({
  name: `${PACKAGE}.Git$GitAPIMasterToSlaveFileCallable`,
  suid: 8851818792050826632n,
  fields: { hostKeyFactory: `L${PATH}/verifier/HostKeyVerifierFactory;`, this$0: `L${PATH}/Git;` },
});

const INVOCATION = declareClass({
  name: `${PACKAGE}.RemoteGitImpl$Invocation`,
  suid: 1n,
  fields: {
    args: '[Ljava/lang/Object;',
    methodName: 'Ljava/lang/String;',
    parameterTypes: '[Ljava/lang/String;',
  },
});

const HANDLER = declareClass({
  name: `${PACKAGE}.RemoteGitImpl$CommandInvocationHandler`,
  suid: 1n,
  fields: { command: 'Ljava/lang/Class;', invocations: 'Ljava/util/List;', proxy: `L${PATH}/GitClient;` },
});

const RUN_COMMAND = declareClass({
  name: `${HANDLER.desc.name}$GitCommandMasterToSlaveCallable`,
  suid: -1787868020894567985n,
  fields: { this$0: `L${PATH}/RemoteGitImpl$CommandInvocationHandler;` },
});

export class RemoteGitClient {
  private constructor(
    private readonly channel: Channel,
    /** The agent's own client, sent home. */
    private readonly proxy: JavaObject,
  ) {}

  /** `knownHosts`: the SSH servers to trust, as lines of a file of known hosts. */
  static async open(
    channel: Channel,
    workspace: string,
    console: ByteSink,
    { exe = 'git', knownHosts = '' } = {},
  ): Promise<RemoteGitClient> {
    const listener = buildListener(exportOutput(channel, console));
    const git = GIT.create({ env: envVars({}), exe, listener, repository: null });
    const hostKeyFactory = verifier('ManuallyProvidedKeyVerifier', { approvedHostKeys: knownHosts });
    const answer = await new FilePath(channel, workspace).act(GET_CLIENT.create({ hostKeyFactory, this$0: git }));
    const proxy = answer instanceof JavaObject ? answer.get('proxy') : null;
    if (!(proxy instanceof JavaObject)) throw new TypeError('the agent answered no git client');
    return new RemoteGitClient(channel, sentHome(proxy));
  }

  /** Calls a method of IGitAPI. */
  async invoke(method: string, types: readonly string[], ...args: JavaValue[]): Promise<JavaValue> {
    return RemoteObject.of(this.channel, this.proxy, 'hudson.plugins.git.IGitAPI').invokeWith(method, types, args);
  }

  /** For one remote. */
  async addCredentials(url: string, credentials: JavaObject): Promise<void> {
    const types = ['java.lang.String', 'com.cloudbees.plugins.credentials.common.StandardCredentials'];
    await this.invoke('addCredentials', types, url, credentials);
  }

  async clone(url: string): Promise<void> {
    await this.#execute('CloneCommand', ['url', ['java.lang.String'], url]);
  }

  /** All branches. */
  async fetch(url: string, refspec: string): Promise<void> {
    const types = ['org.eclipse.jgit.transport.URIish', 'java.util.List'];
    await this.#execute('FetchCommand', ['from', types, uriIsh(url), arrayList([refSpec(refspec)])]);
  }

  async checkout(ref: string): Promise<void> {
    await this.#execute('CheckoutCommand', ['ref', ['java.lang.String'], ref]);
  }

  async #execute(command: string, ...calls: [name: string, types: string[], ...args: JavaValue[]][]): Promise<void> {
    const invocations = calls.map(([methodName, types, ...args]) =>
      INVOCATION.create({ args: objectArray(args), methodName, parameterTypes: stringArray(types) }),
    );
    const handler = HANDLER.create({
      command: new JavaClass({ ...HANDLER.desc, name: `${PACKAGE}.${command}`, suid: 0n, fields: [] }),
      invocations: arrayList(invocations),
      proxy: this.proxy,
    });
    await this.channel.call(RUN_COMMAND.create({ this$0: handler }));
  }
}

/** The proxy as a controller sends it back. */
function sentHome(proxy: JavaObject): JavaObject {
  const parts = proxy.parts.map((part) => {
    const handler = part.values['h'];
    if (!(handler instanceof JavaObject)) return part;
    const values = handler.parts.map((one) => ({ ...one, values: { ...one.values, goingHome: true } }));
    return { ...part, values: { ...part.values, h: new JavaObject(handler.desc, values) } };
  });
  return new JavaObject(proxy.desc, parts);
}
