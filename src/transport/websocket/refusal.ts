/** What a controller, or something in between, answered instead of a WebSocket upgrade. */
import { TransportError } from '../errors.js';
import { type Answer, explain, isByJenkins, textOf } from '../http/unexpected-answer.js';

/** The error for an answer to the upgrade request of agent `name`; the answer's own text is kept in it. */
export function upgradeRefused(answer: Answer, name: string): TransportError {
  const text = textOf(answer);
  const { code, policy, hint } = classify(answer, text, name);
  const line = `${answer.status} ${answer.statusText}`.trim();
  return new TransportError(code, policy, `Handshake error: ${line}${text === '' ? '' : `: ${text}`} (${hint})`);
}

type Verdict = Pick<TransportError, 'code' | 'policy'> & { readonly hint: string };

/** -credentials cannot be given together with -webSocket. */
const LOGIN_OPTION = '-webSocketHeader NAME=VALUE, or a login in the URL (https://USER:TOKEN@HOST/)';

function classify(answer: Answer, text: string, name: string): Verdict {
  const { status, url } = answer;
  if (status === 403 && isByJenkins(answer)) {
    return refused(
      `the secret does not belong to agent ${name}: compare it with the page of the node, computer/${name}`,
    );
  }
  if (status === 404) {
    const hint = 'no WebSocket agents here: wrong -url, or a controller that does not support WebSocket';
    return { code: 'WEBSOCKET_UNSUPPORTED', policy: 'refused', hint };
  }
  if (text.includes('already connected'))
    return refused('the controller still holds an earlier connection of this agent');
  if (text.includes('no such agent')) return refused(`the controller has no inbound agent ${name}`);
  if (text.includes('only for use from agent.jar')) {
    return failed('a proxy between here and the controller removed request headers');
  }
  const hint = explain(answer, { page: 'wsagents/', host: url.host, loginOption: LOGIN_OPTION });
  if (status === 401 && hint !== undefined) return refused(hint);
  if (hint !== undefined) return failed(hint);
  if (status === 400 && text !== '') return refused('the controller refused this agent');
  return failed('a proxy between here and the controller does not pass WebSocket upgrades on');
}

function refused(hint: string): Verdict {
  return { code: 'REFUSED', policy: 'refused', hint };
}

function failed(hint: string): Verdict {
  return { code: 'UPGRADE_FAILED', policy: 'retryable', hint };
}
