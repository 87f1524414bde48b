export const WELCOME =
  'Hello everybody, I am Wilhelmina. I come from the other side of support, where I answered letters for nine years, ' +
  'and I was told that I may introduce myself at any length.\n\nI like short sentences, long walks and error messages ' +
  'that tell the truth. I do not like the words “simply” and “just”. On Fridays I bake.\n\nFor the first weeks I read ' +
  'along with **incidents** and **release-2**, ask questions that may sound slow, and write down every answer so that ' +
  'nobody has to give it twice. If you see me in a room where I should not be, tell me; if you do not see me in a room ' +
  'where I should be, invite me.\n\nIn case somebody wonders about the name: my grandmother insisted, and she was rarely wrong.';

export const TABLE = [
  'What people use, from last week:',
  '',
  '| screen | share | change |',
  '|---|---:|---:|',
  '| phone | 41 % | +6 |',
  '| laptop | 38 % | −4 |',
  '| wide screen | 17 % | −1 |',
  '| other | 4 % | −1 |',
].join('\n');

export const POST_MORTEM = [
  '**What happened on Tuesday, whole**',
  '',
  'At 14:02 the second of three instances was taken out for a new kernel. Its connections moved, as they should. At 14:03 the machine that runs Redis began to swap, which nobody saw, because the alarm for it belonged to the machine it replaced. From 14:03:20 on, publications between instances took between four and eleven seconds. Nothing was lost, since nothing depends on them but speed, but to the people in the rooms it looked as if their colleagues had become very thoughtful.',
  '',
  '1. 14:02 planned restart of the second instance',
  '2. 14:03 Redis swaps; no alarm',
  '3. 14:05 first message in this room: *“is it me or is it slow”*',
  '4. 14:09 Maksym sees the swap and frees 6 GB by ending a forgotten import',
  '5. 14:10 all back below 40 ms',
  '',
  'What went well: nobody lost a word, the instances caught up from the database by themselves, and the sweep found every gap within its second. What did not: we learnt of it from people. The alarm is mended, and there is a new one on the *age* of what arrives, so that the next slow thing is seen whatever its reason.',
  '',
  '> A system that is slow and says so is annoying. One that is slow and says nothing is broken.',
  '',
  'Open ends:',
  '',
  '- who owns the import that was forgotten',
  '- whether the kernel can wait for the quiet hours',
  '- a page for support, so that they can answer before they are asked',
].join('\n');
