import { branchMethods } from './branches.js';
import { identityMethods } from './identity.js';
import { maintenanceMethods } from './maintenance.js';
import type { MethodTable } from './method.js';
import { noteMethods } from './notes.js';
import { refMethods } from './refs.js';
import { remoteRefMethods } from './remote-refs.js';
import { remoteUrlMethods } from './remote-urls.js';
import { repositoryMethods } from './repository.js';
import { revisionMethods } from './revisions.js';
import { submoduleMethods } from './submodules.js';
import { tagMethods } from './tags.js';
import { transferMethods } from './transfers.js';

/** The methods of hudson.plugins.git.IGitAPI, except for those that give out a client or run a callback: see remote-git.ts. */
export const METHODS: MethodTable = {
  ...repositoryMethods,
  ...identityMethods,
  ...remoteUrlMethods,
  ...remoteRefMethods,
  ...branchMethods,
  ...tagMethods,
  ...refMethods,
  ...revisionMethods,
  ...transferMethods,
  ...submoduleMethods,
  ...noteMethods,
  ...maintenanceMethods,
};
