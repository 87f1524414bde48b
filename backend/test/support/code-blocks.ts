export interface CodeBlock {
  /** What stands behind the three ticks: a language, and whatever follows it. */
  info: string;
  code: string;
}

/** The fenced pieces of code in a page of Markdown, in their order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(/^```(\S[^\n]*)\n(.*?)^```$/gms)].map(([, info = '', code = '']) => ({
    info,
    code,
  }));
}

/** What the comments `// prints: ...` promise, line by line. */
export function promisedOutput(code: string): string[] {
  return [...code.matchAll(/\/\/ prints: (.*)$/gm)].map(([, line = '']) => line);
}
