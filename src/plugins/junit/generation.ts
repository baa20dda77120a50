/** Which generation of the plugin a controller has, where a request does not tell: its own class TestResult does. */
import type { CallableContext } from '../../callables/callable.js';

/** Whether reports of earlier builds are always left out, and a build with none of its own fails: until early 2022. */
export async function refusesOldReports(context: CallableContext): Promise<boolean> {
  return (await testResultClass(context))?.includes('Did leafNodes run') ?? false;
}

/** Whether a result has a StdioRetention, not a flag: since 2023. A controller that does not serve the class counts as a new one. */
export async function hasStdioRetention(context: CallableContext): Promise<boolean> {
  return (await testResultClass(context))?.includes('StdioRetention') ?? true;
}

function testResultClass(context: CallableContext): Promise<Buffer | null> {
  return context.agent.controllerClass('hudson.tasks.junit.TestResult', context);
}
