/** Executions as a controller sends them, and what comes of them. */
import { runClass } from '../../support/find-class.js';
import { declareClass, declareEnum } from '../../../src/serial/declare.js';
import { arrayList, listValues, mapEntries } from '../../../src/serial/jdk.js';
import { JavaEnum } from '../../../src/serial/model.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { readObject } from '../../../src/serial/reader.js';
import { writeObject } from '../../../src/serial/writer.js';
import { ChannelCall } from '../../support/channel-call.js';
import { object } from '../../jenkins/file-path/request.js';

const PACKAGE = 'jenkins.plugins.http_request';
const MODES = declareEnum(`${PACKAGE}.HttpMode`, ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'MKCOL']);
const HANDLES = declareEnum(`${PACKAGE}.ResponseHandle`, ['NONE', 'LEAVE_OPEN', 'STRING']);

export type Mode = keyof typeof MODES;

/** Fields that differ from those of a plain GET whose content is wanted. */
export interface Given {
  readonly url: string;
  readonly mode?: Mode;
  readonly handle?: keyof typeof HANDLES;
  /** Of Apache's client. Default: 5. */
  readonly version?: 4 | 5;
  readonly headers?: readonly (readonly [string, string, boolean?])[];
  readonly fields?: Readonly<Record<string, JavaValue>>;
}

export interface Outcome {
  readonly status: JavaValue;
  readonly content: JavaValue;
  readonly charset: JavaValue;
  readonly headers: Record<string, JavaValue[]>;
  readonly handle: JavaValue;
}

const STRING = 'Ljava/lang/String;';

/** Runs an execution; the log is there however it ends. */
export async function execute(given: Given, call = new ChannelCall()): Promise<{ answer: Outcome; log: string }> {
  const { execution, log } = executionOf(given, call);
  const answer = readObject(writeObject(await runClass(execution, call))) as JavaObject;
  return { answer: outcomeOf(answer), log: log() };
}

/** The log of an execution that fails, and how. */
export async function failing(given: Given, call = new ChannelCall()): Promise<{ failure: unknown; log: string }> {
  const { execution, log } = executionOf(given, call);
  const failure = await runClass(execution, call).then(
    () => 'no failure',
    (error: unknown) => String(error),
  );
  return { failure, log: log() };
}

export function nameValue([name, value, masked = false]: readonly [string, string, boolean?]): JavaObject {
  return object(`${PACKAGE}.util.HttpRequestNameValuePair`, { maskValue: masked, name, value });
}

export function mode(name: Mode): JavaValue {
  return MODES[name];
}

function executionOf(given: Given, call: ChannelCall): { execution: JavaObject; log: () => string } {
  const out = call.newOutput();
  const proxyType = given.version === 4 ? 'Lorg/apache/http/HttpHost;' : 'Lorg/apache/hc/core5/http/HttpHost;';
  const values: Record<string, JavaValue> = {
    consoleLogResponseBody: false,
    ignoreSslErrors: false,
    timeout: -1,
    useNtlm: false,
    useSystemProperties: false,
    wrapAsMultipart: true,
    authenticator: null,
    body: null,
    formData: null,
    headers: arrayList((given.headers ?? []).map(nameValue)),
    httpMode: MODES[given.mode ?? 'GET'],
    httpProxy: null,
    multipartName: null,
    outputFile: null,
    proxyCredentials: null,
    remoteLogger: out.value,
    responseHandle: HANDLES[given.handle ?? 'STRING'],
    uploadFile: null,
    url: given.url,
    validResponseCodes: '100:399',
    validResponseContent: '',
    ...given.fields,
  };
  const EXECUTION = declareClass<Record<string, string>, Record<string, string>>({
    name: `${PACKAGE}.HttpRequestExecution`,
    suid: -2066857816168989599n,
    fields: {
      consoleLogResponseBody: 'Z',
      ignoreSslErrors: 'Z',
      timeout: 'I',
      useNtlm: 'Z',
      useSystemProperties: 'Z',
      wrapAsMultipart: 'Z',
      authenticator: `L${PACKAGE.replaceAll('.', '/')}/auth/Authenticator;`,
      body: STRING,
      ...(given.version === 4 ? {} : { formData: 'Ljava/util/List;' }),
      headers: 'Ljava/util/List;',
      httpMode: `L${PACKAGE.replaceAll('.', '/')}/HttpMode;`,
      httpProxy: proxyType,
      multipartName: STRING,
      outputFile: 'Lhudson/FilePath;',
      proxyCredentials: 'Lcom/cloudbees/plugins/credentials/common/StandardUsernamePasswordCredentials;',
      remoteLogger: 'Ljava/io/OutputStream;',
      responseHandle: `L${PACKAGE.replaceAll('.', '/')}/ResponseHandle;`,
      uploadFile: 'Lhudson/FilePath;',
      url: STRING,
      validResponseCodes: STRING,
      validResponseContent: STRING,
    },
  });
  return { execution: EXECUTION.create(values), log: () => out.text() };
}

function outcomeOf(answer: JavaObject): Outcome {
  const handle = answer.get('responseHandle');
  return {
    status: answer.get('status') ?? null,
    content: answer.get('content') ?? null,
    charset: answer.get('charset') ?? null,
    headers: Object.fromEntries(
      mapEntries(answer.get('headers')).map(([name, list]) => [name as string, listValues(list)]),
    ),
    handle: handle instanceof JavaEnum ? handle.constant : null,
  };
}
