/** The docker-commons plugin where it does not run `docker login`: it puts a token into Docker's own configuration. */
import { defaultCharset } from '../../java/charsets/charset.js';
import { fileExists } from '../../os/files/attributes.js';
import { makeDirectories } from '../../os/files/directories.js';
import { childFile, parentFile } from '../../java/path.js';
import { readFrom } from '../../os/files/read-file.js';
import { collected } from '../../os/files/whole-file.js';
import { writeFile } from '../../os/files/write-file.js';
import { JavaError } from '../../java/java-error.js';
import { systemProperties } from '../../os/machine/system-properties.js';
import { urlText } from '../../serial/jdk.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { listenerField } from '../../jenkins/listener/task-listener.js';
import { any, nullableStr, obj, readShape } from '../../callables/shape.js';

export interface RegistryToken {
  readonly auth: string | null;
  readonly email: string | null;
}

/** DockerRegistryToken$1 {DockerRegistryToken this$0, URL val$endpoint, TaskListener val$listener} */
const insertToken = callable({
  name: 'org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryToken$1',
  fields: { this$0: obj, val$endpoint: any, val$listener: listenerField },
  run: async (self, context) => {
    const { val$listener: listener } = self;
    const { token, email } = readShape(self.this$0, { token: nullableStr, email: nullableStr });
    const home = systemProperties(context.agent.ownEnvironment).get('user.home') ?? '';
    const file = await insertRegistryToken(home, urlText(self.val$endpoint), { auth: token, email }, context.signal);
    await listener.println(`Wrote authentication to ${file}`);
    listener.flush();
    listener.follow(context);
    return null;
  },
});

export const dockerCommonsCallables = [insertToken] satisfies Declaration[];

let last: Promise<unknown> = Promise.resolve();

/**
 * Puts a token into `.docker/config.json` of a home directory, or into `.dockercfg` when there is none: Docker reads the latter
 * as long as the former is missing. What else is in it stays. One at a time, as builds may log in at once.
 * @returns the file
 * @throws JavaError net.sf.json.JSONException for a file that is no such configuration
 */
export function insertRegistryToken(
  home: string,
  endpoint: string,
  token: RegistryToken,
  signal: AbortSignal,
): Promise<string> {
  const inserted = last.then(() => insert(home, endpoint, token, signal));
  last = inserted.catch(() => undefined);
  return inserted;
}

async function insert(home: string, endpoint: string, token: RegistryToken, signal: AbortSignal): Promise<string> {
  const modern = childFile(home, '.docker/config.json');
  const isModern = await fileExists(modern);
  const file = isModern ? modern : childFile(home, '.dockercfg');
  const config = isModern || (await fileExists(file)) ? await readConfig(file, signal) : {};
  const auths = isModern ? authsOf(config) : config;
  auths[endpoint] = token;
  const parent = parentFile(file);
  if (parent !== null) await makeDirectories(parent);
  await writeFile(file, Buffer.from(JSON.stringify(config, null, 2)));
  return file;
}

type JsonObject = Record<string, unknown>;

/** A registry has some hundred bytes in it. */
const CONFIG = { bytes: 16 * 1024 * 1024, of: "Docker's configuration" };

async function readConfig(file: string, signal: AbortSignal): Promise<JsonObject> {
  const text = defaultCharset.decode(await collected(readFrom(file, { signal }), file, CONFIG));
  if (!/^\s*\{/.test(text)) {
    const place = `character ${text === '' ? 0 : 1} of ${text}`;
    throw jsonException(`A JSONObject text must begin with '{' at ${place}`);
  }
  try {
    return JSON.parse(text) as JsonObject;
  } catch (error) {
    throw jsonException(error instanceof Error ? error.message : String(error));
  }
}

function authsOf(config: JsonObject): JsonObject {
  const { auths } = config;
  if (auths === undefined || auths === null) throw jsonException('null object');
  if (typeof auths === 'object' && !Array.isArray(auths)) return auths as JsonObject;
  throw jsonException('JSONObject["auths"] is not a JSONObject.');
}

function jsonException(message: string): JavaError {
  return new JavaError('net.sf.json.JSONException', message);
}
