/** Its package hides its types from strict resolution. What is used of it is as it is today. */
declare module 'socket.io-client-4.0' {
  export { io } from 'socket.io-client';
}
