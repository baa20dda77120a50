import { decodeTarHeader } from '../../../src/os/archive/tar-header.js';
import { utf8 } from '../../../src/java/charsets/charset.js';
import { declareClass, declareEnum } from '../../../src/serial/declare.js';
import { hashMap, objectArray } from '../../../src/serial/jdk.js';
import { arrayDesc } from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import type { TestCall } from '../../support/test-call.js';
import { runClass } from '../../support/find-class.js';
import { fieldTypes } from '../../support/field-types.js';

/** An object of a class that controllers send: every field an object or, by its value, a primitive. */
export function javaObject(name: string, values: Readonly<Record<string, JavaValue>> = {}): JavaObject {
  const fields = fieldTypes(values);
  return declareClass({ name, suid: 1n, fields }).create(values);
}

/** Runs one of the family's file callables. */
export async function run(
  name: string,
  fields: Readonly<Record<string, JavaValue>>,
  path: string,
  call: TestCall,
): Promise<JavaValue> {
  return runClass(javaObject(name, fields), call, path);
}

export const COMPRESSION = declareEnum('hudson.FilePath$TarCompression', ['NONE', 'GZIP']);
const LINK_OPTION = declareEnum('java.nio.file.LinkOption', ['NOFOLLOW_LINKS']);
const DISPLAY_OPTION = declareEnum('hudson.FilePath$DisplayOption', ['IGNORE_TMP_DIRS']);

export function openOptions(...names: ('NOFOLLOW_LINKS' | 'IGNORE_TMP_DIRS')[]): JavaValue {
  const options = names.map((name) => (name === 'NOFOLLOW_LINKS' ? LINK_OPTION[name] : DISPLAY_OPTION[name]));
  return objectArray(options, arrayDesc('[Ljava.nio.file.OpenOption;', 0n));
}

export const tarFactory = (method: JavaValue = COMPRESSION.GZIP): JavaObject =>
  javaObject('hudson.util.io.ArchiverFactory$TarArchiverFactory', { method });

export const glob = (includes: string | null, more: Readonly<Record<string, JavaValue>> = {}): JavaObject =>
  javaObject('hudson.util.DirScanner$Glob', {
    useDefaultExcludes: true,
    excludes: null,
    includes,
    openOptions: openOptions(),
    ...more,
  });

export const explicit = (files: Readonly<Record<string, string>>): JavaObject =>
  javaObject('hudson.FilePath$ExplicitlySpecifiedDirScanner', { files: hashMap(Object.entries(files)) });

/** Names in a tar archive, of links with their targets. */
export function tarNames(tar: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; tar[at] !== 0;) {
    const { name, linkName, size } = decodeTarHeader(tar.subarray(at, at + 512), utf8);
    found.push(linkName === '' ? name : `${name} -> ${linkName}`);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return found;
}
