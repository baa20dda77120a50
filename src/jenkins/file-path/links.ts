/** Symbolic links, and what may be reached through them. */
import { JavaError } from '../../java/java-error.js';
import { isDescendant } from '../../os/files/descendant.js';
import { createSymlink, resolveSymlink } from '../../os/files/links.js';
import { isRefusedLink } from '../../os/files/open-options.js';
import { boxBoolean } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { taskListener } from '../listener/task-listener.js';
import { any, str } from '../../callables/shape.js';
import { openOptionsOf } from './open-options-fields.js';

/** Where one link cannot be made, none can: one warning will do. */
let warnedOfLinks = false;

/** A failure is no failure of the call: it is printed to the listener, on Windows only logged. */
const symlinkTo = fileCallable({
  name: 'hudson.FilePath$SymlinkTo',
  fields: { listener: any, target: str },
  run: async (self, path, context) => {
    try {
      await createSymlink(path, self.target, context.signal);
    } catch (error) {
      if (!(error instanceof JavaError) || error.javaClass === 'java.lang.InterruptedException') throw error;
      if (process.platform === 'win32') {
        const level = warnedOfLinks ? 'FINE' : 'WARNING';
        warnedOfLinks = true;
        const message = `Could not link ${path}: the agent's user needs the right to create symbolic links`;
        context.agent.logger.log(level, 'hudson.Util warnWindowsSymlink', message, error);
        return null;
      }
      const listener = taskListener(self.listener, context);
      await listener.println(`ln ${self.target} ${path} failed`);
      await listener.println(error.toString());
      listener.follow(context);
    }
    return null;
  },
});

/** The text of the link; null when it is none. */
const readLink = fileCallable({
  name: 'hudson.FilePath$ReadLink',
  run: (_self, path) => resolveSymlink(path),
});

const hasSymlink = fileCallable({
  name: 'hudson.FilePath$HasSymlink',
  run: async (_self, path, _context, object) => boxBoolean(await isRefusedLink(path, openOptionsOf(object))),
});

const descendant = fileCallable({
  name: 'hudson.FilePath$IsDescendant',
  fields: { potentialChildRelativePath: str },
  run: async (self, path) => boxBoolean(await isDescendant(path, self.potentialChildRelativePath)),
});

export const linkCallables = [symlinkTo, readLink, hasSymlink, descendant] satisfies Declaration[];
