import { readShape, str } from '../../callables/shape.js';
import { lineCharset } from '../../jenkins/listener/charset-lines.js';
import { eachLine } from '../../jenkins/listener/line-ends.js';
import type { LineCharset } from '../../jenkins/listener/charset-lines.js';
import { LineTransform } from '../../jenkins/listener/log-transform.js';
import type { LogTransform } from '../../jenkins/listener/log-transform.js';
import type { JavaObject } from '../../serial/model.js';
import { alternation } from '../credentials-binding/literal-pattern.js';
import { secretTexts } from '../credentials-binding/secret-fields.js';

const SONAR_MASK = '******';

/** The line of a report's address, which may hold what is also a password: it stays readable. */
const REPORT_LINE = 'ANALYSIS SUCCESSFUL, you can browse ';

/**
 * hudson.plugins.sonar.SonarBuildWrapper$SonarQubePasswordLogFilter {List passwords, String consoleCharset}: withSonarQubeEnv.
 * Every line is decoded and encoded (MaskPasswordsOutputStream), be there a password in it or not.
 */
export function maskSonarPasswords(filter: JavaObject): LogTransform[] {
  const { consoleCharset } = readShape(filter, { consoleCharset: str });
  const passwords = secretTexts(filter.get('passwords') ?? null, filter.className);
  const pattern = passwords.length === 0 ? undefined : alternation(passwords);
  let lines: LineCharset | undefined;
  const ready = lineCharset(consoleCharset).then((charset) => {
    lines = charset;
  });
  const known = (): LineCharset => {
    // Listeners push nothing before `ready`.
    if (!lines) throw new Error('text came before its charset was loaded');
    return lines;
  };
  const masked = (bytes: Buffer): Buffer => {
    const { charset, ends } = known();
    const out: Buffer[] = [];
    for (const line of eachLine(bytes, ends)) {
      const text = charset.decode(line);
      out.push(charset.encode(pattern && !text.includes(REPORT_LINE) ? text.replace(pattern, SONAR_MASK) : text));
    }
    return Buffer.concat(out);
  };
  return [new LineTransform(masked, { ready, ends: () => known().ends })];
}
