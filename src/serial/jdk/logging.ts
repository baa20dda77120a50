/** java.util.logging.Level and LogRecord. */
import { CustomDataWriter } from '../custom-data.js';
import { declareClass } from '../declare.js';
import { InvalidObjectError } from '../errors.js';
import { JavaObject } from '../model.js';
import type { JavaValue } from '../model.js';
import { describeValue } from '../primitive.js';
import { LEVEL_VALUES } from './log-level.js';
import type { LevelName } from './log-level.js';

export type { LevelName };

const LEVEL = declareClass({
  name: 'java.util.logging.Level',
  suid: 0x8e88711351733692n,
  fields: { value: 'I', name: 'Ljava/lang/String;', resourceBundleName: 'Ljava/lang/String;' },
});

const LEVELS = new Map<LevelName, JavaObject>();

/** java.util.logging.LogRecord: fields; custom: byte major 1, byte minor 0, int count or -1, parameters as strings */
const LOG_RECORD = declareClass({
  name: 'java.util.logging.LogRecord',
  suid: 0x4a8d593df3695196n,
  fields: {
    longThreadID: 'J',
    millis: 'J',
    nanoAdjustment: 'I',
    sequenceNumber: 'J',
    threadID: 'I',
    level: 'Ljava/util/logging/Level;',
    loggerName: 'Ljava/lang/String;',
    message: 'Ljava/lang/String;',
    resourceBundleName: 'Ljava/lang/String;',
    sourceClassName: 'Ljava/lang/String;',
    sourceMethodName: 'Ljava/lang/String;',
    thrown: 'Ljava/lang/Throwable;',
  },
  custom: ({ parameters }) => {
    const all = parameters as readonly (string | null)[] | null;
    const count = all?.length ?? -1;
    return new CustomDataWriter()
      .byte(1)
      .byte(0)
      .int(count)
      .objects(all ?? []).items;
  },
});

/** A standard level, the same object each time, as in Java. */
export function level(name: LevelName): JavaObject {
  const known = LEVELS.get(name);
  if (known) return known;
  const resourceBundleName = 'sun.util.logging.resources.logging';
  const made = LEVEL.create({ value: LEVEL_VALUES[name], name, resourceBundleName });
  LEVELS.set(name, made);
  return made;
}

/** The name and value of a Level. Throws InvalidObjectError. */
export function levelOf(value: JavaValue | undefined): { name: string; value: number } {
  const [name, number] = value instanceof JavaObject ? [value.get('name'), value.get('value')] : [];
  if (typeof name === 'string' && typeof number === 'number') return { name, value: number };
  throw new InvalidObjectError(`a java.util.logging.Level was expected, not ${describeValue(value)}`);
}

export interface LogRecordValues {
  readonly level: LevelName;
  readonly message: string | null;
  /** Milliseconds since 1970. */
  readonly millis: bigint | number;
  /** Nanoseconds within the millisecond. */
  readonly nanos?: number;
  readonly sequenceNumber: bigint | number;
  readonly threadId?: number;
  readonly loggerName?: string | null;
  readonly sourceClassName?: string | null;
  readonly sourceMethodName?: string | null;
  /** A Throwable. */
  readonly thrown?: JavaObject | null;
  /** For a message with {0}, {1}, ...; Java too sends them as text. */
  readonly parameters?: readonly (string | null)[] | null;
}

export function logRecord(values: LogRecordValues): JavaObject {
  const threadID = values.threadId ?? 1;
  const fields = {
    longThreadID: BigInt(threadID),
    millis: BigInt(values.millis),
    nanoAdjustment: values.nanos ?? 0,
    sequenceNumber: BigInt(values.sequenceNumber),
    threadID,
    level: level(values.level),
    loggerName: values.loggerName ?? null,
    message: values.message,
    resourceBundleName: null,
    sourceClassName: values.sourceClassName ?? null,
    sourceMethodName: values.sourceMethodName ?? null,
    thrown: values.thrown ?? null,
  };
  return LOG_RECORD.create(fields, { parameters: values.parameters ?? null });
}
