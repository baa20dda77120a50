import { declareClass } from '../../serial/declare.js';
import type { DeclaredClass } from '../../serial/declare.js';
import { arrayList } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import { serialVersionUid } from '../../serial/serial-version-uid.js';
import type { CallableContext } from '../../callables/callable.js';

/** edu.hm.hafner.util.FilteredLog: messages for the build's log, of errors only the first ones. */
export class FilteredLog {
  readonly infoMessages: string[] = [];
  readonly #errors: string[] = [];
  #count = 0;

  constructor(private readonly title: string) {}

  logInfo(message: string): void {
    this.infoMessages.push(message);
  }

  logError(message: string): void {
    if (this.#count < MAX_LINES) {
      if (this.#errors.length === 0) this.#errors.push(this.title);
      this.#errors.push(message);
    }
    this.#count++;
  }

  /** Of the stack trace the first line; the others would be another program's. */
  logException(error: Error, message: string): void {
    this.logError(message);
    if (this.#count <= MAX_LINES) this.#errors.push(error.toString());
  }

  /** getErrorMessages */
  get errorMessages(): string[] {
    const skipped = this.#count - MAX_LINES;
    if (skipped <= 0) return [...this.#errors];
    return [...this.#errors, `  ... skipped logging of ${skipped} additional errors ...`];
  }
}

const MAX_LINES = 20;

const FILTERED_LOG = 'edu.hm.hafner.util.FilteredLog';

/** That of versions since the end of 2025. */
const KNOWN_UID = 6956036398485594488n;

const FIELDS = {
  lines: 'I',
  maxLines: 'I',
  errorMessages: 'Ljava/util/List;',
  infoMessages: 'Ljava/util/List;',
  title: 'Ljava/lang/String;',
} as const;

/**
 * io.jenkins.plugins.util.RemoteResultWrapper { Serializable result } extends FilteredLog, into which a log was merged.
 * FilteredLog has had two serialVersionUIDs: the controller's own class tells; a controller that serves none counts as a new one.
 */
export async function remoteResult(
  result: JavaObject,
  title: string,
  log: FilteredLog,
  context: CallableContext,
): Promise<JavaObject> {
  return wrapperClass(await logClass(context)).create({ ...fieldsOf(log, title), result });
}

/** The log itself, as an answer. */
export async function filteredLog(title: string, log: FilteredLog, context: CallableContext): Promise<JavaObject> {
  return (await logClass(context)).create(fieldsOf(log, title));
}

function fieldsOf(log: FilteredLog, title: string) {
  const messages = { errorMessages: arrayList(log.errorMessages), infoMessages: arrayList(log.infoMessages) };
  return { lines: 0, maxLines: MAX_LINES, ...messages, title };
}

async function logClass(context: CallableContext): Promise<DeclaredClass<typeof FIELDS>> {
  const classFile = await context.agent.controllerClass(FILTERED_LOG, context);
  const suid = classFile ? serialVersionUid(classFile) : KNOWN_UID;
  return declareClass({ name: FILTERED_LOG, suid, fields: FIELDS });
}

function wrapperClass(superclass: DeclaredClass<typeof FIELDS>) {
  return declareClass({
    name: 'io.jenkins.plugins.util.RemoteResultWrapper',
    suid: -6411417555105688927n,
    fields: { result: 'Ljava/io/Serializable;' },
    superclass,
  });
}
