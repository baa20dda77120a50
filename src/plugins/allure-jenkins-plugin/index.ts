/** What the plugin allure does on the agent. Its classes were in another package until 2025. */
import type { Declaration } from '../../callables/kinds.js';
import { archivingCallables } from './archive.js';
import { infoCallables } from './infos.js';
import { resultCallables } from './results.js';
import { toolCallables } from './tools.js';

export const ALLURE_PACKAGES = ['org.allurereport.jenkins.', 'ru.yandex.qatools.allure.jenkins.'];

export const declarations: readonly Declaration[] = ALLURE_PACKAGES.flatMap((home) => [
  ...resultCallables(home),
  ...infoCallables(home),
  ...archivingCallables(home),
  ...toolCallables(home),
]);
