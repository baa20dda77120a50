/** What plugins for other formats of test reports read, once they have converted them to JUnit's. */
import type { AnyCallable } from '../../callables/callable.js';
import { mstestReports } from '../mstest/reports.js';
import { nunitReports } from '../nunit/reports.js';
import { xunitReports } from './reports.js';

export const testReportCallables: readonly AnyCallable[] = [xunitReports, nunitReports, mstestReports];
