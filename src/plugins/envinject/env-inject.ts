/** EnvInject and its libraries: the environment that builds on this node start from, and variables out of files. */
import { javaTrim } from '../../java/trim.js';
import { defaultCharset } from '../../java/charsets/charset.js';
import { fileExists } from '../../os/files/attributes.js';
import { childFile, javaFile } from '../../java/path.js';
import { readFrom } from '../../os/files/read-file.js';
import { collected } from '../../os/files/whole-file.js';
import { parseProperties } from '../../java/properties.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { EnvVars } from '../../os/process/environment.js';
import { replaceMacro } from '../../os/process/macro.js';
import { linkedHashMap, stringMap } from '../../serial/jdk.js';
import { JavaObject } from '../../serial/model.js';
import { callable, fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { envVars, readEnvVars } from '../../jenkins/env-vars.js';
import { taskListener } from '../../jenkins/listener/task-listener.js';
import type { Listener } from '../../jenkins/listener/listener.js';
import { any, nullableStr, obj } from '../../callables/shape.js';

/** All of them answer hudson.EnvVars.masterEnvVars. */
const RETRIEVERS = [
  'org.jenkinsci.plugins.envinject.service.EnvInjectMasterEnvVarsRetriever',
  'org.jenkinsci.plugins.envinject.service.EnvInjectActionSetter$MapEnvInjectExceptionMasterToSlaveCallable',
  'org.jenkinsci.plugins.envinjectapi.util.EnvVarsResolver$1',
  'org.jenkinsci.lib.envinject.service.EnvVarsResolver$SystemEnvVarsGetter',
] as const;

const retrievers = RETRIEVERS.map((name) =>
  callable({ name, run: (_self, { agent }) => envVars(Object.entries(agent.environment)) }),
);

/** Node properties: what builds start from is what is sent. Where only values differ, names keep their spelling. */
const setter = callable({
  name: 'org.jenkinsci.plugins.envinject.service.EnvInjectMasterEnvVarsSetter',
  leavesState: true,
  fields: { enVars: obj },
  run: ({ enVars }, { agent }) => {
    const current = EnvVars.inherited(agent.environment);
    const replacement = new EnvVars(readEnvVars(enVars));
    const sameNames = current.size === replacement.size && [...replacement].every(([name]) => current.has(name));
    const next = sameNames ? new EnvVars([...current, ...replacement]) : replacement;
    agent.replaceEnvironment(next.toObject());
    return null;
  },
});

/** Variables of a properties file, then of a given content, with what they refer to. `logger` is an EnvInjectLogger. */
const propertiesVariables = fileCallable({
  name: 'org.jenkinsci.plugins.envinject.service.PropertiesVariablesRetriever',
  fields: { currentEnvVars: obj, logger: obj, propertiesContent: any, propertiesFilePath: nullableStr },
  run: async (self, base, context) => {
    const log = injectLog(taskListener(self.logger.get('listener'), context));
    const resolve = resolver(self.currentEnvVars);
    const result = new Map<string, string | null>();
    try {
      if (self.propertiesFilePath !== null) {
        const path = replaceMacro(self.propertiesFilePath, resolve).replaceAll('\\', '/');
        const file = await existing(base, path);
        if (file === null) {
          const message = `The given properties file path '${path}' doesn't exist.`;
          await log.error(message);
          await log.error(`Missing file path was resolved from pattern '${self.propertiesFilePath}' .`);
          throw ioError(message);
        }
        await log.info(`Injecting as environment variables the properties file path '${path}'`);
        for (const [name, value] of parseProperties(withBackslashes(await readText(file, context.signal))))
          result.set(javaTrim(replaceMacro(name, resolve)), javaTrim(replaceMacro(value, resolve)));
        await log.info('Variables injected successfully.');
      }
      if (self.propertiesContent !== null) {
        const content = stringMap(self.propertiesContent);
        const lines = [...content].map(([name, value]) => `${name}=${value}`).join('\n');
        await log.info(`Injecting as environment variables the properties content \n${lines}\n`);
        for (const [name, value] of content) addTo(result, name, value);
        await log.info('Variables injected successfully.');
      }
    } finally {
      log.listener.flush();
      log.listener.follow(context);
    }
    return linkedHashMap(result);
  },
});

export const envInjectCallables = [...retrievers, setter, propertiesVariables] satisfies Declaration[];

/** org.jenkinsci.lib.envinject.EnvInjectLogger */
function injectLog(listener: Listener) {
  return {
    listener,
    info: (message: string) => listener.println(`[EnvInject] - ${message}`),
    error: (message: string) => listener.println(`[EnvInject] - [ERROR] - ${message}`),
  };
}

/** Names in an EnvVars compare without regard to case, in any other map as they are. */
function resolver(variables: JavaObject): (name: string) => string | undefined {
  const map = readEnvVars(variables);
  const known: { get(name: string): string | undefined } = variables.isA('hudson.EnvVars') ? new EnvVars(map) : map;
  return (name) => known.get(name);
}

/** A path of the agent's, if there is such a file, or one of the workspace's. */
async function existing(base: string, path: string): Promise<string | null> {
  const own = javaFile(path);
  if (await fileExists(own)) return own;
  const inBase = childFile(base, path);
  return (await fileExists(inBase)) ? inBase : null;
}

async function readText(file: string, signal: AbortSignal): Promise<string> {
  try {
    return defaultCharset.decode(await collected(readFrom(file, { signal }), file, PROPERTIES));
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof JavaError ? ioError('Problem occurs on loading content') : error;
  }
}

/** They become the environment of a build: no system takes more than some megabytes of that. */
const PROPERTIES = { bytes: 64 * 1024 * 1024, of: 'a file of properties' };

/** Paths of Windows are meant as they stand: a single backslash, and the two of a network share, survive the parser. */
function withBackslashes(text: string): string {
  const single = text.replace(/(?<!\\)\\(?![n:*?"<>\\/])(?!\\)(?!\n)/g, String.raw`\\`);
  // The first value of a line, whose name may have begun on a line before.
  return single.replace(/=\\\\(?![:*?"<>\\/])/g, (found, at: number) => {
    const before = single.lastIndexOf('=', at - 1);
    const begins = before < 0 ? at > 0 : /[\n\r\u2028\u2029]/.test(single.slice(before + 1, at - 1));
    return begins ? String.raw`=\\\\` : found;
  });
}

/** A variable that is there already may be referred to by its own new value. */
function addTo(result: Map<string, string | null>, name: string, value: string | null): void {
  const old = result.get(name);
  const resolve = (other: string) => (other === name ? (old ?? undefined) : undefined);
  result.set(name, value === null || old === undefined ? value : replaceMacro(value, resolve));
}
