/** java.lang.StackTraceElement. */
import { arrayDesc, objectArray } from '../jdk/arrays.js';
import { declareClass } from '../declare.js';
import { JavaArray, JavaObject } from '../model.js';
import type { JavaValue } from '../model.js';

export interface StackFrame {
  readonly declaringClass: string;
  readonly methodName: string;
  readonly fileName?: string | null;
  /** -2 for a native method, other negative numbers for unknown. */
  readonly lineNumber?: number;
  readonly classLoaderName?: string | null;
  readonly moduleName?: string | null;
  readonly moduleVersion?: string | null;
  /** Bit 0: a class of a built-in loader, whose name is not shown. Bit 1: a module of the JDK, whose version is not shown. */
  readonly format?: number;
}

const STACK_TRACE_ELEMENT = declareClass({
  name: 'java.lang.StackTraceElement',
  suid: 0x6109c59a2636dd85n,
  fields: {
    format: 'B',
    lineNumber: 'I',
    classLoaderName: 'Ljava/lang/String;',
    declaringClass: 'Ljava/lang/String;',
    fileName: 'Ljava/lang/String;',
    methodName: 'Ljava/lang/String;',
    moduleName: 'Ljava/lang/String;',
    moduleVersion: 'Ljava/lang/String;',
  },
});

const STACK_TRACE = arrayDesc('[Ljava.lang.StackTraceElement;', 0x02462a3c3cfd2239n);

/** StackTraceElement[] */
export function stackTraceArray(frames: readonly StackFrame[]): JavaArray {
  return objectArray(frames.map(stackTraceElement), STACK_TRACE);
}

/** The frames of a StackTraceElement[]; anything else in it, or instead of it, is left out. */
export function readStackTrace(value: JavaValue | undefined): StackFrame[] {
  if (!(value instanceof JavaArray) || !Array.isArray(value.elements)) return [];
  return value.elements.flatMap((element) => (element instanceof JavaObject ? [readFrame(element)] : []));
}

/** StackTraceElement.toString(): `app//some.Class.method(File.java:12)` */
export function frameText(frame: StackFrame): string {
  const { classLoaderName, moduleName, moduleVersion, fileName, lineNumber = -1, format = 0 } = frame;
  const version = moduleVersion && !(format & 2) ? `@${moduleVersion}` : '';
  const loader = classLoaderName && !(format & 1) ? `${classLoaderName}/` : '';
  const module = moduleName ? `${moduleName}${version}` : '';
  const prefix = loader || module ? `${loader}${module}/` : '';
  const line = fileName && lineNumber >= 0 ? `:${lineNumber}` : '';
  const source = lineNumber === NATIVE_METHOD ? 'Native Method' : `${fileName ?? 'Unknown Source'}${line}`;
  return `${prefix}${frame.declaringClass}.${frame.methodName}(${source})`;
}

const NATIVE_METHOD = -2;

function stackTraceElement(frame: StackFrame): JavaObject {
  return STACK_TRACE_ELEMENT.create({
    format: frame.format ?? 0,
    lineNumber: frame.lineNumber ?? -1,
    classLoaderName: frame.classLoaderName ?? null,
    declaringClass: frame.declaringClass,
    fileName: frame.fileName ?? null,
    methodName: frame.methodName,
    moduleName: frame.moduleName ?? null,
    moduleVersion: frame.moduleVersion ?? null,
  });
}

function readFrame(element: JavaObject): StackFrame {
  const text = (field: string): string | null => {
    const value = element.get(field);
    return typeof value === 'string' ? value : null;
  };
  const number = (field: string, otherwise: number): number => {
    const value = element.get(field);
    return typeof value === 'number' ? value : otherwise;
  };
  return {
    declaringClass: text('declaringClass') ?? '',
    methodName: text('methodName') ?? '',
    fileName: text('fileName'),
    lineNumber: number('lineNumber', -1),
    classLoaderName: text('classLoaderName'),
    moduleName: text('moduleName'),
    moduleVersion: text('moduleVersion'),
    format: number('format', 0),
  };
}
