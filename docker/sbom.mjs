/**
 * Writes SHARE/sbom.cdx.json, a bill of materials (CycloneDX 1.5) of what the images have of ours: the agent, the packages in
 * its bundle, the Node beside it with what is in that, and the copied libraries, which no scanner of packages sees. The same
 * files give the same text.
 *
 *   node sbom.mjs PROJECT SHARE
 *
 * Runs in the image that the libraries were copied from, with the Node that was.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Alpine's list of installed packages. */
const APK = '/lib/apk/db/installed';

const [project, share] = process.argv.slice(2);
const agent = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));

const bill = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: {
    component: {
      type: 'application',
      name: agent.name,
      version: agent.version,
      licenses: [{ license: { id: agent.license } }],
    },
  },
  components: [...bundledPackages(), nodeRuntime(), ...copiedFiles()],
};
writeFileSync(join(share, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);

/** Sections of LICENSES.txt, which the build writes for what is in the bundle, begin with `NAME VERSION`. */
function bundledPackages() {
  const text = readFileSync(join(share, 'agent/dist/LICENSES.txt'), 'utf8');
  return text.split(/^-{80}\n\n/m).map((section) => {
    const [packageName, packageVersion] = section.split('\n', 1)[0].split(' ');
    const purl = `pkg:npm/${packageName.replace('@', '%40')}@${packageVersion}`;
    return { type: 'library', name: packageName, version: packageVersion, purl };
  });
}

function nodeRuntime() {
  const { node, ...parts } = process.versions;
  const components = Object.entries(parts)
    .filter(([, value]) => value !== '')
    .map(([part, value]) => ({ type: 'library', name: part, version: value }));
  const purl = `pkg:generic/node@${node}`;
  return { ...described('application', 'node', join(share, 'runtime/node')), version: node, purl, components };
}

/** The loader and the libraries of Node, and the init process where there is one. */
function copiedFiles() {
  const libraries = readdirSync(join(share, 'runtime/lib')).sort();
  const tini = ['runtime/tini'].filter((path) => existsSync(join(share, path)));
  const files = ['runtime/loader', ...libraries.map((library) => `runtime/lib/${library}`), ...tini];
  const owners = packageOwners();
  return files.map((path) => {
    const file = described('library', path, join(share, path));
    const owner = owners.get(file.hashes[0].content);
    return { ...file, ...(owner && { version: owner.version, description: `of the package ${owner.name}` }) };
  });
}

function described(type, componentName, file) {
  return { type, name: componentName, hashes: [{ alg: 'SHA-256', content: digestOf(file) }] };
}

function digestOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** Packages of this system that the libraries may have come from, by the digests of their files. */
function packageOwners() {
  const owners = new Map();
  for (const { files, ...owner } of existsSync(APK) ? alpinePackages() : debianPackages()) {
    for (const file of files.filter((path) => /\/(?:ld-|lib[^/]*\.so|tini)[^/]*$/.test(path) && existsSync(path))) {
      owners.set(digestOf(file), owner);
    }
  }
  return owners;
}

/** Paragraphs with lines P: (name), V: (version), and F: (folder) before the R: (file) of each file in it. */
function alpinePackages() {
  return readFileSync(APK, 'utf8')
    .split('\n\n')
    .map((paragraph) => {
      const owner = { name: '', version: '', files: [] };
      let folder = '';
      for (const line of paragraph.split('\n')) {
        const value = line.slice(2);
        if (line.startsWith('P:')) owner.name = value;
        if (line.startsWith('V:')) owner.version = value;
        if (line.startsWith('F:')) folder = value;
        if (line.startsWith('R:')) owner.files.push(`/${folder}/${value}`);
      }
      return owner;
    });
}

function debianPackages() {
  return ['libc6', 'libstdc++6', 'libgcc-s1', 'tini'].flatMap((packageName) => {
    const listed = spawnSync('dpkg-query', ['--listfiles', packageName], { encoding: 'utf8' });
    // It is not installed here.
    if (listed.status !== 0) return [];
    const format = '--showformat=${Version}\\n';
    const [version] = execFileSync('dpkg-query', ['--show', format, packageName], { encoding: 'utf8' }).split('\n');
    return { name: packageName, version, files: listed.stdout.split('\n') };
  });
}
