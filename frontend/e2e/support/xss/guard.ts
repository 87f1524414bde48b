import type { BrowserContext } from '@playwright/test';

/** What a message may be made of. `href`s are judged apart. */
const ALLOWED: Record<string, readonly string[]> = {
  a: ['href', 'target', 'rel', 'dir'],
  mark: ['dir'],
  bdi: [],
  strong: [],
  em: [],
  del: [],
  code: [],
  pre: ['tabindex', 'data-more'],
  p: ['class', 'dir'],
  div: ['class', 'dir'],
  span: ['class'],
  br: [],
  hr: [],
  blockquote: ['dir'],
  ul: ['class', 'dir'],
  ol: ['start', 'class', 'dir'],
  li: ['class'],
  table: [],
  thead: [],
  tbody: [],
  tr: [],
  th: ['style'],
  td: ['style'],
  section: ['class', 'aria-label', 'tabindex', 'dir', 'data-bare', 'data-cut', 'data-more'],
  time: ['datetime', 'title'],
  button: ['type', 'class', 'aria-label', 'title', 'aria-expanded'],
  svg: [
    'xmlns',
    'width',
    'height',
    'viewBox',
    'fill',
    'stroke',
    'stroke-width',
    'stroke-linecap',
    'stroke-linejoin',
    'class',
    'aria-hidden',
  ],
  path: ['d'],
  rect: ['width', 'height', 'x', 'y', 'rx', 'ry'],
};
/** What nothing on the page is, wherever it stands. */
const NOWHERE =
  'iframe, object, embed, base, form[action], img:not([src="/icon.svg"]), video, audio, frame, meta[http-equiv], link[rel=import]';

interface Watch {
  allowed: typeof ALLOWED;
  nowhere: string;
}

declare global {
  interface Window {
    tellBreach(what: string): void;
  }
}

/**
 * Watches all pages of a context for what a hostile text could do: a dialog, a window, a request to elsewhere, a
 * report of the page's policy, an error, or an element, an attribute or a link that no message has.
 *
 * @returns what happened so far, each once
 */
export async function watchForBreaches(context: BrowserContext, origin: string): Promise<Set<string>> {
  const breaches = new Set<string>();
  await context.exposeFunction('tellBreach', (what: string) => void breaches.add(what));
  await context.addInitScript(watch, { allowed: ALLOWED, nowhere: NOWHERE });
  context.on('page', (page) => {
    if (page.url() !== 'about:blank') breaches.add(`a window of ${page.url()}`);
    page.on('popup', () => breaches.add(`a window, opened by ${page.url()}`));
    page.on('dialog', (dialog) => {
      breaches.add(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('pageerror', (error) => breaches.add(`an error: ${error}`));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${origin}/`) && !/^(?:data:image\/svg\+xml,|about:)/.test(url)) {
        breaches.add(`a request to ${url}`);
      }
    });
    page.on('console', (message) => {
      if (/content security|trusted ?type|refused to/i.test(message.text())) breaches.add(message.text());
    });
  });
  return breaches;
}

/** Runs in the page, before anything of it. */
function watch({ allowed, nowhere }: Watch): void {
  document.addEventListener('securitypolicyviolation', (event) => {
    window.tellBreach(`the policy ${event.violatedDirective} refused ${event.blockedURI} ${event.sample}`);
  });
  const judgeText = (element: Element) => {
    const name = element.localName;
    const attributes = allowed[name];
    if (!attributes) return window.tellBreach(`<${name}> in a message`);
    for (const attribute of element.attributes) {
      const isOwn = attributes.includes(attribute.name) || attribute.name === 'xmlns';
      const isStyle =
        attribute.name === 'style' && !/^text-align: (left|center|right);$/.test(attribute.value);
      if (!isOwn || isStyle)
        window.tellBreach(`<${name} ${attribute.name}="${attribute.value}"> in a message`);
    }
    if (name === 'a') judgeLink(element as HTMLAnchorElement);
  };
  const judgeLink = (link: HTMLAnchorElement) => {
    const { protocol, origin } = link;
    // An address that is none leads nowhere, and has no protocol.
    const isDead = protocol === ':' && /^https?:\/\//i.test(link.getAttribute('href') ?? '');
    if (!isDead && !['http:', 'https:', 'mailto:'].includes(protocol))
      window.tellBreach(`a link to ${link.href}`);
    const isOut = protocol === 'mailto:' || origin !== location.origin;
    if (isOut && (link.rel !== 'noopener noreferrer' || link.target !== '_blank')) {
      window.tellBreach(`a link to ${link.href} that gives this window away`);
    }
  };
  const judge = (element: Element) => {
    if (element.matches(nowhere)) window.tellBreach(`on the page: ${element.outerHTML.slice(0, 200)}`);
    for (const { name } of element.attributes) {
      if (name.startsWith('on')) window.tellBreach(`${name} of <${element.localName}>`);
    }
    if (element.closest('.text')) judgeText(element);
  };
  const judgeAll = (root: Element) => {
    judge(root);
    for (const element of root.querySelectorAll('*')) judge(element);
  };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'attributes') judge(target as Element);
      for (const node of addedNodes) if (node instanceof Element && node.isConnected) judgeAll(node);
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
}
