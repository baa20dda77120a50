import { declareEnum } from '../../../src/serial/declare.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import type { FakeCall, FakeOutput } from '../../support/fake-call.js';
import { controllerPath, object, openOptions, streamListener } from '../file-path/objects.js';
import type { Field } from './operations.js';

const COMPRESSION = declareEnum('hudson.FilePath$TarCompression', ['NONE', 'GZIP']);

/** The Java value of a field, as it comes from a controller. Streams to write to are added to `outputs`. */
export function fieldValue(field: Field, call: FakeCall, outputs: FakeOutput[]): JavaValue {
  if (typeof field !== 'object' || field === null) return field;
  const output = (): JavaObject => {
    const made = call.newOutput();
    outputs.push(made);
    return made.value;
  };
  if ('long' in field) return BigInt(field.long);
  if ('path' in field) return controllerPath(field.path);
  if ('virtual' in field) return virtualFile(field.virtual);
  if ('glob' in field) return globScanner(field.glob);
  if ('options' in field) return openOptions(field.options === 'strict');
  if ('compression' in field) return COMPRESSION[field.compression];
  if ('factory' in field) return archiverFactory(field.factory);
  if ('input' in field) return call.newInput([Buffer.from(field.input, 'base64')]).value;
  if ('locale' in field) return object('java.util.Locale', { language: field.locale });
  if ('listener' in field) return streamListener(output());
  return output();
}

function virtualFile(path: string): JavaValue {
  const file = controllerPath(path);
  return object('jenkins.util.VirtualFile$FilePathVF', { cacheDescendant: false, f: file, root: file });
}

function globScanner(includes: string): JavaValue {
  const fields = { useDefaultExcludes: true, excludes: null, includes, openOptions: openOptions(false) };
  return object('hudson.util.DirScanner$Glob', fields);
}

function archiverFactory(kind: 'zip' | 'tar'): JavaValue {
  return kind === 'tar'
    ? object('hudson.util.io.ArchiverFactory$TarArchiverFactory', { method: COMPRESSION.GZIP })
    : object('hudson.util.io.ArchiverFactory$ZipArchiverFactory', { prefix: null, openOptions: openOptions(false) });
}
