/**
 * Carries out stages of the Dockerfile as a builder of images does, each step in a root of its own, so far as ours needs it.
 * What stands for the images that it begins with is a Debian system: the one that this runs on, or another that the variable
 * IMAGE_BASE names, such as one that debootstrap made.
 */
import { cp, mkdir, readFile, realpath, stat, symlink } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { shellWords } from '../../src/cli/shell-words.js';
import { parseGlobalArguments, parseStages } from './dockerfile.js';
import type { Instruction, Stage } from './dockerfile.js';
import { Root } from './root.js';

const run = promisify(execFile);
const PROJECT = join(import.meta.dirname, '../..');
const BASE = process.env['IMAGE_BASE'] ?? '/';
/** The Node of the images to build in, and what npm came with it. */
const NODE = process.env['IMAGE_NODE'] ?? process.execPath;

/** What an image says of how it is run. */
export interface ImageConfig {
  env: Record<string, string>;
  cwd: string;
  user: string;
  entrypoint: readonly string[];
  healthCheck: readonly string[];
  labels: Record<string, string>;
  volumes: readonly string[];
}

export interface BuiltImage {
  readonly root: Root;
  readonly config: ImageConfig;
}

/** Builds a stage, and those that it copies from. The caller removes the root. */
export async function buildStage(name: string): Promise<BuiltImage> {
  const text = await readFile(join(PROJECT, 'Dockerfile'), 'utf8');
  const stages = parseStages(text);
  return new Builder(stages, parseGlobalArguments(text)).build(name);
}

class Builder {
  readonly #built = new Map<string, BuiltImage>();

  constructor(
    private readonly stages: readonly Stage[],
    private readonly globals: Readonly<Record<string, string>>,
  ) {}

  async build(name: string): Promise<BuiltImage> {
    const stage = this.stages.find((candidate) => candidate.name === name);
    if (!stage) throw new Error(`There is no stage ${name}`);
    const root = await Root.over(BASE);
    const step = new Step(root, this.globals, (from) => this.#stageRoot(from));
    try {
      await prepareBase(root, stage.base);
      for (const instruction of stage.instructions) await step.carryOut(instruction);
      return { root, config: step.config };
    } catch (error) {
      await root.remove();
      throw error;
    } finally {
      for (const { root: other } of this.#built.values()) await other.remove();
    }
  }

  async #stageRoot(name: string): Promise<Root> {
    const built = this.#built.get(name) ?? (await this.build(name));
    this.#built.set(name, built);
    return built.root;
  }
}

/**
 * Makes of a system what an image of that name is: with packages that are whole, even while others are being installed, without
 * a user of the number that ours takes, and with Node where the image has it.
 */
async function prepareBase(root: Root, base: string): Promise<void> {
  const env = { PATH: SYSTEM_PATH };
  await root.run(['dpkg', '--configure', '-a'], { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } });
  await root.run(['/bin/sh', '-c', 'user=$(getent passwd 1000 | cut -d: -f1); [ -z "$user" ] || userdel "$user"'], {
    env,
  });
  if (!base.startsWith('node:')) return;
  const npm = dirname(dirname(await realpath((await run('which', ['npm'])).stdout.trim())));
  await mkdir(root.path('/usr/local/lib/node_modules'), { recursive: true });
  await cp(NODE, root.path('/usr/local/bin/node'), { dereference: true });
  await cp(npm, root.path('/usr/local/lib/node_modules/npm'), { recursive: true });
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', root.path('/usr/local/bin/npm')).catch(ignoreExisting);
  await run('chmod', ['755', root.path('/usr/local/bin/node')]);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

class Step {
  readonly config: ImageConfig = {
    env: { PATH: SYSTEM_PATH },
    cwd: '/',
    user: '0:0',
    entrypoint: [],
    healthCheck: [],
    labels: {},
    volumes: [],
  };
  readonly #args: Record<string, string> = {};

