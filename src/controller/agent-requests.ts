/** What agents ask of a controller: very little is allowed to run here, as hudson.remoting's role checks and JEP-235 have it. */
import type { ExportedObject } from '../remoting/call.js';
import { JavaError } from '../remoting/failure.js';
import type { RequestHandler } from '../remoting/incoming-requests.js';
import { boxBoolean } from '../serial/jdk.js';
import { JavaObject } from '../serial/model.js';

/** Runs the callables that an agent may send; refuses all others in the words of a real controller. */
export const handleAgentRequest: RequestHandler = (callable) => {
  const name = callable instanceof JavaObject ? callable.className : 'null';
  switch (name) {
    case 'hudson.remoting.PingThread$Ping':
    case 'hudson.remoting.Channel$IOSyncer':
      return null;
    case 'hudson.util.ProcessTree$DoVetoersExist':
      return boxBoolean(false);
    default:
      throw new JavaError('java.lang.SecurityException', `Sending ${name} from agent to controller is prohibited.`);
  }
};

/**
 * The class loader that goes with every request. A native agent never asks it for anything; an official agent looks here for
 * classes that it lacks, and there are none.
 */
export class OfferedClassLoader implements ExportedObject {
  readonly interfaces = ['hudson.remoting.RemoteClassLoader$IClassLoader'];
  /** Names of the methods that the agent has called, in order. */
  readonly calls: string[] = [];

  invoke(method: string, _types: readonly string[], args: readonly unknown[]) {
    this.calls.push(method);
    if (method.startsWith('fetch')) throw new JavaError('java.lang.ClassNotFoundException', String(args[0]));
    return null; // getName, getResource, getResource2: no name, no such resource
  }
}
