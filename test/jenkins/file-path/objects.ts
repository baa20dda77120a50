/** Objects as a controller would send them. */
import { declareClass, declareEnum } from '../../../src/serial/declare.js';
import { arrayDesc, objectArray } from '../../../src/serial/jdk.js';
import type { JavaObject } from '../../../src/serial/model.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { fieldTypes } from '../../support/field-types.js';

const FILE_PATH = declareClass({
  name: 'hudson.FilePath',
  suid: 1n,
  fields: { remote: 'Ljava/lang/String;', urlFactory: 'Lhudson/FilePath$UrlFactory;' },
  custom: () => [Buffer.of(0)],
});

/** A path of ours as the controller sends it. */
export const controllerPath = (remote: string): JavaObject => FILE_PATH.create({ remote, urlFactory: null });

/** An instance of a class with these fields; signatures follow from the values. */
export function object(
  name: string,
  values: Readonly<Record<string, JavaValue>> = {},
  { suid = 1n, superclass }: { suid?: bigint; superclass?: string } = {},
): JavaObject {
  const fields = fieldTypes(values);
  const parent = superclass === undefined ? {} : { superclass: declareClass({ name: superclass, suid: 1n }) };
  return declareClass<Record<string, string>, Record<string, string>>({ name, suid, fields, ...parent }).create(values);
}

const STREAM_TASK_LISTENER = declareClass({
  name: 'hudson.util.StreamTaskListener',
  suid: 1n,
  custom: ({ items }) => items as JavaValue[],
});

/** A hudson.util.StreamTaskListener that prints to a RemoteOutputStream. */
export function streamListener(out: JavaObject): JavaObject {
  return STREAM_TASK_LISTENER.create({}, { items: [out, 'UTF-8'] });
}

const LINK_OPTION = declareEnum('java.nio.file.LinkOption', ['NOFOLLOW_LINKS']);
const DISPLAY_OPTION = declareEnum('hudson.FilePath$DisplayOption', ['IGNORE_TMP_DIRS']);
const OPEN_OPTIONS = arrayDesc('[Ljava.nio.file.OpenOption;', 1n);

/** The OpenOption[] of the workspace browser, or an empty one. */
export const openOptions = (strict: boolean): JavaValue =>
  objectArray(strict ? [LINK_OPTION.NOFOLLOW_LINKS, DISPLAY_OPTION.IGNORE_TMP_DIRS] : [], OPEN_OPTIONS);
