import type { Message } from '@parley/protocol';
import { memo } from 'react';
import { Line } from './Line.js';
import { exactly, timeOf } from './times.js';

export const MessageLine = memo(({ message, begins }: { message: Message; begins: boolean }) => {
  const { userId, username, timestamp } = message;
  const time = (
    <time dateTime={new Date(timestamp).toISOString()} title={exactly(timestamp)}>
      {timeOf(timestamp)}
    </time>
  );
  return (
    <Line
      author={{ id: userId, name: username }}
      begins={begins}
      time={time}
      state="stored"
      text={message.message}
    />
  );
});
