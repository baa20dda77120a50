/** What a request asks for, as far as an audit names it: the class, the files, the command line without its secrets. */
import { innermostCallable } from '../../../remoting/innermost-callable.js';
import { InvalidObjectError } from '../../../serial/errors.js';
import { listValues } from '../../../serial/jdk.js';
import { JavaArray, JavaObject } from '../../../serial/model.js';
import type { JavaValue } from '../../../serial/model.js';

export interface AuditSubject {
  /** The callable's class; for a call of a method the declaring class. Undefined when the request cannot be read. */
  readonly class: string | undefined;
  readonly method?: string;
  /** Of hudson.FilePath and java.io.File among the fields, and the directory of a process. */
  readonly paths?: readonly string[];
  /** Arguments that the controller masks in a build's log are `********`. */
  readonly command?: readonly string[];
}

const MASK = '********';

/** How deep objects in fields are looked into. */
const MAX_DEPTH = 4;

/** More would be a list of files, not what a request is about. */
const MAX_PATHS = 20;

const LAUNCH = 'hudson.Launcher$RemoteLaunchCallable';

/** Where an object tells of a place in the file system. */
const PATH_FIELDS: Readonly<Record<string, string>> = { 'hudson.FilePath': 'remote', 'java.io.File': 'path' };

export function auditSubject(subject: JavaValue | undefined): AuditSubject {
  if (!(subject instanceof JavaObject)) return { class: undefined };
  const callable = innermostCallable(subject);
  const method = callable.get('methodName');
  const declaring = callable.get('declaringClassName');
  const paths = new Set<string>();
  collectPaths(subject, paths, 0);
  const workDir = callable.className === LAUNCH ? callable.get('workDir') : undefined;
  if (typeof workDir === 'string') paths.add(workDir);
  const command = callable.className === LAUNCH ? maskedCommand(callable) : undefined;
  return {
    class: typeof declaring === 'string' ? declaring : callable.className,
    ...(typeof method === 'string' ? { method } : {}),
    ...(paths.size > 0 ? { paths: [...paths] } : {}),
    ...(command === undefined ? {} : { command }),
  };
}

function collectPaths(value: JavaObject, paths: Set<string>, depth: number): void {
  for (const { values } of value.parts) {
    for (const field of Object.values(values)) {
      if (!(field instanceof JavaObject) || paths.size >= MAX_PATHS) continue;
      const path = pathOf(field);
      if (path !== undefined) paths.add(path);
      else if (depth < MAX_DEPTH) collectPaths(field, paths, depth + 1);
    }
  }
}

function pathOf(value: JavaObject): string | undefined {
  const name = PATH_FIELDS[value.className];
  const path = name === undefined ? undefined : value.get(name);
  return typeof path === 'string' ? path : undefined;
}

/** Undefined when it is no list of strings: then the request fails, and its failure says so. */
function maskedCommand(launch: JavaObject): readonly string[] | undefined {
  const [command, masks] = [elementsOf(launch.get('cmd')), elementsOf(launch.get('masks'))];
  if (command?.every((argument) => typeof argument === 'string') !== true) return undefined;
  return command.map((argument, i) => (masks?.[i] === true ? MASK : argument));
}

function elementsOf(value: JavaValue | undefined): readonly JavaValue[] | undefined {
  if (value instanceof JavaArray) return Array.isArray(value.elements) ? value.elements : undefined;
  try {
    return listValues(value);
  } catch (error) {
    if (error instanceof InvalidObjectError) return undefined;
    throw error;
  }
}
