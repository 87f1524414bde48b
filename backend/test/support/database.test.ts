import { expect, test } from '@jest/globals';
import { createDatabase } from './database.js';

test('each test database is migrated and knows nothing of the others', async () => {
  const [one, two] = await Promise.all([createDatabase(), createDatabase()]);
  try {
    await one.source.query(`INSERT INTO rooms (id, name, kind, epoch)
      VALUES ('only-here', 'Only here', 'public', gen_random_uuid())`);
    const rooms = 'SELECT id FROM rooms ORDER BY id';
    expect(await one.source.query(rooms)).toEqual([{ id: 'general' }, { id: 'only-here' }]);
    expect(await two.source.query(rooms)).toEqual([{ id: 'general' }]);
  } finally {
    await Promise.all([one.drop(), two.drop()]);
  }
});
