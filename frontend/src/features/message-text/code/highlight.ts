import workerUrl from './highlight.worker.ts?worker&url';
import type { Answer, Piece, Question } from './pieces.js';

/** A grammar that takes longer for one text was given one that it cannot read in time, ms. */
const PATIENCE_MS = 2_000;

const waiting: { question: Question; done(pieces: Piece[] | null): void }[] = [];
const tooSlow = new Set<string>();
let asked = 0;
let worker: Worker | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Code in pieces of colour; null where it has none. A grammar is a set of regular expressions that others wrote, and
 * there are texts of a message's length on which one takes half a second: they run beside the page, and are ended when
 * they take too long.
 */
export function highlight(text: string, language: string): Promise<Piece[] | null> {
  if (tooSlow.has(language)) return Promise.resolve(null);
  return new Promise((done) => {
    asked += 1;
    waiting.push({ question: { id: asked, text, language }, done });
    if (!worker) start();
    else if (waiting.length === 1) ask();
  });
}

function start(): void {
  worker = new Worker(trusted(workerUrl));
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    clearTimeout(timer);
    if (data.id !== 0) settle(data.pieces);
    ask();
  });
  worker.addEventListener('error', giveUp);
}

function ask(): void {
  const next = waiting[0];
  if (!next || !worker) return;
  worker.postMessage(next.question);
  timer = setTimeout(() => {
    tooSlow.add(next.question.language);
    giveUp();
  }, PATIENCE_MS);
}

function settle(pieces: Piece[] | null): void {
  waiting.shift()?.done(pieces);
}

/** Ends what runs, and goes on with what is not too slow. */
function giveUp(): void {
  clearTimeout(timer);
  worker?.terminate();
  worker = null;
  settle(null);
  while (waiting[0] && tooSlow.has(waiting[0].question.language)) settle(null);
  if (waiting.length > 0) start();
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}
declare const trustedTypes: TrustedTypes | undefined;

/** The page's policy lets through one address of a worker, this one. */
function trusted(url: string): string {
  policy ??=
    typeof trustedTypes === 'undefined'
      ? null
      : trustedTypes.createPolicy('parley-worker', { createScriptURL: known });
  return policy?.createScriptURL(url) ?? url;
}
let policy: ReturnType<TrustedTypes['createPolicy']> | null | undefined;

function known(url: string): string {
  if (url !== workerUrl) throw new TypeError(`No worker of this page: ${url}`);
  return url;
}
