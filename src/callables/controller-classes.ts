/**
 * Class files of the controller, fetched to look at, never to run: where controllers differ and their requests do not, their
 * own classes tell what they expect.
 */
import type { Call, CallChannel } from '../remoting/call.js';
import { JavaArray } from '../serial/model.js';

/**
 * Makes a function that fetches a class file through the class loader of a request. Each class is fetched once a channel.
 * It gives null when the controller has no such class, or the request brought no class loader.
 */
export function controllerClasses(): (className: string, call: Call) => Promise<Buffer | null> {
  const channels = new WeakMap<CallChannel, Map<string, Promise<Buffer | null>>>();
  return (className, call) => {
    const known = channels.get(call.channel) ?? new Map<string, Promise<Buffer | null>>();
    channels.set(call.channel, known);
    const fetched = known.get(className) ?? fetchClass(className, call);
    known.set(className, fetched);
    // One that failed (the channel ended, the request was cancelled) is asked for again.
    fetched.catch(() => known.delete(className));
    return fetched;
  };
}

/** RemoteClassLoader$IClassLoader.getResource answers with the bytes alone; fetch would export a loader to us each time. */
async function fetchClass(className: string, { channel, classLoader }: Call): Promise<Buffer | null> {
  if (classLoader === null) return null;
  const resource = `${className.replaceAll('.', '/')}.class`;
  const bytes = await channel.invoke(
    classLoader,
    'hudson.remoting.RemoteClassLoader$IClassLoader',
    'getResource',
    ['java.lang.String'],
    [resource],
  );
  return bytes instanceof JavaArray && Buffer.isBuffer(bytes.elements) ? bytes.elements : null;
}
