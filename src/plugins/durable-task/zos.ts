/** What the durable-task plugin sends to a z/OS agent; an agent of another system may be asked as well and answers the same. */
import { boxInt } from '../../serial/jdk.js';
import { callable, fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { nullableStr } from '../../callables/shape.js';
import { readExitStatusWithCharset } from './exit-status.js';

const SHELL = 'org.jenkinsci.plugins.durabletask.BourneShellScript';

const statusCheckWithEncoding = fileCallable({
  name: `${SHELL}$StatusCheckWithEncoding`,
  fields: { charset: nullableStr },
  run: async ({ charset }, path) => {
    const code = await readExitStatusWithCharset(path, charset);
    return code === null ? null : boxInt(code);
  },
});

/** The system property ibm.system.encoding, which no other Java has. */
const ibmEncoding = callable({ name: `${SHELL}$getIBMzOsEncoding`, run: () => null });

export const zosCallables = [statusCheckWithEncoding, ibmEncoding] satisfies Declaration[];
