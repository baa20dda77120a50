/** What an agent asks of its controller: subclasses of jenkins.security.SlaveToMasterCallable, which has no fields. */
import { declareClass } from '../serial/declare.js';

export const SLAVE_TO_MASTER_CALLABLE = declareClass({ name: 'jenkins.security.SlaveToMasterCallable', suid: 1n });
