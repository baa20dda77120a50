/**
 * What a controller asks of a running step, again and again, in polling mode: what the log has that is new, whether there is a
 * result, and in the end what was captured. These three are most of all requests of an installation.
 */
import { JavaError, ioError } from '../../java/java-error.js';
import { charsetForName, defaultCharset, utf8 } from '../../java/charsets/charset.js';
import type { Charset } from '../../java/charsets/charset.js';
import { fileLength } from '../../os/files/attributes.js';
import { openForReading, openRandomAccess } from '../../os/files/read-file.js';
import { collected } from '../../os/files/whole-file.js';
import { boxInt, byteArray } from '../../serial/jdk.js';
import { callable, fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { any, long, nullableStr } from '../../callables/shape.js';
import { readExitStatus } from './exit-status.js';

const CONTROLLER = 'org.jenkinsci.plugins.durabletask.FileMonitoringTask$FileMonitoringController';

/** The controller's name for the charset of this agent. */
const SYSTEM_DEFAULT = 'SYSTEM_DEFAULT';

const LARGEST_READ = 0x7fff_ffffn;

/** What `returnStdout` gives becomes one text of a Pipeline, which holds it in its memory and in its record. */
const CAPTURED = { bytes: 256 * 1024 * 1024, of: 'the captured output of a step' };

/**
 * The log from an offset to where it ended when the call came, into the controller's stream. The controller counts what it
 * receives, so nothing that grows meanwhile may be half of the answer: it comes with the next poll.
 */
const writeLog = fileCallable({
  name: `${CONTROLLER}$WriteLog`,
  fields: { lastLocation: long, sink: any },
  run: async ({ lastLocation, sink }, path, context) => {
    const length = await fileLength(path);
    if (length <= lastLocation) return null;
    if (length - lastLocation > LARGEST_READ) throw ioError('large reads not yet implemented');
    const out = context.output(sink);
    const file = await openRandomAccess(path, { offset: lastLocation, signal: context.signal });
    let left = Number(length - lastLocation);
    for await (const chunk of file) {
      await out.write(chunk.subarray(0, left));
      left -= Math.min(left, chunk.length);
      if (left === 0) return null;
    }
    throw new JavaError('java.io.EOFException', null);
  },
});

/** The exit code, or null while there is none. */
const statusCheck = fileCallable({
  name: `${CONTROLLER}$StatusCheck`,
  run: async (_self, path, { agent }) => {
    const code = await readExitStatus(path, (message) =>
      agent.logger.log('WARNING', `${CONTROLLER}$StatusCheck invoke`, message),
    );
    return code === null ? null : boxInt(code);
  },
});

/** The charset that the controller must decode logs from, or null when they are UTF-8 already. */
const transcodingCharsetForSystemDefault = callable({
  name: `${CONTROLLER}$TranscodingCharsetForSystemDefault`,
  run: async () => (await transcodingCharset(SYSTEM_DEFAULT))?.name ?? null,
});

/** What `returnStdout` captured, in UTF-8. */
const getOutput = fileCallable({
  name: `${CONTROLLER}$GetOutput`,
  fields: { charset: nullableStr },
  run: async ({ charset }, path, { signal }) => byteArray(await capturedOutput(path, charset, signal)),
});

/** @param charset a name, `SYSTEM_DEFAULT`, or null for no transcoding */
export async function capturedOutput(path: string, charset: string | null, signal: AbortSignal): Promise<Buffer> {
  const bytes = await collected(await openForReading(path, { signal }), path, CAPTURED);
  const source = await transcodingCharset(charset);
  return source ? utf8.encode(source.decode(bytes)) : bytes;
}

/** The charset to decode a step's output from before it becomes UTF-8; null when it is to be left as it is. */
export async function transcodingCharset(name: string | null): Promise<Charset | null> {
  if (name === null) return null;
  const charset = name === SYSTEM_DEFAULT ? defaultCharset : await charsetForName(name);
  return charset.name === utf8.name ? null : charset;
}

export const fileMonitoringCallables = [
  writeLog,
  statusCheck,
  transcodingCharsetForSystemDefault,
  getOutput,
] satisfies Declaration[];