  constructor(
    private readonly root: Root,
    private readonly globals: Readonly<Record<string, string>>,
    private readonly stageRoot: (name: string) => Promise<Root>,
  ) {}

  async carryOut({ name, text }: Instruction): Promise<void> {
    const { config } = this;
    switch (name) {
      case 'ARG': {
        const [variable = '', ...value] = text.split('=');
        this.#args[variable] = value.length === 0 ? (this.globals[variable] ?? '') : value.join('=');
        return;
      }
      case 'RUN':
        await this.root.run(['/bin/sh', '-c', text], { env: { ...outside(), ...this.#variables() }, cwd: config.cwd });
        return;
      case 'COPY':
        return this.#copy(shellWords(text, name, this.#variables()));
      case 'ENV':
        Object.assign(config.env, this.#pairs(text));
        return;
      case 'LABEL':
        Object.assign(config.labels, this.#pairs(text));
        return;
      case 'WORKDIR':
        config.cwd = text;
        await mkdir(this.root.path(text), { recursive: true });
        return;
      case 'USER':
        config.user = text;
        return;
      case 'VOLUME':
        config.volumes = [...config.volumes, text];
        return;
      case 'ENTRYPOINT':
        config.entrypoint = JSON.parse(text) as string[];
        return;
      case 'HEALTHCHECK':
        config.healthCheck = JSON.parse(text.replace(/^.*\bCMD\s/, '')) as string[];
        return;
      default:
        throw new Error(`Nothing is known of ${name}`);
    }
  }

  #variables(): Record<string, string> {
    return { ...this.#args, ...this.config.env };
  }

  #pairs(text: string): Record<string, string> {
    const pairs = shellWords(text, 'the Dockerfile', this.#variables()).map((word) => word.split(/=(.*)/s));
    return Object.fromEntries(pairs.map(([key = '', value = '']) => [key, value]));
  }

  async #copy(words: readonly string[]): Promise<void> {
    const option = (name: string) => words.find((word) => word.startsWith(`--${name}=`))?.slice(`--${name}=`.length);
    const paths = words.filter((word) => !word.startsWith('--'));
    const [from, mode, target = ''] = [option('from'), option('chmod'), paths.at(-1)];
    const place = this.root.path(target.startsWith('/') ? target : join(this.config.cwd, target));
    const other = from === undefined ? undefined : await this.stageRoot(from);
    for (const source of paths.slice(0, -1)) {
      if (other) await copyInto(other.path(source), place, target, mode);
      else await copyInto(join(PROJECT, source), place, target, mode, await ignored());
    }
  }
}

/**
 * Of a folder its contents are copied; a file goes into a target that ends with a slash, and becomes any other.
 * @param without paths of the project that are left out
 */
async function copyInto(
  source: string,
  place: string,
  target: string,
  mode: string | undefined,
  without: readonly string[] = [],
): Promise<void> {
  const isFolder = (await stat(source)).isDirectory();
  const to = isFolder || !/(?:^\.?|\/)$/.test(target) ? place : join(place, basename(source));
  const filter = (path: string) => !without.some((pattern) => matchesGlob(relative(PROJECT, path), pattern));
  await cp(source, to, { recursive: true, verbatimSymlinks: true, filter });
  if (mode !== undefined) await run('chmod', ['-R', mode, to]);
}

/** The lines of .dockerignore: names at the top, and one pattern of them. */
async function ignored(): Promise<string[]> {
  return (await readFile(join(PROJECT, '.dockerignore'), 'utf8')).trim().split('\n');
}

function matchesGlob(path: string, pattern: string): boolean {
  return pattern.startsWith('*') ? !path.includes('/') && path.endsWith(pattern.slice(1)) : path === pattern;
}

/** What a builder has of the outside: the way to the package registries. */
function outside(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) =>
    /^(?:npm_config_|NODE_EXTRA_CA_CERTS$|https?_proxy$)/i.test(name),
  );
  return { HOME: '/root', DEBIAN_FRONTEND: 'noninteractive', ...Object.fromEntries(kept) };
}
