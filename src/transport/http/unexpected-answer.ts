/** What a web address answered in place of what an agent asks for, and what its user can do about it. */
import { EXCERPT_BYTES, pageText } from './page-text.js';

export interface Answer {
  /** Where the answer is from: behind redirects, where they led. */
  readonly url: URL;
  readonly status: number;
  readonly statusText: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The beginning of the body. */
  readonly body: Buffer;
}

export interface Question {
  /** What was asked for, below the root URL. */
  readonly page: 'tcpSlaveAgentListener/' | 'wsagents/';
  /** The root URL's host. */
  readonly host: string;
  /** What option gives a login to this page. */
  readonly loginOption: string;
}

/** Whether Jenkins itself gave the answer, and not something in front of it. */
export function isByJenkins({ headers, body }: Answer): boolean {
  if (headers['x-jenkins'] !== undefined || headers['server']?.startsWith('Jetty') === true) return true;
  // hudson.security.HudsonFilter says this of everything, and a refusal of an agent's secret has no text at all.
  return headers['x-content-type-options'] === 'nosniff' && body.length === 0;
}

/** What a reader would see of the answer, in one line. */
export function textOf({ headers, body }: Answer): string {
  return pageText(headers['content-type'] ?? '', body.toString('utf8', 0, EXCERPT_BYTES));
}

/** What it means and what to do; undefined when the status says no more than itself. */
export function explain(answer: Answer, question: Question): string | undefined {
  const { status, headers, url } = answer;
  if (/plain http request .{0,20}https port/i.test(textOf(answer)))
    return 'this port speaks TLS: use https:// in the URL';
  if (status === 401) return `it wants a login, or refuses the one that it got: ${question.loginOption}`;
  if (status === 403)
    return `${inFront(answer)} refuses this agent: have it pass ${pathOf(url)} on, or give what it asks for with ${question.loginOption}`;
  if (status >= 300 && status < 400) return moved(headers['location'], answer, question);
  if (status === 503) return 'the controller is starting or going down, or what is in front does not reach it: wait';
  if (status === 502 || status === 504)
    return `${inFront(answer)} does not reach the controller: see whether that runs`;
  if (status >= 500) return 'an error of the controller: see its log';
  if (status === 200)
    return isLogin(answer, question) ? loginPage(answer, question) : 'a page, but not of Jenkins: check -url';
  return undefined;
}

function inFront({ headers }: Answer): string {
  const server = headers['server'];
  return `something in front of the controller${server === undefined ? '' : ` (${server.slice(0, 60)})`}`;
}

/** The value to give is the root, without what was asked for below it. */
function moved(location: string | undefined, answer: Answer, question: Question): string | undefined {
  if (location === undefined || !URL.canParse(location, answer.url.href)) return undefined;
  const { origin, pathname } = new URL(location, answer.url);
  if (pathname.endsWith(`/${question.page}`) || pathname.endsWith(`/${question.page.slice(0, -1)}`)) {
    return `it moved: use -url ${origin}${pathname.slice(0, pathname.lastIndexOf(question.page.slice(0, -1)))}`;
  }
  return `it leads to ${origin}${pathname}: ${loginPage(answer, question)}`;
}

function loginPage({ url }: Answer, { loginOption }: Question): string {
  return `a login page stands in front of the controller: have it pass ${pathOf(url)} on, or give what it asks for with ${loginOption}`;
}

function isLogin({ url, body }: Answer, { host }: Question): boolean {
  return (
    url.host !== host ||
    /type\s?=\s?["']?password|<title>[^<]{0,60}(?:log ?in|sign ?in)/i.test(body.toString('utf8', 0, EXCERPT_BYTES))
  );
}

/** Behind redirects the path is another's, and not what has to be passed on. */
function pathOf({ pathname }: URL): string {
  return /\/(?:tcpSlaveAgentListener|wsagents)\/$/.test(pathname) ? pathname : 'what agents ask for';
}
