import type { MarkdownIt, StateInline } from 'markdown-it';
import { findLinks, type TypedLink } from './links.js';

/**
 * A message shows what was typed: a mark may turn into form, but nothing else goes. So a backslash stays where it keeps a
 * mark from its meaning, a line keeps its indentation, and an address is a link in one piece whatever stands in it.
 */
export function asTyped(md: MarkdownIt): void {
  md.inline.ruler.at('text', text);
  md.inline.ruler.at('newline', newline);
  md.inline.ruler.at('escape', backslash);
  md.inline.State = class extends md.inline.State {
    /** Between two Latin letters or digits a star is a star: `2*3*4`, `x**2`. */
    override scanDelims(start: number, canSplitWord: boolean) {
      const scanned = super.scanDelims(start, canSplitWord);
      if (!WORD.test(this.src[start - 1] ?? '') || !WORD.test(this.src[start + scanned.length] ?? ''))
        return scanned;
      return { ...scanned, can_open: false, can_close: false };
    }
  };
}
const WORD = /[a-z0-9]/i;

/** What no rule begins with. */
const TEXT = /[^\n!*[\\\]_`~]/;

function text(state: StateInline, silent: boolean): boolean {
  const links = linksOf(state);
  const link = links.get(state.pos);
  if (link && link.end <= state.posMax) {
    if (!silent) pushLink(state, link);
    state.pos = link.end;
    return true;
  }
  let end = state.pos;
  while (end < state.posMax && TEXT.test(state.src[end] ?? '') && (end === state.pos || !links.has(end)))
    end += 1;
  if (end === state.pos) return false;
  if (!silent) state.pending += state.src.slice(state.pos, end);
  state.pos = end;
  return true;
}

function pushLink(state: StateInline, { start, end, href }: TypedLink): void {
  const typed = state.src.slice(start, end);
  if (state.linkLevel > 0) {
    state.pending += typed;
    return;
  }
  state.push('link_open', 'a', 1).attrSet('href', href);
  state.push('text', '', 0).content = typed;
  state.push('link_close', 'a', -1);
}

const known = new WeakMap<StateInline, Map<number, TypedLink>>();

function linksOf(state: StateInline): Map<number, TypedLink> {
  const found = known.get(state) ?? new Map(findLinks(state.src).map((link) => [link.start, link]));
  known.set(state, found);
  return found;
}

function newline(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '\n') return false;
  if (!silent) state.pending += '\n';
  state.pos += 1;
  return true;
}

const MEANT = /[!-/:-@[-`{-~]/;

function backslash(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '\\') return false;
  const end = state.pos + (MEANT.test(state.src[state.pos + 1] ?? '') ? 2 : 1);
  if (end > state.posMax) return false;
  if (!silent) state.pending += state.src.slice(state.pos, end);
  state.pos = end;
  return true;
}
