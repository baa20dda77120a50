/** What agents send to servers outside of Jenkins and fetch from them, on the controller's behalf. */
import type { AnyCallable } from '../../callables/callable.js';
import { downloadCallables } from './downloads.js';
import { jcloudsCallables } from '../artifact-manager-s3/jclouds.js';

export const robustHttpCallables: readonly AnyCallable[] = [...downloadCallables, ...jcloudsCallables];
