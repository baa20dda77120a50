/**
 * Writes main.cache beside main.cjs: what V8 compiled for an agent that looked for a controller where there is none. Run by
 * the build, in a process of its own. Node 22 and later keep their own caches, and get none.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from './bin/load.js';

const [dist] = process.argv.slice(2);
const { main, script } = load(dist);
if (script !== undefined) {
  await main.main(['-url', 'http://127.0.0.1:1/', '-secret', 's', '-name', 'n', '-noReconnect']);
  writeFileSync(join(dist, 'main.cache'), script.createCachedData());
}
