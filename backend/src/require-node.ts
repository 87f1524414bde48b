// Imported before everything else: what follows needs a Node that is new enough, and says nothing helpful on an older one.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Parley needs Node.js 20.19 or newer, and this is ${process.versions.node}: see https://nodejs.org.`,
  );
  process.exit(1);
}

export {};
