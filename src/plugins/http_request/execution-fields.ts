/**
 * Fields of jenkins.plugins.http_request.HttpRequestExecution:
 *
 *     boolean consoleLogResponseBody, ignoreSslErrors    int timeout (seconds)    boolean useNtlm, useSystemProperties, wrapAsMultipart
 *     Authenticator authenticator    String body    List<HttpRequestFormDataPart> formData (since 2022)
 *     List<HttpRequestNameValuePair> headers    HttpMode httpMode    HttpHost httpProxy    String multipartName
 *     FilePath outputFile    StandardUsernamePasswordCredentials proxyCredentials    OutputStream remoteLogger
 *     ResponseHandle responseHandle    FilePath uploadFile    String url, validResponseCodes, validResponseContent
 *
 * useNtlm shows in the class of the authenticator.
 */
import { JavaError } from '../../java/java-error.js';
import { javaFile } from '../../java/path.js';
import { JavaEnum } from '../../serial/model.js';
import { remoteOf } from '../../jenkins/file-path/file-path-value.js';
import { any, bool, int, nullableObj, nullableStr, str } from '../../callables/shape.js';
import type { FieldReader, Shaped } from '../../callables/shape.js';
import { nullableAuthentication } from './credentials.js';
import type { ResponseHandle } from './response.js';

const mode: FieldReader<string> = (value, where) => {
  if (value instanceof JavaEnum) return value.constant;
  throw new JavaError('java.io.InvalidObjectException', `${where} is not an HttpMode`);
};

const handle: FieldReader<ResponseHandle> = (value, where) => {
  const constant = value instanceof JavaEnum ? value.constant : null;
  if (constant === 'NONE' || constant === 'LEAVE_OPEN' || constant === 'STRING') return constant;
  throw new JavaError('java.io.InvalidObjectException', `${where} is not a ResponseHandle`);
};

/** A path of this machine as FilePath.toString shows it, and as java.io.File has it; null for null. */
const nullablePath: FieldReader<{ readonly shown: string; readonly file: string } | null> = (value, where) => {
  if (value === null || value === undefined) return null;
  const shown = remoteOf(value, where);
  return { shown, file: javaFile(shown) };
};

export const EXECUTION = {
  consoleLogResponseBody: bool,
  ignoreSslErrors: bool,
  timeout: int,
  useSystemProperties: bool,
  wrapAsMultipart: bool,
  authenticator: nullableAuthentication,
  body: nullableStr,
  formData: any,
  headers: any,
  httpMode: mode,
  httpProxy: nullableObj,
  multipartName: nullableStr,
  outputFile: nullablePath,
  proxyCredentials: nullableObj,
  remoteLogger: any,
  responseHandle: handle,
  uploadFile: nullablePath,
  url: str,
  validResponseCodes: nullableStr,
  validResponseContent: str,
};

export type Execution = Shaped<typeof EXECUTION>;
