/** Publishers as a controller sends them, with the fields that BapSshPublisher and its parts have. */
import { arrayList, treeMap } from '../../../src/serial/jdk.js';
import { declareClass } from '../../../src/serial/declare.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { controllerPath, object } from '../../jenkins/file-path/objects.js';
import { FakeCall } from '../../support/fake-call.js';
import type { FakeOutput } from '../../support/fake-call.js';
import { runClass } from '../../support/find-class.js';
import { printedTo } from '../support.js';

type Fields = Readonly<Record<string, JavaValue>>;

const PLUGIN = 'jenkins.plugins.publish_over_ssh.';
const LIBRARY = 'jenkins.plugins.publish_over.';

const TRANSFER = [
  'execCommand',
  'execTimeout',
  'usePty',
  'useAgentForwarding',
  'useSftpForExec',
  'keepFilePermissions',
];
const HOST = [
  'timeout',
  'overrideKey',
  'disableExec',
  'keyInfo',
  'jumpHost',
  'proxyType',
  'proxyHost',
  'proxyPort',
  'proxyUser',
  'proxyPassword',
  'secretProxyPassword',
  'avoidSameFileUploads',
];

/** An object whose class has these fields itself, and the others from its superclass in publish-over. */
function below(superclass: string, name: string, own: readonly string[], values: Fields): JavaObject {
  const types = (names: readonly string[]) =>
    Object.fromEntries(names.map((field) => [field, signatureOf(values[field] ?? null)]));
  const inherited = Object.keys(values).filter((field) => !own.includes(field));
  const parent = declareClass<Record<string, string>, Record<string, string>>({
    name: superclass,
    suid: 1n,
    fields: types(inherited),
  });
  return declareClass<Record<string, string>, Record<string, string>>({
    name: PLUGIN + name,
    suid: 1n,
    fields: types(own),
    superclass: parent,
  }).create(values);
}

function signatureOf(value: JavaValue): string {
  if (typeof value === 'boolean') return 'Z';
  if (typeof value === 'number') return 'I';
  return typeof value === 'bigint' ? 'J' : 'Ljava/lang/Object;';
}

/** A transfer; what is left out is as the form leaves it. */
export function transfer(fields: Fields): JavaObject {
  return below(`${LIBRARY}BPTransfer`, 'BapSshTransfer', TRANSFER, {
    remoteDirectory: '',
    sourceFiles: '',
    excludes: '',
    removePrefix: '',
    remoteDirectorySDF: false,
    flatten: false,
    cleanRemote: false,
    noDefaultExcludes: false,
    makeEmptyDirs: false,
    patternSeparator: '[, ]+',
    execCommand: '',
    execTimeout: 120_000,
    usePty: false,
    useAgentForwarding: false,
    useSftpForExec: false,
    keepFilePermissions: false,
    ...fields,
  });
}

export function secret(value: string): JavaObject {
  return object('hudson.util.Secret', { iv: null, value });
}

const KEY = { passphrase: null, secretPassphrase: null, key: '', keyPath: '' };

export function keyInfo(fields: Fields): JavaObject {
  return object(`${PLUGIN}BapSshKeyInfo`, { ...KEY, secretPassphrase: secret(''), ...fields });
}

/** What all servers share; a password or a key of its own. */
export function commonConfiguration(fields: Fields = {}): JavaObject {
  const values = { ...KEY, disableAllExec: false, ...fields };
  return below(`${PLUGIN}BapSshKeyInfo`, 'BapSshCommonConfiguration', ['disableAllExec'], values);
}

/** What a publisher logs in with in the place of the configured user. */
export function credentials(fields: Fields): JavaObject {
  return below(`${PLUGIN}BapSshKeyInfo`, 'BapSshCredentials', ['username'], { ...KEY, ...fields });
}

