import { JavaError } from '../host/java-error.js';

/** How remoting words a method that an exported object does not have: RemoteInvocationHandler$RPCRequest. */
export function noMethod(method: string, declaringClass: string): JavaError {
  const message = `Unable to call ${method}. No matching method found in [interface ${declaringClass}]`;
  return new JavaError('java.lang.IllegalStateException', message);
}
