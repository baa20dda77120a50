import { describe, expect, it } from 'vitest';
import { UriIsh } from '../../../../src/plugins/git-client/values/uri-ish.js';
import { parseVersion } from '../../../../src/plugins/git-client/version.js';
import { branchName } from '../../../../src/plugins/git-client/methods/remote-refs.js';
import { parseBranches } from '../../../../src/plugins/git-client/methods/branches.js';
import { proxyUrl } from '../../../../src/jenkins/controller-proxy.js';
import { javaSplit, lines, onlyLine } from '../../../../src/plugins/git-client/output.js';

describe('URIish', () => {
  // As org.eclipse.jgit.transport.URIish takes them apart: scheme, user, pass, host, port, path.
  it.each([
    ['https://github.com/a/b.git', ['https', null, null, 'github.com', -1, '/a/b.git']],
    ['http://user:pa%40ss@host:8080/p%20q', ['http', 'user', 'pa@ss', 'host', 8080, '/p q']],
    ['ssh://git@host:22/~me/x', ['ssh', 'git', null, 'host', 22, '~me/x']],
    ['ssh://[::1]:22/x', ['ssh', null, null, '[::1]', 22, '/x']],
    ['git@github.com:a/b.git', [null, 'git', null, 'github.com', -1, 'a/b.git']],
    ['host:/abs/path', [null, null, null, 'host', -1, '/abs/path']],
    ['/local/path', [null, null, null, null, -1, '/local/path']],
    ['relative', [null, null, null, null, -1, 'relative']],
    ['C:\\dir', [null, null, null, null, -1, 'C:\\dir']],
    ['file:///srv/git', ['file', null, null, null, -1, '/srv/git']],
    ['file:/srv/git', ['file', null, null, null, -1, '/srv/git']],
    ['file:///C:/x', ['file', null, null, null, -1, 'C:/x']],
  ])('takes %s apart', (text, expected) => {
    const { scheme, user, pass, host, port, path } = UriIsh.parse(text)?.parts ?? {};
    expect([scheme, user, pass, host, port, path]).toEqual(expected);
  });

  it('writes it with and without the password, and in ASCII', () => {
    const uri = UriIsh.parse('https://me:s%40crät@höst/a%20b/ü');
    expect(uri?.text).toBe('https://me@höst/a%20b/ü');
    expect(uri?.privateText).toBe('https://me:s%40crät@höst/a%20b/ü');
    expect(uri?.privateAsciiText).toBe('https://me:s%40cr%C3%A4t@h%C3%B6st/a%20b/%C3%BC');
    for (const same of ['git@h:p/q.git', '/a/b', 'file:///a', 'ssh://git@h:2/x', 'C:\\dir']) {
      expect(UriIsh.parse(same)?.privateAsciiText).toBe(same);
    }
    expect(UriIsh.parse('')).toBeNull();
  });
});

it('knows versions of git', () => {
  expect(parseVersion('git version 2.39.5')).toBe(2_390_500);
  expect(parseVersion('git version 2.5.0.windows.1')).toBe(2_050_001);
  expect(parseVersion('git version 1.9.5.msysgit.1')).toBe(1_090_501);
  expect(parseVersion('git version 2.39.5 (Apple Git-154)')).toBe(2_390_500);
  expect(parseVersion('nonsense')).toBe(0);
});

it('finds the branch in a branch specification', () => {
  const table = {
    main: 'main',
    'origin/main': 'main',
    'origin/a/b': 'b',
    'refs/heads/a/b': 'refs/heads/a/b',
    'refs/tags/v1': 'refs/tags/v1',
    'remotes/origin/a/b': 'refs/heads/a/b',
    'refs/remotes/origin/a/b': 'refs/heads/a/b',
  };
  for (const [spec, name] of Object.entries(table)) expect(branchName(spec)).toBe(name);
});

it('reads lists of branches', () => {
  const sha1 = '0123456789'.repeat(4);
  const output = `* main   ${sha1} subject\r\n  a/b ${sha1}\n* (HEAD detached at x) ${sha1} s\n  remotes/origin/HEAD -> origin/main\n`;
  expect(parseBranches(output)).toEqual([
    { name: 'main', sha1 },
    { name: 'a/b', sha1 },
  ]);
});

it('splits as Java does', () => {
  expect(lines('a\r\nb\rc\n')).toEqual(['a', 'b', 'c']);
  expect(javaSplit('a\n\nb\n\n')).toEqual(['a', '', 'b']);
  expect(javaSplit('')).toEqual(['']);
  expect(onlyLine(' x \n')).toBe('x');
  expect(onlyLine('')).toBeNull();
  expect(() => onlyLine('a\nb')).toThrow('Result has multiple lines');
});

it('puts user and password of a proxy into its URL', () => {
  const proxy = { name: 'h', port: 80, noProxyHosts: [], userName: null, password: null };
  expect(proxyUrl(proxy)).toBe('http://h:80');
  expect(proxyUrl({ ...proxy, userName: 'u' })).toBe('http://u@h:80');
  expect(proxyUrl({ ...proxy, userName: 'u', password: 'p@:/%$' })).toBe('http://u:p%40:%2F%25$@h:80');
});
