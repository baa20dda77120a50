/** What agents ask of a controller: very little is allowed to run here, as hudson.remoting's role checks and JEP-235 have it. */
import type { ExportedObject } from '../../src/remoting/call.js';
import { JavaError } from '../../src/java/java-error.js';
import type { RequestHandler } from '../../src/remoting/incoming-requests.js';
import { boxBoolean, byteArray } from '../../src/serial/jdk.js';
import { JavaObject } from '../../src/serial/model.js';
import type { JavaValue } from '../../src/serial/model.js';
import { makeClassFile } from './class-file.js';
import type { ControllerSettings } from './settings.js';

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
 * The class loader that goes with every request. A native agent looks at a class here when it has to know which line of the
 * core it talks to; an official agent also looks for the classes that it lacks, and there are none that would run.
 */
export class OfferedClassLoader implements ExportedObject {
  readonly interfaces = ['hudson.remoting.RemoteClassLoader$IClassLoader'];
  /** What the agent has asked for, in order: method and argument. */
  readonly calls: string[] = [];

  constructor(private readonly settings: ControllerSettings) {}

  invoke(method: string, _types: readonly string[], [name = null]: readonly JavaValue[]): JavaValue {
    this.calls.push(typeof name === 'string' ? `${method} ${name}` : method);
    if (method.startsWith('fetch'))
      throw new JavaError('java.lang.ClassNotFoundException', typeof name === 'string' ? name : null);
    if (method === 'getResource' && name === LIST_FILES) return byteArray(this.#listFiles());
    return null; // no name, no such resource
  }

  /** Its answer is what the core of this line expects; see ControllerSettings.artifactList. */
  #listFiles(): Buffer {
    const collection = this.settings.artifactList === 'map' ? 'java/util/HashMap' : 'java/util/HashSet';
    return makeClassFile(LIST_FILES.replace('.class', ''), [collection]);
  }
}

const LIST_FILES = 'hudson/tasks/ArtifactArchiver$ListFiles.class';
