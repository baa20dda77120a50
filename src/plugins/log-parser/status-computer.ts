import { charsetForName, defaultCharset } from '../../java/charsets/charset.js';
import { readLines } from '../../java/charsets/lines.js';
import { JavaError } from '../../java/java-error.js';
import { Turns } from '../../os/turns.js';
import { hashMap } from '../../serial/jdk.js';
import { isThrowableA } from '../../serial/throwables.js';
import { callable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { any, nullableStr } from '../../callables/shape.js';
import type { Shaped } from '../../callables/shape.js';
import { readRules, statusOf } from './rules.js';

const fields = { charsetName: nullableStr, compiledPatterns: any, parsingRulesArray: any, remoteLog: any };

/**
 * Says which lines of a build's log are errors, warnings and so on: a HashMap, number of the line from "0" -> status. Lines
 * without a status (NONE) are left out, as the plugin's own StreamParsingStrategy leaves them out; the log is read as it comes,
 * never stored. charsetName is there since 2023; { String signature } names a temporary file.
 */
const statusComputer = callable({
  name: 'hudson.plugins.logparser.LogParserStatusComputer',
  fields,
  run: async (self, context) => {
    try {
      return hashMap(await statuses(self, context));
    } catch (error) {
      if (!(error instanceof JavaError) || !isThrowableA(error.javaClass, 'java.io.IOException')) throw error;
      throw new JavaError('java.lang.RuntimeException', error.toString(), { cause: error });
    }
  },
});

async function statuses(self: Shaped<typeof fields>, context: CallableContext): Promise<[string, string][]> {
  const rules = readRules(self.parsingRulesArray, self.compiledPatterns, context.signal);
  const turns = new Turns();
  const charset = self.charsetName === null ? defaultCharset : await charsetForName(self.charsetName);
  const found: [string, string][] = [];
  let number = 0;
  for await (const lines of readLines(context.input(self.remoteLog), charset)) {
    for (const line of lines) {
      await turns.next();
      context.signal.throwIfAborted();
      const status = await statusOf(line, rules);
      if (status !== 'NONE') found.push([String(number), status]);
      number++;
    }
  }
  return found;
}

export const logParserCallables = [statusComputer] satisfies Declaration[];
