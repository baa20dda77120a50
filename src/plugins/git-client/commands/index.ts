import type { Builder } from './builder.js';
import { changelogCommand } from './changelog.js';
import { checkoutCommand } from './checkout.js';
import { cloneCommand } from './clone.js';
import { fetchCommand } from './fetch.js';
import { initCommand } from './init.js';
import { mergeCommand } from './merge.js';
import { pushCommand } from './push.js';
import { rebaseCommand } from './rebase.js';
import { revListCommand } from './rev-list.js';
import { submoduleUpdateCommand } from './submodule-update.js';

/** The command builders by the name of their Java interface. */
export const BUILDERS: ReadonlyMap<string, Builder> = new Map(
  [
    initCommand,
    cloneCommand,
    fetchCommand,
    checkoutCommand,
    pushCommand,
    mergeCommand,
    rebaseCommand,
    revListCommand,
    changelogCommand,
    submoduleUpdateCommand,
  ].map((builder) => [builder.name, builder]),
);
