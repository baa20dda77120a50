/**
 * What the plugin's results are on the wire. Versions differ in two ways:
 *
 * - They have more fields as they get newer. Java looks fields up by name, so what is sent here are all fields of all
 *   versions; those that a controller does not know it skips.
 * - The superclasses of TestResult and CaseResult have computed serialVersionUIDs that change now and then, and no fields.
 *   Java takes an object without them, so they are left out.
 */
import { declareClass, declareEnum } from '../../serial/declare.js';

export const TEST_RESULT = declareClass({
  name: 'hudson.tasks.junit.TestResult',
  suid: 1n,
  fields: {
    duration: 'F',
    keepProperties: 'Z',
    keepTestNames: 'Z',
    skipOldReports: 'Z',
    startTime: 'J',
    impl: 'Lio/jenkins/plugins/junit/storage/TestResultImpl;',
    stdioRetention: 'Lhudson/tasks/junit/StdioRetention;',
    suites: 'Ljava/util/List;',
  },
});

/** Until 2023, when stdioRetention took the place of keepLongStdio. */
export const OLD_TEST_RESULT = declareClass({
  name: 'hudson.tasks.junit.TestResult',
  suid: 1n,
  fields: {
    duration: 'F',
    keepLongStdio: 'Z',
    keepProperties: 'Z',
    skipOldReports: 'Z',
    startTime: 'J',
    impl: 'Lio/jenkins/plugins/junit/storage/TestResultImpl;',
    suites: 'Ljava/util/List;',
  },
});

export const SUITE_RESULT = declareClass({
  name: 'hudson.tasks.junit.SuiteResult',
  suid: 1n,
  fields: {
    duration: 'F',
    startTime: 'J',
    cases: 'Ljava/util/List;',
    enclosingBlockNames: 'Ljava/util/List;',
    enclosingBlocks: 'Ljava/util/List;',
    file: 'Ljava/lang/String;',
    id: 'Ljava/lang/String;',
    name: 'Ljava/lang/String;',
    nodeId: 'Ljava/lang/String;',
    properties: 'Ljava/util/Map;',
    stderr: 'Ljava/lang/String;',
    stdout: 'Ljava/lang/String;',
    time: 'Ljava/lang/String;',
    timestamp: 'Ljava/lang/String;',
  },
});

export const CASE_RESULT = declareClass({
  name: 'hudson.tasks.junit.CaseResult',
  suid: 1n,
  fields: {
    duration: 'F',
    failedSince: 'I',
    isProperFailure: 'Z',
    keepTestNames: 'Z',
    skipped: 'Z',
    startTime: 'J',
    className: 'Ljava/lang/String;',
    errorDetails: 'Ljava/lang/String;',
    errorStackTrace: 'Ljava/lang/String;',
    flakyFailures: 'Ljava/util/List;',
    properties: 'Ljava/util/Map;',
    rerunFailures: 'Ljava/util/List;',
    skippedMessage: 'Ljava/lang/String;',
    stderr: 'Ljava/lang/String;',
    stdout: 'Ljava/lang/String;',
    testName: 'Ljava/lang/String;',
  },
});

/** A record. Plugins before 1380 lack it, and skip it with the lists that it is in. */
export const FAILURE = declareClass({
  name: 'hudson.tasks.junit.Failure',
  suid: 0n,
  fields: {
    message: 'Ljava/lang/String;',
    stackTrace: 'Ljava/lang/String;',
    stderr: 'Ljava/lang/String;',
    stdout: 'Ljava/lang/String;',
    type: 'Ljava/lang/String;',
  },
});

export const STDIO_RETENTION = declareEnum('hudson.tasks.junit.StdioRetention', ['ALL', 'FAILED', 'NONE']);
