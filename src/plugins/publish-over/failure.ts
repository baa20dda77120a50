/** Failures of publishing, in the plugin's words. */
import { JavaError } from '../../java/java-error.js';
import { serialVersionUid } from '../../serial/serial-version-uid.js';
import { declareThrowable } from '../../serial/throwables.js';
import type { CallableContext } from '../../callables/callable.js';

/** What the plugin throws where it says itself what is wrong. */
export class PublishFailure extends Error {
  override readonly name = 'PublishFailure';
}

/** Throwable.getLocalizedMessage() of whatever a part of publishing fails with. */
export function localizedMessage(error: unknown): string {
  if (error instanceof JavaError) return error.javaMessage ?? 'null';
  return error instanceof Error ? error.message : String(error);
}

/** Whether an error is one that a publisher may fail with; any other is a defect of ours. */
export function isFailure(error: unknown): boolean {
  return error instanceof PublishFailure || error instanceof JavaError;
}

/** A number in a message, as java.text.MessageFormat writes it in English. */
export function formatted(value: number | bigint): string {
  return value.toLocaleString('en-US');
}

const EXCEPTION = 'jenkins.plugins.publish_over.BapPublisherException';

/** As javac compiles the class since 2011; it declares no serialVersionUID, so the controller's own class tells. */
const KNOWN_UID = 2018059687184821634n;

/** How a publisher fails: the plugin prints the message as an error and ends the build by its own rules. */
export async function publisherException(message: string, context: CallableContext): Promise<JavaError> {
  const classFile = await context.agent.controllerClass(EXCEPTION, context);
  declareThrowable({ name: EXCEPTION, suid: KNOWN_UID, superclass: 'java.lang.RuntimeException' });
  return new JavaError(EXCEPTION, message, classFile === null ? {} : { suid: serialVersionUid(classFile) });
}
