import { errorCode, reasonText } from './file-errors.js';
import { JavaError } from './java-error.js';

/** What java.net.Socket makes of a failure to reach a host; undefined for what is none of a socket's. */
export function socketError(error: unknown, host: string): JavaError | undefined {
  const code = errorCode(error);
  if (code === undefined || error instanceof JavaError) return undefined;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new JavaError('java.net.UnknownHostException', host);
  if (code === 'EADDRINUSE') return new JavaError('java.net.BindException', 'Address already in use');
  if (code === 'EACCES') return new JavaError('java.net.BindException', reasonText(code));
  const javaClass = CONNECT_CLASSES[code] ?? 'java.net.SocketException';
  return new JavaError(javaClass, code === 'ECONNREFUSED' ? 'Connection refused' : reasonText(code));
}

const CONNECT_CLASSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'java.net.ConnectException',
  ETIMEDOUT: 'java.net.ConnectException',
  EHOSTUNREACH: 'java.net.NoRouteToHostException',
  ENETUNREACH: 'java.net.ConnectException',
};
