/** How much of a page is read for a message. */
export const EXCERPT_BYTES = 16 * 1024;

const MAX_TEXT = 300;

/**
 * What a reader would see of a page in one line: of HTML its title (of a Tomcat's error page its message), or without one its
 * text; the first words of all else.
 * @param body the beginning of it, EXCERPT_BYTES at most
 */
export function pageText(contentType: string, body: string): string {
  const plain = contentType.includes('html') ? (tomcatMessage(body) ?? titleOf(body) ?? withoutTags(body)) : body;
  return plain.replace(/\s+/g, ' ').trim().slice(0, MAX_TEXT);
}

/** The title of Tomcat's error pages says the status once more; what the controller had to say stands below it. */
function tomcatMessage(html: string): string | undefined {
  const message = /<b>Message<\/b>([^<]+)/i.exec(html)?.[1];
  return message === undefined ? undefined : withoutEntities(message);
}

function titleOf(html: string): string | undefined {
  const title = /<title>([^<]+)<\/title>/i.exec(html)?.[1];
  return title === undefined ? undefined : withoutEntities(title);
}

function withoutTags(html: string): string {
  const visible = cut(cut(html, 'script'), 'style');
  return withoutEntities(visible.replace(/<[^<>]*>/g, ' '));
}

/** Elements with what is in them, however many are never closed. */
function cut(html: string, element: string): string {
  const [first = '', ...others] = html.split(new RegExp(`<${element}\\b`, 'i'));
  const close = new RegExp(`</${element}>`, 'i');
  return [first, ...others.map((part) => part.split(close).slice(1).join(' '))].join(' ');
}

function withoutEntities(text: string): string {
  return text
    .replace(/&#0?39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
