import './steps/require-node.js';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, Unmet } from './steps/command.js';
import { inRoot } from './steps/paths.js';
import { prepare } from './steps/prepare.js';

/** Pictures of every screen, of a workspace made up for it. An argument names another folder than docs/gallery. */
await command(async () => {
  await prepare();
  const folder = process.argv[2] ?? inRoot('docs/gallery');
  // Imported late: these need what `prepare` installs and builds.
  const { makeWorkspace, photograph } = await import('./gallery/session.js');
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-gallery-'));
  // PostgreSQL may run as another user than we do.
  chmodSync(dataDir, 0o755);
  try {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) if (name.endsWith('.png')) rmSync(join(folder, name));
    await makeWorkspace(dataDir);
    const complaints = await photograph(dataDir, folder);
    if (complaints.length > 0) throw new Unmet(`Not as it should be:\n${complaints.join('\n')}`);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  process.exit();
});
