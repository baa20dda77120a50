/** Exception classes of the core that file callables answer with. */
import { declareThrowable } from '../../serial/throwables.js';

/** Makes them known to whoever writes exceptions. To be called before the first callable runs; again does no harm. */
export function declareFileThrowables(): void {
  // Extends IOException; its cause is the InterruptedException.
  declareThrowable({
    name: 'hudson.FilePath$TunneledInterruptedException',
    suid: 1n,
    superclass: 'java.io.IOException',
  });
  declareThrowable({
    name: 'jenkins.util.io.CompositeIOException',
    suid: 121943141387608148n,
    superclass: 'java.io.IOException',
    fields: { exceptions: 'Ljava/util/List;' },
    suppressedField: 'exceptions',
  });
  // Of 2.319's time; the SUID is computed.
  declareThrowable({
    name: 'hudson.os.PosixException',
    suid: 4841681726259225837n,
    superclass: 'java.lang.RuntimeException',
  });
}
