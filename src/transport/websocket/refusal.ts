/** What a controller, or something in between, answered instead of a WebSocket upgrade. */
import { TransportError } from '../errors.js';

export interface HttpRefusal {
  readonly status: number;
  readonly statusText: string;
  readonly location: string | undefined;
  readonly contentType: string;
  readonly body: string;
}

/** The error for an answer to the upgrade request of agent `name`; the answer's own text is kept in it. */
export function upgradeRefused(answer: HttpRefusal, name: string): TransportError {
  const text = textOf(answer);
  const { code, policy, hint } = classify(answer, text, name);
  const line = `${answer.status} ${answer.statusText}`.trim();
  return new TransportError(code, policy, `Handshake error: ${line}${text === '' ? '' : `: ${text}`} (${hint})`);
}

type Verdict = Pick<TransportError, 'code' | 'policy'> & { readonly hint: string };

function classify({ status, location }: HttpRefusal, text: string, name: string): Verdict {
  if (status === 401 || status === 403) {
    return refused(
      `the secret does not belong to agent ${name}, or something in front of the controller wants a login`,
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
  if (status === 400 && text !== '') return refused('the controller refused this agent');
  if (status >= 300 && status < 400 && location !== undefined) return failed(`it moved: use -url with ${location}`);
  if (status >= 500) return failed('the controller is not ready, or an error there: see its log');
  return failed('a proxy between here and the controller does not pass WebSocket upgrades on');
}

function refused(hint: string): Verdict {
  return { code: 'REFUSED', policy: 'refused', hint };
}

function failed(hint: string): Verdict {
  return { code: 'UPGRADE_FAILED', policy: 'retryable', hint };
}

const MAX_TEXT = 300;

/** The first words of the body; of an HTML page its title, or without one what a reader would see of it. */
function textOf({ contentType, body }: HttpRefusal): string {
  const plain = contentType.includes('html')
    ? (/<title>([^<]+)<\/title>/i.exec(body)?.[1] ?? body)
        .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
        .replace(/<[^>]*>/g, ' ')
        .replace(/&#0?39;/g, "'")
        .replace(/&quot;/g, '"')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&amp;/g, '&')
    : body;
  return plain.replace(/\s+/g, ' ').trim().slice(0, MAX_TEXT);
}
