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

/** A transfer; what is left out is as the form leaves it. */
export function transfer(fields: Fields): JavaObject {
  return object(`${PLUGIN}BapSshTransfer`, {
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

export function keyInfo(fields: Fields, name = 'BapSshKeyInfo'): JavaObject {
  return object(PLUGIN + name, { passphrase: null, secretPassphrase: secret(''), key: '', keyPath: '', ...fields });
}

export function hostConfiguration(fields: Fields): JavaObject {
  return object(`${PLUGIN}BapSshHostConfiguration`, {
    name: 'production',
    hostname: '127.0.0.1',
    username: 'nobody',
    password: null,
    secretPassword: null,
    remoteRootDir: '',
    port: 22,
    commonConfig: keyInfo({ disableAllExec: false }, 'BapSshCommonConfiguration'),
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

/** BPCallablePublisher */
export function request(workspace: string, publishing: Publishing, listener: JavaValue): JavaObject {
  const {
    host,
    transfers,
    verbose = false,
    retry,
    credentials,
    variables = [],
    buildTime = 1772600767008n,
  } = publishing;
  const publisher = object(`${PLUGIN}BapSshPublisher`, {
    configName: 'production',
    verbose,
    transfers: arrayList(transfers),
    useWorkspaceInPromotion: false,
    usePromotionTimestamp: false,
    retry: retry ? object(`${PLUGIN}BapSshRetry`, retry) : null,
    label: null,
    credentials: credentials ?? null,
  });
  const buildInfo = object('jenkins.plugins.publish_over.BPBuildInfo', {
    envVars: treeMap(variables),
    baseDirectory: controllerPath(workspace),
    buildTime: CALENDAR.create({ time: buildTime }),
    configDir: controllerPath('/var/jenkins_home'),
    listener,
    verbose,
    consoleMsgPrefix: 'SSH: ',
    currentBuildEnv: null,
    targetBuildEnv: null,
    context: treeMap([]),
  });
  return object('jenkins.plugins.publish_over.BPCallablePublisher', { publisher, hostConfig: host, buildInfo });
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
