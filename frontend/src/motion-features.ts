/** What framer-motion needs to move things. Loaded after the first room is drawn: until then nothing moves. */
export { domAnimation as default } from 'framer-motion';
