import { expect, it } from 'vitest';
import { provide } from './system-packages.js';

async function provided(packages: readonly string[], answer: string | undefined, fails = false) {
  const happened: string[] = [];
  await provide(packages, {
    say: (line) => happened.push(line),
    ask:
      answer === undefined
        ? undefined
        : (question) => {
            happened.push(question);
            return Promise.resolve(answer);
          },
    install: (names) => {
      happened.push(`apt-get ${names.join(' ')}`);
      if (fails) throw new Error('it takes root');
    },
  });
  return happened;
}

const NEED = 'System tests need programs of these Debian packages: git, zsh';
const QUESTION = 'Install them with apt-get now? [y/N] ';

it('where nothing is missing, nothing is said', async () => {
  expect(await provided([], 'y')).toEqual([]);
});

it('where nobody can be asked, it is said what is installed before it is', async () => {
  expect(await provided(['git', 'zsh'], undefined)).toEqual([NEED, 'Installing git, zsh', 'apt-get git zsh']);
});

it('a person is asked first', async () => {
  expect(await provided(['git', 'zsh'], 'Yes ')).toEqual([NEED, QUESTION, 'Installing git, zsh', 'apt-get git zsh']);
});

it.each(['', 'n', 'no', 'yesterday'])('nothing is installed when the answer is %j', async (answer) => {
  expect(await provided(['git', 'zsh'], answer)).toEqual([
    NEED,
    QUESTION,
    'Not installed; tests that need them will fail. npm run test:unit needs none of them.',
  ]);
});

it('where it cannot be done, it is said what to install', async () => {
  expect((await provided(['git', 'zsh'], undefined, true)).at(-1)).toBe(
    'Some tests will fail: install git, zsh (it takes root)',
  );
});
