import { lookup } from 'node:dns/promises';
import { hostname } from 'node:os';
import { JavaError } from '../../java/java-error.js';

/**
 * InetAddress.getLocalHost().getHostName()
 * @throws JavaError java.net.UnknownHostException when the machine's own name does not resolve
 */
export async function localHostName(name = hostname()): Promise<string> {
  try {
    await lookup(name);
    return name;
  } catch {
    throw new JavaError('java.net.UnknownHostException', `${name}: ${name}: Name or service not known`);
  }
}
