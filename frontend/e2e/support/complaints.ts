import type { Page } from '@playwright/test';

/** What a page's console complains of: errors of ours, and what the content security policy refused. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !isNetwork(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

/** The browser's own words for a server that is away or says no. The page has words of its own for both. */
function isNetwork(text: string): boolean {
  return text.startsWith('Failed to load resource') || /^WebSocket connection to .* failed/.test(text);
}