export function hostConfiguration(fields: Fields): JavaObject {
  return below(`${LIBRARY}BPHostConfiguration`, 'BapSshHostConfiguration', HOST, {
    name: 'production',
    hostname: '127.0.0.1',
    username: 'nobody',
    password: null,
    secretPassword: null,
    remoteRootDir: '',
    port: 22,
    commonConfig: commonConfiguration(),
    timeout: 10_000,
    overrideKey: true,
    disableExec: false,
    keyInfo: keyInfo({}),
    jumpHost: '',
    proxyType: '',
    proxyHost: '',
    proxyPort: 0,
    proxyUser: '',
    proxyPassword: null,
    secretProxyPassword: secret(''),
    avoidSameFileUploads: false,
    ...fields,
  });
}

export interface Publishing {
  readonly host: JavaObject;
  readonly transfers: readonly JavaObject[];
  readonly verbose?: boolean;
  readonly retry?: { readonly retries: number; readonly retryDelay: bigint };
  readonly credentials?: JavaObject;
  readonly variables?: readonly (readonly [string, string])[];
  /** 2026-03-04T05:06:07.008Z unless told otherwise. */
  readonly buildTime?: bigint;
}

const CALENDAR = declareClass({ name: 'java.util.GregorianCalendar', suid: 1n, fields: { time: 'J' } });

const OBJECT = 'Ljava/lang/Object;';
const BUILD_INFO = declareClass({
  name: `${LIBRARY}BPBuildInfo`,
  suid: 1n,
  fields: {
    verbose: 'Z',
    configDir: OBJECT,
    consoleMsgPrefix: OBJECT,
    context: OBJECT,
    currentBuildEnv: OBJECT,
    listener: OBJECT,
    targetBuildEnv: OBJECT,
  },
  superclass: declareClass({
    name: `${LIBRARY}BPBuildEnv`,
    suid: 1n,
    fields: { baseDirectory: OBJECT, buildTime: OBJECT, envVars: OBJECT },
  }),
});

/** BPCallablePublisher */
export function request(workspace: string, publishing: Publishing, listener: JavaValue): JavaObject {
  const {
    host,
    transfers,
    verbose = false,
    retry,
    credentials: login,
    variables = [],
    buildTime = 1772600767008n,
  } = publishing;
  const publisher = below(`${LIBRARY}BapPublisher`, 'BapSshPublisher', [], {
    configName: 'production',
    verbose,
    transfers: arrayList(transfers),
    useWorkspaceInPromotion: false,
    usePromotionTimestamp: false,
    retry: retry ? below(`${LIBRARY}Retry`, 'BapSshRetry', [], retry) : null,
    label: null,
    credentials: login ?? null,
  });
  const environment = {
    envVars: treeMap(variables),
    baseDirectory: controllerPath(workspace),
    buildTime: CALENDAR.create({ time: buildTime }),
  };
  const own = {
    configDir: controllerPath('/var/jenkins_home'),
    listener,
    verbose,
    consoleMsgPrefix: 'SSH: ',
    currentBuildEnv: null,
    targetBuildEnv: null,
    context: treeMap([]),
  };
  const buildInfo = BUILD_INFO.create({ ...environment, ...own });
  return object(`${LIBRARY}BPCallablePublisher`, { publisher, hostConfig: host, buildInfo });
}

/** Runs a publisher. The first line of its log, which names this machine, is left out. */
export async function publish(workspace: string, publishing: Publishing, call = new FakeCall()): Promise<Log> {
  const log = new Log(call);
  log.answer = await runClass(request(workspace, publishing, log.listener), call, workspace);
  await call.finish();
  return log;
}

/** The same of one that is to fail: its log, with how it failed. */
export async function failing(workspace: string, publishing: Publishing, call = new FakeCall()): Promise<Log> {
  const log = new Log(call);
  try {
    await runClass(request(workspace, publishing, log.listener), call, workspace);
    throw new Error(`that went well:\n${log.text}`);
  } catch (error) {
    log.failure = String(error);
  }
  return log;
}

export class Log {
  readonly listener: JavaObject;
  answer: JavaValue | undefined;
  /** Throwable.toString() */
  failure = '';
  readonly #output: FakeOutput;

  constructor(call: FakeCall) {
    ({ listener: this.listener, output: this.#output } = printedTo(call));
  }

  get text(): string {
    return this.#output.text();
  }

  get lines(): string[] {
    return this.text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('SSH: Connecting from host ['))
      .map((line) => line.replace(/^SSH: /, ''));
  }
}
