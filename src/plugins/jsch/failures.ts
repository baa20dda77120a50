/** Failures in the words that users of JSch know: plugins put them into messages of their own. */
import { JavaError } from '../../java/java-error.js';
import { socketError } from '../../java/socket-error.js';

/** com.jcraft.jsch.JSchException */
export class JSchFailure extends Error {
  override readonly name = 'JSchFailure';
}

/** com.jcraft.jsch.SftpException */
export class SftpFailure extends Error {
  override readonly name = 'SftpFailure';

  constructor(
    message: string,
    /** SSH_FX_*: 2 no such file, 3 permission denied, 4 failure */
    readonly status: number,
    /** What became of a file that was being written. */
    readonly remains: 'nothing' | 'removed' | 'incomplete' = 'nothing',
  ) {
    super(message);
  }

  /** Whether the server said so: otherwise the connection is no more. */
  get isAnswer(): boolean {
    return this.status !== SSH_FX_CONNECTION_LOST;
  }
}

export const SSH_FX_NO_SUCH_FILE = 2;
export const SSH_FX_FAILURE = 4;
const SSH_FX_CONNECTION_LOST = 7;

/** What JSch says of a host that cannot be reached: the exception of java.net as it prints itself. */
export function unreachable(error: unknown, host: string): JSchFailure {
  const known = socketError(error, host);
  return new JSchFailure(known ? known.toString() : messageOf(error), { cause: error });
}

/** What the user is told of an error: Throwable.getLocalizedMessage(). */
export function messageOf(error: unknown): string {
  if (error instanceof JavaError) return error.javaMessage ?? 'null';
  return error instanceof Error ? error.message : String(error);
}

/** What a request about files failed with: the server's answer, or the end of the connection. */
export function sftpFailure(error: unknown): SftpFailure {
  if (error instanceof SftpFailure) return error;
  const status: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return new SftpFailure(messageOf(error), typeof status === 'number' ? status : SSH_FX_CONNECTION_LOST);
}
