import { JavaError } from '../java/java-error.js';
import type { ExportedObject } from '../remoting/call.js';

/**
 * How remoting words a method that an exported object does not have: RemoteInvocationHandler$RPCRequest.
 * @param method its name, or its signature where there are others of its name
 */
export function noMethod(method: string, object: ExportedObject): JavaError {
  const interfaces = object.interfaces.map((name) => `interface ${name}`).join(', ');
  const whose = object.describe?.() ?? object.constructor.name;
  const message = `Unable to call ${method}. No matching method found in [${interfaces}] for ${whose}`;
  return new JavaError('java.lang.IllegalStateException', message);
}
