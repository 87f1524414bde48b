let last = 0;

/** A uuid of version 7, each above the one before. It needs nothing of `crypto` that pages on plain HTTP lack. */
export function newClientId(): string {
  // More than one in a millisecond run a little ahead of the clock.
  last = Math.max(Date.now(), last + 1);
  const view = new DataView(crypto.getRandomValues(new Uint8Array(16)).buffer);
  view.setUint32(0, Math.floor(last / 0x10000));
  view.setUint16(4, last % 0x10000);
  view.setUint16(6, 0x7000 | (view.getUint16(6) & 0x0fff));
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
  const hex = [...new Uint8Array(view.buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
