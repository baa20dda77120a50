/**
 * Who the request is from. Fields of the classes of jenkins.plugins.http_request.auth:
 *
 *     BasicDigestAuthentication      String keyName, String password, String userName
 *     FormAuthentication             List<RequestAction> actions, String keyName
 *     CredentialBasicAuthentication  StandardUsernamePasswordCredentials credential, Map extraCredentials
 *     CertificateAuthentication      StandardCertificateCredentials credentials, boolean ignoreSslErrors (since 2023)
 *     CredentialNtlmAuthentication   refused
 */
import { listValues, urlText } from '../../serial/jdk.js';
import { JavaEnum, JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { secret } from '../../jenkins/secret.js';
import { any, nullableObj, nullableStr, obj, readShape, str } from '../../callables/shape.js';
import type { FieldReader } from '../../callables/shape.js';
import type { Login } from './digest.js';
import type { NameValue } from './entity.js';
import type { RequestAction } from './request.js';
import { unknownClass } from '../../callables/unknown-class.js';

export type Authentication =
  | { readonly kind: 'login'; readonly keyName: string; readonly login: Login }
  | { readonly kind: 'form'; readonly keyName: string; readonly actions: readonly RequestAction[] }
  | { readonly kind: 'certificate'; readonly keyName: string; readonly authenticator: JavaObject };

const PACKAGE = 'jenkins.plugins.http_request.auth.';

/** A field that holds an Authenticator or null. @throws JavaError java.io.IOException for NTLM and for classes that are not known */
export const nullableAuthentication: FieldReader<Authentication | null> = (value, where) =>
  value === null || value === undefined ? null : authentication(obj(value, where));

function authentication(value: JavaObject): Authentication {
  switch (value.className) {
    case `${PACKAGE}BasicDigestAuthentication`: {
      const { keyName, userName } = readShape(value, { keyName: str, userName: str });
      const password = secret(value.get('password')) ?? '';
      return { kind: 'login', keyName, login: { username: userName, password } };
    }
    case `${PACKAGE}CredentialBasicAuthentication`: {
      const credential = obj(value.get('credential'), `${value.className}.credential`);
      return { kind: 'login', keyName: idOf(credential), login: loginOf(credential) };
    }
    case `${PACKAGE}FormAuthentication`: {
      const { keyName, actions } = readShape(value, { keyName: str, actions: any });
      return { kind: 'form', keyName, actions: listValues(actions).map(requestAction) };
    }
    case `${PACKAGE}CertificateAuthentication`: {
      const credentials = obj(value.get('credentials'), `${value.className}.credentials`);
      return { kind: 'certificate', keyName: idOf(credentials), authenticator: value };
    }
    default:
      throw unknownClass('the authentication', value);
  }
}

/** Of a StandardUsernamePasswordCredentials. */
export function loginOf(credentials: JavaObject): Login {
  const { username } = readShape(credentials, { username: str });
  return { username, password: secret(credentials.get('password')) ?? '' };
}

/** Of StandardCredentials. */
export function idOf(credentials: JavaObject): string {
  return readShape(credentials, { id: str }).id;
}

/** List<HttpRequestNameValuePair> {boolean maskValue, String name, String value}, null for none. */
export function nameValues(list: JavaValue): (readonly [name: string, value: string, masked: boolean])[] {
  if (list === null) return [];
  return listValues(list).map((pair) => {
    const object = obj(pair, 'an HttpRequestNameValuePair');
    const { name, value } = readShape(object, { name: str, value: nullableStr });
    return [name, value ?? '', object.get('maskValue') === true];
  });
}

/** RequestAction {List headers, HttpMode mode, List params, String requestBody, URL url} */
function requestAction(value: JavaValue): RequestAction {
  const action = obj(value, 'a RequestAction');
  const { requestBody, headers, params, url } = readShape(action, {
    requestBody: nullableStr,
    headers: any,
    params: any,
    url: nullableObj,
  });
  const mode = action.get('mode');
  const pairs = (list: JavaValue): NameValue[] => nameValues(list).map(([name, text]) => [name, text]);
  return {
    url: urlText(url),
    mode: mode instanceof JavaEnum ? mode.constant : 'POST',
    body: requestBody,
    parameters: pairs(params),
    headers: pairs(headers),
  };
}
