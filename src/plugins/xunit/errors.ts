/** The exceptions by which the plugin knows what went wrong. Java computes their serialVersionUIDs, so the controller's classes tell them. */
import { JavaError } from '../../java/java-error.js';
import { serialVersionUid } from '../../serial/serial-version-uid.js';
import { declareThrowable } from '../../serial/throwables.js';
import type { CallableContext } from '../../callables/callable.js';

const PACKAGE = 'org.jenkinsci.plugins.xunit.service.';

/** As javac compiles versions 3.0 to 3.1.6. */
const KNOWN_UIDS = {
  TransformerException: 3135470201911994707n,
  EmptyReportFileException: -2275103735945789590n,
  NoNewTestReportException: -8193317457531464472n,
  NoTestFoundException: 1856563904611035969n,
} as const;

/** An exception of the plugin's; all are java.io.IOExceptions. */
export async function xunitError(
  kind: keyof typeof KNOWN_UIDS,
  message: string,
  context: CallableContext,
): Promise<JavaError> {
  const name = PACKAGE + kind;
  const classFile = await context.agent.controllerClass(name, context);
  for (const [each, suid] of Object.entries(KNOWN_UIDS)) {
    const isBase = each === 'TransformerException';
    const superclass = isBase ? 'java.io.IOException' : `${PACKAGE}TransformerException`;
    declareThrowable({ name: PACKAGE + each, suid, superclass });
  }
  return new JavaError(name, message, classFile === null ? {} : { suid: serialVersionUid(classFile) });
}
