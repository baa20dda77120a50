/**
 * Writes a code cache beside main.cjs: what V8 compiled for an agent that connected to the embedded controller by TCP and by
 * WebSocket and answered a few calls, and so what every agent needs. Run by the build, in a process of its own: an argument
 * names the folder of main.cjs, another the bundled controller, by absolute paths. The cache serves the Node that runs this.
 * With Node's `--predictable --random-seed=1`, which leave V8 its word for what it takes, it is the same bytes each time, but
 * for a bit or two of functions that V8 was just about to compile better, now and then.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { cacheFile, loadWithoutCache } from './bin/load.js';

const CONNECT_MS = 60_000;

const [dist, controllerPath] = process.argv.slice(2);
const { main, script } = loadWithoutCache(dist);
const { Controller } = await import(pathToFileURL(controllerPath));
for (const webSocket of [false, true]) await connectOnce(Controller, webSocket);
writeFileSync(cacheFile(dist), script.createCachedData());

async function connectOnce(Controller, webSocket) {
  const controller = await Controller.start({ settings: { setUpAgents: false } });
  const node = controller.addNode('build', { webSocket });
  const words = ['-url', controller.url, '-secret', node.secret, '-name', node.name, '-noReconnect'];
  const ended = main.main(webSocket ? [...words, '-webSocket'] : words);
  try {
    const early = ended.then((code) => Promise.reject(new Error(`The agent ended with ${code}`)));
    const computer = await Promise.race([node.whenOnline(CONNECT_MS), early]);
    await computer.ping();
  } finally {
    await controller.close();
  }
  await ended;
}
