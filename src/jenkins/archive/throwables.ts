import { declareThrowable } from '../../serial/throwables.js';

/** Makes the exception classes of this family known to whoever writes exceptions. */
export function declareArchiveThrowables(): void {
  declareThrowable({
    name: 'hudson.FilePath$FileMaskNoMatchesFoundException',
    suid: 1n,
    superclass: 'java.lang.InterruptedException',
  });
}
