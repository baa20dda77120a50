/** Calling a method of an object that the peer exported: RemoteInvocationHandler$RPCRequest from the caller's side. */
import { objectArray, stringArray } from '../serial/jdk.js';
import type { JavaValue } from '../serial/model.js';
import type { Link } from './link.js';
import { RPC_REQUEST } from './wire/command-classes.js';

export interface MethodCall {
  readonly oid: number;
  /** Informational: the peer goes by the object's own interfaces. */
  readonly declaringClassName: string;
  readonly methodName: string;
  /** Types of the parameters as Class.getName gives them: `java.lang.String`, `int`, `[B`. */
  readonly types: readonly string[];
  readonly args: readonly JavaValue[];
}

/**
 * Invokes the method and waits for its value. Rejects as OutgoingRequests.request does.
 * @param lastIoId the stream operation of ours that the peer finishes first; 0 for none
 */
export function invokeMethod(
  link: Link,
  lastIoId: number,
  { oid, declaringClassName, methodName, types, args }: MethodCall,
  signal?: AbortSignal,
): Promise<JavaValue> {
  return link.request(
    (id) =>
      RPC_REQUEST.create({
        createdAt: null,
        id,
        lastIoId,
        response: null,
        oid,
        arguments: args.length === 0 ? null : objectArray([...args]),
        declaringClassName,
        methodName,
        types: stringArray([...types]),
      }),
    signal,
  );
}
