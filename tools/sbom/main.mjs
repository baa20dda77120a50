/**
 * Prints what is bundled in dist/, or in the folder that is named, as CycloneDX: npm's own list of all that is installed, without what only builds and tests. Which
 * packages are bundled the build has written down, with their licences.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = process.argv[2] ?? `${root}dist`;
const bundled = new Set(
  [...readFileSync(`${dist}/LICENSES.txt`, 'utf8').matchAll(/^(?:@[\w.-]+\/)?[\w.-]+ \d+\.\d+\.\d+\S*$/gm)].map(
    ([line]) => line.replace(' ', '@'),
  ),
);
const words = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
const all = JSON.parse(
  execFileSync('npm', words, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  }),
);
const own = all.metadata.component['bom-ref'];
const isBundled = (ref) => bundled.has(ref);
const components = all.components.filter((component) => isBundled(component['bom-ref']));
const missing = [...bundled].filter((ref) => !components.some((component) => component['bom-ref'] === ref));
if (missing.length > 0) throw new Error(`not in the lock file: ${missing.join(', ')}: run "npm ci" and build again`);
const dependencies = all.dependencies
  .filter(({ ref }) => ref === own || isBundled(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isBundled) }));
// What is bundled is required, whatever npm calls what it was installed for.
const required = components.map((component) => ({
  ...component,
  scope: 'required',
  properties: [],
  licenses: component.licenses ?? statedLicenses(component.name),
}));
process.stdout.write(`${JSON.stringify({ ...all, components: required, dependencies }, undefined, 2)}\n`);

/** Of packages that state them in the way of old. */
function statedLicenses(name) {
  const { licenses } = JSON.parse(readFileSync(`${root}node_modules/${name}/package.json`, 'utf8'));
  return licenses.map(({ type }) => ({ license: { id: type } }));
}
