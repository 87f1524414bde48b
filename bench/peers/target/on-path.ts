import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Where a program is: in a directory of the PATH, or where only administrators have theirs. Null where it is not. */
export async function onPath(program: string): Promise<string | null> {
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin'];
  for (const directory of directories) {
    const path = join(directory, program);
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return path;
  }
  return null;
}
