import type { ElementRule, Schema } from './schema.js';

const text: ElementRule = { content: [], mixed: true };

/** Reports of CppUnit. */
export const cppUnitSchema: Schema = {
  elements: {
    TestRun: { content: ['SuiteInfo?', 'FailedTests?', 'SuccessfulTests?', 'Statistics', 'TimedTestTree?'] },
    SuiteInfo: { content: ['Author', 'Project', 'Date'] },
    Project: { content: 'anything' },
    FailedTests: { content: ['FailedTest*'] },
    FailedTest: { attributes: { 'id!': 'integer' }, content: ['Name', 'FailureType', 'Location?', 'Message'] },
    Location: { content: ['File', 'Line'] },
    SuccessfulTests: { content: ['Test*'] },
    Test: { attributes: { id: 'integer' }, content: ['Name', 'TestPath?', 'Time?'] },
    Statistics: {
      content: ['Tests', 'FailuresTotal', 'Errors', 'Failures', 'TotalElapsedTime?', 'AverageTestCaseTime?'],
    },
    TimedTestTree: { content: ['TimedSuite+'], mixed: true },
    TimedSuite: {
      attributes: { id: 'integer' },
      content: ['Name', 'TestPath', 'Time', 'TimedSuite*', 'TimedTest*'],
      mixed: true,
    },
    TimedTest: { attributes: { id: 'integer' }, content: ['Name', 'TestPath?', 'Time'] },
    Author: text,
    Date: text,
    Name: text,
    FailureType: text,
    File: text,
    Line: text,
    Message: text,
    TestPath: text,
    Time: text,
    Tests: text,
    FailuresTotal: text,
    Errors: text,
    Failures: text,
    TotalElapsedTime: text,
    AverageTestCaseTime: text,
  },
  roots: [
    ...['TestRun', 'SuiteInfo', 'FailedTests', 'FailedTest', 'Location', 'SuccessfulTests', 'Test', 'Statistics'],
    ...['TimedTestTree', 'TimedSuite', 'TimedTest', 'Name', 'FailureType', 'File', 'Line', 'Message', 'TestPath'],
    ...['Time', 'Tests', 'FailuresTotal', 'Errors', 'Failures', 'TotalElapsedTime', 'AverageTestCaseTime'],
  ],
};
