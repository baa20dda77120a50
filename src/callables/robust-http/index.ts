/** What agents send to servers outside of Jenkins and fetch from them, on the controller's behalf. */
import type { AnyCallable } from '../callable.js';
import { downloadCallables } from './downloads.js';
import { jcloudsCallables } from './jclouds.js';

export const robustHttpCallables: readonly AnyCallable[] = [...downloadCallables, ...jcloudsCallables];
