/** Exceptions of the git-client plugin and of JGit, and how errors are told apart. */
import { JavaError } from '../../java/java-error.js';
import { declareThrowable } from '../../serial/throwables.js';

const GIT_EXCEPTION = 'hudson.plugins.git.GitException';
const GIT_LOCK_FAILED = 'hudson.plugins.git.GitLockFailedException';
const LOCK_FAILED = 'org.eclipse.jgit.errors.LockFailedException';
const INTERRUPTED = 'java.lang.InterruptedException';

/** Makes the exception classes known to whoever writes exceptions. Again does no harm. */
export function declareGitThrowables(): void {
  declareThrowable({ name: GIT_EXCEPTION, suid: 1n, superclass: 'java.lang.RuntimeException' });
  declareThrowable({ name: GIT_LOCK_FAILED, suid: 1n, superclass: GIT_EXCEPTION });
  declareThrowable({
    name: 'org.eclipse.jgit.errors.InvalidObjectIdException',
    suid: 1n,
    superclass: 'java.lang.IllegalArgumentException',
  });
  // Its field `missing`, the ObjectId, is left out: it then reads as null.
  declareThrowable({
    name: 'org.eclipse.jgit.errors.MissingObjectException',
    suid: 1n,
    superclass: 'java.io.IOException',
  });
  // Its field `file` is left out: it then reads as null.
  declareThrowable({ name: LOCK_FAILED, suid: 1n, superclass: 'java.io.IOException' });
}

/** hudson.plugins.git.GitException */
export function gitException(message: string, cause?: unknown): JavaError {
  return new JavaError(GIT_EXCEPTION, message, cause === undefined ? {} : { cause });
}

/** `new GitException(cause)`: its message is the cause's toString(). */
export function gitExceptionOf(cause: Error): JavaError {
  return gitException(cause instanceof JavaError ? cause.toString() : cause.message, cause);
}

/** hudson.plugins.git.GitLockFailedException: the git plugin tries the checkout again. */
export function gitLockFailed(message: string, cause: unknown): JavaError {
  return new JavaError(GIT_LOCK_FAILED, message, { cause });
}

/** `new LockFailedException(file)` of JGit's. */
export function lockFailed(file: string): JavaError {
  const advice = `Ensure that no other process has an open file handle on the lock file ${file}.lock`;
  return new JavaError(LOCK_FAILED, `Cannot lock ${file}. ${advice}, then you may delete the lock file and retry.`);
}

export function isGitException(error: unknown): error is JavaError {
  return error instanceof JavaError && (error.javaClass === GIT_EXCEPTION || error.javaClass === GIT_LOCK_FAILED);
}

export function isInterruption(error: unknown): error is JavaError {
  return error instanceof JavaError && error.javaClass === INTERRUPTED;
}

/** Runs `action`; a GitException comes out as another with this message and the first as its cause. */
export async function explained<T>(message: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw isGitException(error) ? gitException(message, error) : error;
  }
}

/** Runs `action`; a GitException becomes `otherwise`. */
export async function unlessGitFails<T>(otherwise: T, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (isGitException(error)) return otherwise;
    throw error;
  }
}
