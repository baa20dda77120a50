/** What plugins for other formats of test reports read, once they have converted them to JUnit's. */
import type { AnyCallable } from '../callable.js';
import { mstestReports } from './mstest.js';
import { nunitReports } from './nunit.js';
import { xunitReports } from './xunit.js';

export const testReportCallables: readonly AnyCallable[] = [xunitReports, nunitReports, mstestReports];
