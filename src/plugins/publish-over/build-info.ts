/** What publishing is told of the build: jenkins.plugins.publish_over.BPBuildInfo. */
import { sep } from 'node:path';
import { CaseInsensitiveMap } from '../../java/case-insensitive-map.js';
import { normalizeNames } from '../../java/filename-utils.js';
import { JavaError } from '../../java/java-error.js';
import { javaFile } from '../../java/path.js';
import { replaceMacro } from '../../os/process/macro.js';
import { stringMap } from '../../serial/jdk.js';
import { JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import type { CallableContext } from '../../callables/callable.js';
import { bool, nullableObj, nullableStr, obj, readShape } from '../../callables/shape.js';
import { isOurPath, remoteOf } from '../../jenkins/file-path/file-path-value.js';
import type { Listener } from '../../jenkins/listener/listener.js';
import { nullableListenerField } from '../../jenkins/listener/task-listener.js';
import { PublishFailure } from './failure.js';
import { knownPart } from './parts.js';

const BUILD_INFO = {
  envVars: obj,
  baseDirectory: obj,
  buildTime: nullableObj,
  listener: nullableListenerField,
  verbose: bool,
  consoleMsgPrefix: nullableStr,
};

export class BuildInfo {
  private constructor(
    /** Where files are published from. */
    readonly baseDirectory: string,
    /** In milliseconds since 1970; null when it was not told. */
    readonly buildTime: number | null,
    readonly verbose: boolean,
    /** For what commands print. */
    readonly listener: Listener | null,
    private readonly prefix: string,
    private readonly variable: (name: string) => string | undefined,
    readonly signal: AbortSignal,
  ) {}

  /** @throws JavaError java.io.InvalidObjectException for what is none */
  static read(value: JavaObject, context: CallableContext): BuildInfo {
    knownPart(value, "the publisher's build info");
    const fields = readShape(value, BUILD_INFO, context);
    if (!isOurPath(fields.baseDirectory))
      throw new JavaError('java.io.InvalidObjectException', 'BPBuildInfo.baseDirectory is not of this machine');
    const time = fields.buildTime?.get('time');
    return new BuildInfo(
      javaFile(remoteOf(fields.baseDirectory, 'BPBuildInfo.baseDirectory')),
      typeof time === 'bigint' ? Number(time) : null,
      fields.verbose,
      fields.listener,
      fields.consoleMsgPrefix ?? 'null',
      variables(fields.envVars),
      context.signal,
    );
  }

  async println(message: string): Promise<void> {
    await this.listener?.println(this.prefix + message);
  }

  async printIfVerbose(message: string): Promise<void> {
    if (this.verbose) await this.println(message);
  }

  /** Util.replaceMacro with the build's variables. */
  expand(text: string): string {
    return replaceMacro(text, this.variable);
  }

  /**
   * The path of a file or directory below the base directory, without a prefix of it that is not wanted.
   * @param name as `findFiles` gives it
   * @returns with slashes, and with one behind a directory
   * @throws PublishFailure for a file that is not below the prefix
   */
  relativePath(name: string, isDirectory: boolean, removePrefix: string | null): string {
    const path = name.split(sep).join('/') + (isDirectory ? '/' : '');
    const prefix = trimmed(removePrefix);
    const expanded = prefix === null ? null : trimmed(this.expand(prefix));
    if (expanded === null) return path;
    const normalized = trimmed(normalizeNames(`${expanded.replaceAll('\\', '/')}/`));
    if (normalized === null) return path;
    const toRemove = normalized.replace(/^\//, '');
    if (!path.startsWith(toRemove)) {
      throw new PublishFailure(
        `Failed to remove prefix from file named [${path}]. Prefix [${toRemove}] must be present in all file paths`,
      );
    }
    return path.slice(toRemove.length);
  }
}

/** Util.fixEmptyAndTrim */
export function trimmed(text: string | null): string | null {
  const rest = text?.trim() ?? '';
  return rest === '' ? null : rest;
}

/** EnvVars finds its names in any case; the map of a promotion does not. */
function variables(value: JavaValue): (name: string) => string | undefined {
  const found = stringMap(value);
  const isEnvVars = value instanceof JavaObject && value.isA('hudson.EnvVars');
  const all = isEnvVars ? new CaseInsensitiveMap<string>() : new Map<string, string>();
  for (const [name, text] of found) if (text !== null) all.set(name, text);
  return (name) => all.get(name);
}
