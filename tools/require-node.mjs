// Runs on any Node that understands modules, so that an old one gets a sentence, not a syntax error.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (!(major >= 26 || (major === 24 && minor >= 15))) {
  console.error(
    `Servery needs Node 24 from 24.15 on, or Node 26 and newer; this is ${process.version}. ` +
      "`npm ci` brings Node 26 for npm scripts on Linux, Windows and Apple silicon (not with --omit=optional); " +
      "elsewhere install it from https://nodejs.org.",
  );
  process.exit(1);
}
