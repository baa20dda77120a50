import type { Decision, Trouble } from './reconnect.js';

type Because = Extract<Decision, { kind: 'stop' }>['because'];

/**
 * Why an agent ends that does not try again, for the end of its log.
 * @param place where the controller was looked for: `[http://a/]`
 */
export function endReason(trouble: Trouble, because: Because, place: string): string {
  if (because === 'fatal') return 'trying again would not help';
  if (because === 'noReconnectAfter') return 'the time of -noReconnectAfter is up';
  return `${WHAT_HAPPENED[trouble](place)}, and it is not to connect again (-noReconnect, or the controller's wish)`;
}

const WHAT_HAPPENED: Readonly<Record<Trouble, (place: string) => string>> = {
  lost: () => 'the connection has ended',
  refused: (place) => `refused by ${place === '[]' ? 'the controller' : place}`,
  retryable: (place) => `there is no connection to ${place === '[]' ? 'the controller' : place}`,
  fatal: () => 'trying again would not help',
};
