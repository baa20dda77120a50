/** The field-less superclasses that nearly every callable of core has. */
import { declareClass } from '../../../src/serial/declare.js';

/** Runs on an agent when the controller sends it. */
export const MASTER_TO_SLAVE_CALLABLE = declareClass({ name: 'jenkins.security.MasterToSlaveCallable', suid: 1n });

/** The same for operations on a FilePath. */
export const MASTER_TO_SLAVE_FILE_CALLABLE = declareClass({ name: 'jenkins.MasterToSlaveFileCallable', suid: 1n });
