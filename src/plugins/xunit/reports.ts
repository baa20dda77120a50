import { childFile } from '../../java/path.js';
import { fileCallable } from '../../callables/callable.js';
import { pipelineDetails } from '../junit/pipeline-details.js';
import { reportFiles } from '../junit/read-reports.js';
import { bool, long, str } from '../../callables/shape.js';
import { newResult } from '../junit/converted-reports.js';
import { forceMkdir } from './force-mkdir.js';

/**
 * xunit: the converted reports of one run of the step; null when there are none.
 *
 *     long    buildTime, nowMaster; boolean reduceLog
 *     String  junitFilePattern, processorId; PipelineTestDetails pipelineTestDetails
 */
export const xunitReports = fileCallable({
  name: 'org.jenkinsci.plugins.xunit.XUnitProcessor$ReportParserCallable',
  fields: {
    buildTime: long,
    nowMaster: long,
    reduceLog: bool,
    junitFilePattern: str,
    pipelineTestDetails: pipelineDetails,
    processorId: str,
  },
  run: async (self, workspace, context) => {
    const now = BigInt(Date.now());
    const directory = childFile(childFile(workspace, 'generatedJUnitFiles'), self.processorId);
    await forceMkdir(directory);
    const files = await reportFiles(directory, self.junitFilePattern, context.signal);
    if (files.length === 0) return null;
    const { pipelineTestDetails: details, reduceLog, buildTime, nowMaster } = self;
    const request = { keepLongStdio: !reduceLog, buildTime: buildTime + (now - nowMaster), details };
    return newResult(files, request, context);
  },
});
