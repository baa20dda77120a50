/** The exceptions of the steps, which pipelines catch and logs name. */
import { JavaError } from '../../java/java-error.js';
import { serialVersionUid } from '../../serial/serial-version-uid.js';
import { declareThrowable } from '../../serial/throwables.js';
import type { CallableContext } from '../../callables/callable.js';

const JSCH_EXCEPTION = 'com.jcraft.jsch.JSchException';
const BAD_EXIT_STATUS = 'org.hidetake.groovy.ssh.session.BadExitStatusException';
const SUDO_EXCEPTION = 'org.hidetake.groovy.ssh.session.execution.SudoException';

/** A host that is not reached, or lets nobody in. */
export async function jschException(message: string, context: CallableContext): Promise<JavaError> {
  const classFile = await context.agent.controllerClass(JSCH_EXCEPTION, context);
  declareThrowable({ name: JSCH_EXCEPTION, suid: -1n, superclass: 'java.lang.Exception' });
  return new JavaError(JSCH_EXCEPTION, message, classFile === null ? {} : { suid: serialVersionUid(classFile) });
}

/**
 * A command that ended with another status than 0. The class is compiled by Groovy, so its serialVersionUID is the controller's;
 * where that does not tell, the message names the class.
 */
export async function badExitStatus(message: string, exitStatus: number, context: CallableContext): Promise<JavaError> {
  const classFile = await context.agent.controllerClass(BAD_EXIT_STATUS, context);
  if (classFile === null) return runtimeException(BAD_EXIT_STATUS, message);
  const fields = { exitStatus: 'I' };
  declareThrowable({ name: BAD_EXIT_STATUS, suid: 0n, superclass: 'java.lang.RuntimeException', fields });
  return new JavaError(BAD_EXIT_STATUS, message, { suid: serialVersionUid(classFile), details: { exitStatus } });
}

/** It holds the whole remote in Groovy's form, passwords too: its message is enough. */
export function sudoException(message: string): JavaError {
  return runtimeException(SUDO_EXCEPTION, message);
}

/** Groovy's assert. */
export function assertionError(message: string): JavaError {
  return new JavaError('java.lang.AssertionError', `SSH Steps: ${message}`);
}

export function illegalArgument(message: string): JavaError {
  return new JavaError('java.lang.IllegalArgumentException', message);
}

function runtimeException(className: string, message: string): JavaError {
  return new JavaError('java.lang.RuntimeException', `${className}: ${message}`);
}
