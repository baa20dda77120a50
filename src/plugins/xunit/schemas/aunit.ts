import type { ElementRule, Schema } from './schema.js';

const text: ElementRule = { content: [], mixed: true };

/** Reports of AUnit 2 and later. */
export const aUnitSchema: Schema = {
  elements: {
    TestRun: {
      attributes: { elapsed: 'string' },
      content: { all: ['Statistics', 'FailedTests?', 'SuccessfulTests?'] },
    },
    Statistics: { content: ['Tests', 'FailuresTotal', 'Failures', 'Errors'] },
    FailedTests: { content: ['Test*'] },
    SuccessfulTests: { content: ['Test*'] },
    Test: {
      attributes: { id: 'integer' },
      content: { all: ['Name', 'FailureType?', 'Location?', 'Message?', 'Exception?'] },
    },
    Location: { content: ['File', 'Line'] },
    Exception: { content: { all: ['Message?', 'Information?', 'Traceback?'] } },
    Tests: text,
    FailuresTotal: text,
    Failures: text,
    Errors: text,
    Name: text,
    FailureType: text,
    File: text,
    Line: text,
    Message: text,
    Information: text,
    Traceback: text,
  },
};
