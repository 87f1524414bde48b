// A bot that answers the users who speak to it: node client/examples/bot.js general
import { ParleyClient, Session } from '@parley/client';

const session = new Session({ url: process.env.PARLEY_URL ?? 'http://localhost:3000' });
await session.enterAsGuest('Helper');
const chat = new ParleyClient({ session, maxMessages: 200 });
await chat.connect();
const room = await chat.join(process.argv[2] ?? 'general');
process.once('SIGINT', () => chat.close());
console.log(`Listening in ${room.id}. Say !help there.`);

// Bots answer to a sign only: two that answered to everything would never stop.
for await (const { userId, username, message } of room.messages()) {
  if (userId === chat.me.id) continue;
  const [, command, rest] = /^!(\w+)\s*(.*)$/s.exec(message) ?? [];
  if (command === 'help') room.send('I know `!echo something`, `!time` and `!who`.');
  if (command === 'echo' && rest) room.send(`${username} said: ${rest}`);
  if (command === 'time') room.send(`It is ${new Date().toISOString()}.`);
  if (command === 'who') room.send(`Here: ${room.state.people.here.map((one) => one.username).join(', ')}`);
}
