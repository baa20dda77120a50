import { LineTransform } from '../../jenkins/listener/log-transform.js';
import type { LogTransform } from '../../jenkins/listener/log-transform.js';
import { ASCII_ENDS, eachLine } from '../../jenkins/listener/line-ends.js';

/** hudson.plugins.timestamper.pipeline.GlobalDecorator: `[2026-01-31T23:59:59.999Z] ` before each line. */
export function timestamps(): LogTransform[] {
  return [
    new LineTransform((bytes) => {
      const prefix = Buffer.from(`[${new Date().toISOString()}] `);
      const parts: Buffer[] = [];
      for (const line of eachLine(bytes, ASCII_ENDS)) parts.push(prefix, line);
      return Buffer.concat(parts);
    }),
  ];
}
