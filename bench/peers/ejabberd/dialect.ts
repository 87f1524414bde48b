import type { Dialect, Line, Seat } from '../../src/target/dialect.js';
import { HOST, ROOMS } from './configuration.js';

const OPEN = `<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="${HOST}" version="1.0"/>`;
const AUTHENTICATE = '<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="ANONYMOUS"/>';
const BIND =
  '<iq xmlns="jabber:client" type="set" id="bind"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>';

/** What is answered in order, and so behind all that a room tells whoever comes in. */
const asks = (room: string) =>
  `<iq xmlns="jabber:client" type="get" id="in" to="${room}@${ROOMS}"><query xmlns="http://jabber.org/protocol/disco#info"/></iq>`;

/** XMPP over WebSocket (RFC 7395): somebody without an account, in rooms of XEP-0045. */
export const ejabberdDialect: Dialect = {
  request: () => ({ path: '/ws', headers: { 'Sec-WebSocket-Protocol': 'xmpp' } }),
  converse(seat, line) {
    let waiting = seat.rooms.length;
    return {
      opened: () => line.send(OPEN),
      hear(text) {
        if (text.includes('<mechanism>ANONYMOUS<')) line.send(AUTHENTICATE);
        else if (text.startsWith('<success')) line.send(OPEN);
        else if (text.includes('urn:ietf:params:xml:ns:xmpp-bind') && text.includes('features'))
          line.send(BIND);
        else if (text.includes("id='bind'")) {
          if (waiting === 0) line.entered();
          for (const room of seat.rooms) enter(room, seat, line);
        } else if (text.includes("type='error'")) line.failed(text.slice(0, 200));
        else if (text.includes("id='in'")) {
          waiting -= 1;
          if (waiting === 0) line.entered();
        }
      },
    };
  },
  delivery: Buffer.from('<message '),
  placeOf: () => null,
  say: (room, body, id) =>
    `<message xmlns="jabber:client" type="groupchat" id="${id}" to="${room}@${ROOMS}"><body>${body}</body></message>`,
  answerIn: () => null,
  // Whoever says something learns that it was taken by hearing it.
  answers: false,
  echoes: true,
};

function enter(room: string, { token }: Seat, line: Line): void {
  const muc = '<x xmlns="http://jabber.org/protocol/muc"/>';
  line.send(`<presence xmlns="jabber:client" to="${room}@${ROOMS}/${token}">${muc}</presence>`);
  line.send(asks(room));
}
