import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MEASURED = '<!-- measured -->';

/**
 * Lists the pictures. What stands below the mark is written by people and kept.
 *
 * @param {string} folder
 * @param {{ name: string; files: string[] }[]} taken
 * @param {string} fonts
 */
export function writeIndex(folder, taken, fonts) {
  const path = join(folder, 'README.md');
  const [, kept = '\n'] = existsSync(path) ? readFileSync(path, 'utf8').split(MEASURED) : [];
  const sections = taken.map(({ name, files }) => {
    const links = files.map((file) => `[${captionOf(name, file)}](${file})`).join(' · ');
    const shown = files.find((file) => file.includes('-1280-light')) ?? files[0];
    return `## ${titleOf(name)}\n\n![${titleOf(name)}](${shown})\n\n${links}\n`;
  });
  const head = `# The gallery\n\nEvery screen, wide and narrow, light and dark; those that are different in between, there too. \`npm run gallery\` takes them anew, of a workspace it makes up and throws away. ${fonts}\n`;
  writeFileSync(path, [head, ...sections, `${MEASURED}${kept}`].join('\n'));
}

const titleOf = (/** @type {string} */ name) =>
  `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`;

const captionOf = (/** @type {string} */ name, /** @type {string} */ file) =>
  file.slice(name.length + 1, -'.png'.length).replace('-', ' ');
