/** Asks the child for a property of its channel: hudson.remoting.IChannel, object 1 of each end. */
import { RPC_REQUEST } from '../remoting/wire/command-classes.js';
import { objectArray, stringArray } from '../serial/jdk.js';
import type { JavaObject, JavaValue } from '../serial/model.js';

const CHANNEL_OBJECT = 1;

/** A child that answers requests. */
export interface Asked {
  ask(request: JavaObject): Promise<JavaObject>;
}

/** @returns the Response; rejects when the child ends */
export function askProperty(
  child: Asked,
  method: 'getProperty' | 'waitForProperty',
  key: JavaValue,
): Promise<JavaObject> {
  return child.ask(
    RPC_REQUEST.create({
      createdAt: null,
      id: 0,
      lastIoId: 0,
      response: null,
      oid: CHANNEL_OBJECT,
      arguments: objectArray([key]),
      declaringClassName: 'hudson.remoting.IChannel',
      methodName: method,
      types: stringArray(['java.lang.Object']),
    }),
  );
}
