/** The server that the CLI comes from, as the plugin describes it. */
import { JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { int, nullableObj, nullableStr, readShape, str } from '../../callables/shape.js';
import { noProxyHosts } from '../../jenkins/controller-proxy.js';
import type { HttpProxy } from '../../jenkins/controller-proxy.js';
import { secret } from '../../jenkins/secret.js';

/**
 * JFrogPlatformInstance {String url, artifactoryUrl; CredentialsConfig credentialsConfig {Credentials credentials {Secret username,
 * password, accessToken}}}.
 */
export function artifactoryUrl(instance: JavaObject): string {
  const { url, artifactoryUrl: own } = readShape(instance, { url: nullableStr, artifactoryUrl: nullableStr });
  return own === null || own.trim() === '' ? `${url ?? 'null'}/artifactory` : own;
}

/** The header by which requests are authorized; none for a server that takes everybody. */
export function authorization(instance: JavaObject): Record<string, string> {
  const { credentialsConfig } = readShape(instance, { credentialsConfig: nullableObj });
  const credentials = credentialsConfig?.get('credentials');
  if (!(credentials instanceof JavaObject)) return {};
  const text = (field: string): string => secret(credentials.get(field)) ?? '';
  const token = text('accessToken');
  if (token !== '') return { authorization: `Bearer ${token}` };
  const [user, password] = [text('username'), text('password')];
  if (user === '') return {};
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

/** JenkinsProxyConfiguration {String noProxy} < ProxyConfiguration {String host, username, password; int port}; null for none. */
export function jfrogProxy(value: JavaValue): HttpProxy | null {
  if (!(value instanceof JavaObject)) return null;
  const { host, port, username, password, noProxy } = readShape(value, {
    host: nullableStr,
    port: int,
    username: nullableStr,
    password: nullableStr,
    noProxy: nullableStr,
  });
  if (host === null || host.trim() === '') return null;
  return { name: str(host, 'host'), port, userName: username, password, noProxyHosts: noProxyHosts(noProxy) };
}
