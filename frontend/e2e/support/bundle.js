import { bundleServer } from '../../../scripts/steps/bundle-server.js';

/** Before the first test: the instances are those that were compiled last, whichever command did it. */
export default bundleServer;
