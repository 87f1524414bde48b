import { account } from './account.js';
import { amending } from './amending.js';
import { backdate } from './backdate.js';
import { Camera, launch } from './camera.js';
import { callIn } from './cast.js';
import { fontsMissing } from './fonts.js';
import { writeIndex } from './index-page.js';
import { leading } from './leading.js';
import { over } from './over.js';
import { sanctions } from './sanctions.js';
import { rooms, signIn } from './screens.js';
import { seed } from './seed.js';
import { startServer } from './server.js';
import { afternoon } from './time.js';
import { offline, refused, sessionEnded } from './troubles.js';

/** @param {string} dataDir */
export async function makeWorkspace(dataDir) {
  const server = await startServer(dataDir);
  await backdate(dataDir, await seed(server.url, afternoon().midnight));
  // What the instance keeps at hand still has the old times.
  await server.stop();
}

/**
 * @param {string} dataDir
 * @param {string} folder
 * @returns {Promise<string[]>} what went wrong
 */
export async function photograph(dataDir, folder) {
  const server = await startServer(dataDir);
  const browser = await launch();
  try {
    const camera = new Camera(browser, folder, afternoon().timezoneId);
    const cast = await callIn(server.url);
    const set = { camera, url: server.url, cast };
    await signIn(set);
    await rooms(set);
    await over(set);
    await amending(set);
    await leading(set);
    await sanctions(set);
    await account(set);
    await refused(set);
    await sessionEnded(set);
    for (const client of Object.values(cast)) client.disconnect();
    await offline(set, () => server.stop());
    writeIndex(folder, camera.taken, await fontsMissing(browser));
    console.log(`${camera.taken.length} screens, ${(camera.bytes / 1_048_576).toFixed(1)} MB in ${folder}`);
    return [...new Set(camera.complaints)];
  } finally {
    await browser.close();
    await server.stop();
  }
}
