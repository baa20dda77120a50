/** Processes as the extensions of a controller look at them: hudson.util.ProcessTreeRemoting. */
import type { KnownProcess } from '../../os/process/process-tree/index.js';
import { JavaError } from '../../java/java-error.js';
import type { ExportedObject } from '../../remoting/call.js';
import { arrayList, boxInt } from '../../serial/jdk.js';
import type { JavaValue } from '../../serial/model.js';
import { envVars } from '../env-vars.js';

const REMOTING = 'hudson.util.ProcessTreeRemoting';

/** IOSProcess: what there is to know. It can neither be killed nor run a ProcessCallable of the controller's. */
export class RemotelyKnownProcess implements ExportedObject {
  readonly interfaces = [`${REMOTING}$IOSProcess`];

  /** @param parent what stands for the parent process; null for none */
  constructor(
    private readonly process: KnownProcess,
    private readonly parent: () => JavaValue,
  ) {}

  async invoke(method: string): Promise<JavaValue> {
    switch (method) {
      case 'getPid':
        return boxInt(this.process.pid);
      case 'getParent':
        return this.parent();
      case 'getArguments':
        return arrayList(await this.process.arguments());
      case 'getEnvironmentVariables':
        return envVars(await this.process.environment());
      default:
        throw unsupported('IOSProcess', method);
    }
  }

  describe(): string {
    return `pid ${this.process.pid}`;
  }
}

/** IProcessTree, whose only method is to kill. */
export class RemotelyKnownTree implements ExportedObject {
  readonly interfaces = [`${REMOTING}$IProcessTree`];

  invoke(method: string): JavaValue {
    throw unsupported('IProcessTree', method);
  }
}

function unsupported(name: string, method: string): JavaError {
  const what = `${REMOTING}$${name}.${method} is not known to this agent`;
  return new JavaError('java.lang.UnsupportedOperationException', what);
}
