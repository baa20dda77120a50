/** What is in the image. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../../src/agent/version.js';
import { finish } from './container.js';
import { IMAGE, podman, TARGET } from './podman.js';

async function shell(script: string, options: readonly string[] = []): Promise<string> {
  const { how, output } = await finish(['-c', script], { options: ['--entrypoint=/bin/sh', ...options] });
  expect({ how, output }).toMatchObject({ how: 'exit code 0' });
  return output;
}

describe('the image', () => {
  it('has the tools of the official one', async () => {
    const own = TARGET === 'debian' ? ['fc-list --version'] : ['openssl version', 'locale'];
    const tools = ['bash', 'curl', 'git', 'git-lfs', 'less', 'patch', 'ps'].map((tool) => `${tool} --version`);
    await shell([...tools, 'ssh -V', ...own].join(' && '));
  });

  it('has git-lfs for everybody, time zones, certificates', async () => {
    const script =
      'git config --system filter.lfs.process && TZ=Asia/Tokyo date +%Z && ls /etc/ssl/certs/ca-certificates.crt';
    expect(await shell(script)).toBe('git-lfs filter-process\nJST\n/etc/ssl/certs/ca-certificates.crt\n');
  });

  it.each(['1000:0', '1000680000:0'])(
    'keeps to itself what is its own, and its home is for group 0: %s',
    async (user) => {
      const script =
        'find /usr/share/jenkins /usr/local/bin -writable ! -type l; cd && touch x agent/x && rm x agent/x; id -u';
      expect(await shell(script, [`--user=${user}`])).toBe(`${user.replace(':0', '')}\n`);
    },
  );

  it('has its code compiled by its own Node', async () => {
    const agent = '/usr/share/jenkins/agent';
    const script = `console.log(require('${agent}/bin/load.js').load('${agent}/dist').fromCache)`;
    const runtime = '/usr/share/jenkins/runtime';
    const node = `${runtime}/loader --library-path ${runtime}/lib ${runtime}/node`;
    expect(await shell(`${node} --eval "${script}"`)).toBe('true\n');
  });

  it('says what it is', async () => {
    const [image] = JSON.parse(await podman('image', 'inspect', IMAGE)) as [ImageConfig];
    const revision = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
    const base = TARGET === 'debian' ? 'debian:trixie-slim' : 'alpine:3.22';
    expect(image.Config).toMatchObject({
      User: '1000:0',
      WorkingDir: '/home/jenkins',
      Volumes: { '/home/jenkins/agent': {} },
      Entrypoint: ['/usr/local/bin/jenkins-agent'],
      Labels: {
        'org.opencontainers.image.version': VERSION,
        'org.opencontainers.image.revision': revision,
        'org.opencontainers.image.licenses': 'MIT',
        'org.opencontainers.image.base.name': `docker.io/library/${base}`,
      },
    });
    expect(image.Healthcheck.Test).toEqual(['CMD', '/usr/local/bin/jenkins-agent-health']);
  });

  it('has a bill of all that is in it of ours', async () => {
    const bill = JSON.parse(await shell('cat /usr/share/jenkins/sbom.cdx.json')) as Bill;
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { version: VERSION } } });
    const listing = await shell('cd /usr/share/jenkins && find runtime -type f | sort | xargs sha256sum');
    const files = new Map(
      listing
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ +/) as [string, string]),
    );
    const hashed = bill.components.filter(({ hashes }) => hashes);
    expect(new Set(hashed.map(({ hashes }) => hashes?.[0]?.content))).toEqual(new Set(files.keys()));
    for (const { name, description, version } of hashed.filter(({ name }) => name !== 'node')) {
      expect(description, name).toMatch(/^of the package /);
      expect(version, name).toMatch(/^\d/);
    }
    const licenses = await shell('cat /usr/share/jenkins/agent/dist/LICENSES.txt');
    for (const { name, version } of bill.components.filter(({ purl }) => purl?.startsWith('pkg:npm/'))) {
      expect(licenses).toContain(`${name} ${version ?? ''}\n`);
    }
    expect(bill.components.find(({ name }) => name === 'node')).toMatchObject({
      purl: expect.stringMatching(/^pkg:generic\/node@24\./) as string,
      components: expect.arrayContaining([expect.objectContaining({ name: 'openssl' })]) as unknown,
    });
  });
});

interface ImageConfig {
  readonly Config: unknown;
  readonly Healthcheck: { readonly Test: readonly string[] };
}

interface Bill {
  readonly components: readonly {
    readonly name: string;
    readonly version?: string;
    readonly description?: string;
    readonly purl?: string;
    readonly hashes?: readonly { readonly content: string }[];
  }[];
}
