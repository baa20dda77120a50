/** Reading exceptions. */
import { listValues } from '../jdk/collection-contents.js';
import { JavaObject } from '../model.js';
import type { ClassDesc, JavaValue } from '../model.js';
import { causeRule } from './causes.js';
import { joinedMessage } from './messages.js';
import type { Details } from './messages.js';
import { frameText, readStackTrace } from './stack-frame.js';
import type { StackFrame } from './stack-frame.js';

export interface ThrowableDescription {
  /** Class name; that of the original when it came as a hudson.remoting.ProxyException. */
  readonly javaClass: string;
  /** getMessage(), of the original likewise. */
  readonly message: string | null;
  /** Whether it came as a hudson.remoting.ProxyException, a copy that tells class and message only. */
  readonly proxied: boolean;
  readonly cause?: JavaObject;
  readonly suppressed: readonly JavaObject[];
  readonly stackTrace: readonly StackFrame[];
}

/** What an exception says. Works for any subclass of java.lang.Throwable; fields that are missing read as null. */
export function describeThrowable(value: JavaObject): ThrowableDescription {
  const cause = causeOf(value);
  return {
    ...originalOf(value.className, messageOf(value)),
    ...(cause && { cause }),
    suppressed: suppressedOf(value),
    stackTrace: readStackTrace(value.get('stackTrace')),
  };
}

/** Throwable.printStackTrace() as text: causes and suppressed exceptions indented below, without a final line end. */
export function stackTraceText(value: JavaObject): string {
  const lines: string[] = [];
  print(value, '', '', [], new Set(), lines);
  return lines.join('\n');
}

/** A ProxyException's message is the toString() of what it stands for. */
function originalOf(
  javaClass: string,
  message: string | null,
): Omit<ThrowableDescription, 'suppressed' | 'stackTrace'> {
  if (javaClass !== PROXY_EXCEPTION || message === null) return { javaClass, message, proxied: false };
  const [, original, text] = /^([\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}\p{N}_$]+)+)(?:: (.*))?$/su.exec(message) ?? [];
  if (original === undefined) return { javaClass, message, proxied: false };
  return { javaClass: original, message: text ?? null, proxied: true };
}

const PROXY_EXCEPTION = 'hudson.remoting.ProxyException';

function messageOf(value: JavaObject): string | null {
  const fields: Record<string, Details[string]> = {};
  for (const part of value.parts) {
    for (const [name, field] of Object.entries(part.values)) if (!isObject(field)) fields[name] = field;
  }
  return joinedMessage(hierarchyOf(value), fields);
}

function isObject(value: JavaValue): value is Exclude<JavaValue, Details[string]> {
  return typeof value === 'object' && value !== null;
}

function causeOf(value: JavaObject): JavaObject | undefined {
  const rule = causeRule(hierarchyOf(value));
  for (const field of ['cause', ...(rule ? [rule.field] : [])]) {
    const cause = value.get(field);
    // An exception that is its own cause has none.
    if (cause instanceof JavaObject && cause !== value) return cause;
  }
  return undefined;
}

function suppressedOf(value: JavaObject): JavaObject[] {
  const list = value.get('suppressedExceptions');
  if (!(list instanceof JavaObject)) return [];
  return listValues(list).filter((one): one is JavaObject => one instanceof JavaObject);
}

function hierarchyOf(value: JavaObject): string[] {
  const names: string[] = [];
  for (let desc: ClassDesc | null = value.desc; desc; desc = desc.superDesc) names.push(desc.name);
  return names;
}

function print(
  value: JavaObject,
  indent: string,
  caption: string,
  enclosing: readonly string[],
  seen: Set<JavaObject>,
  lines: string[],
): void {
  const message = messageOf(value);
  const title = message === null ? value.className : `${value.className}: ${message}`;
  if (seen.has(value)) {
    lines.push(`${indent}${caption}[CIRCULAR REFERENCE: ${title}]`);
    return;
  }
  seen.add(value);
  lines.push(`${indent}${caption}${title}`);
  const frames = readStackTrace(value.get('stackTrace')).map(frameText);
  const common = commonTail(frames, enclosing);
  for (const frame of frames.slice(0, frames.length - common)) lines.push(`${indent}\tat ${frame}`);
  if (common > 0) lines.push(`${indent}\t... ${common} more`);
  for (const one of suppressedOf(value)) print(one, `${indent}\t`, 'Suppressed: ', frames, seen, lines);
  const cause = causeOf(value);
  if (cause) print(cause, indent, 'Caused by: ', frames, seen, lines);
}

function commonTail(frames: readonly string[], enclosing: readonly string[]): number {
  let common = 0;
  while (
    common < frames.length &&
    common < enclosing.length &&
    frames[frames.length - 1 - common] === enclosing[enclosing.length - 1 - common]
  ) {
    common++;
  }
  return common;
}
