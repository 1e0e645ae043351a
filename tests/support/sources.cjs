const path = require('node:path');
const swc = require('@swc/core');
const { readFileSync } = require('node:fs');

/** Loads one TypeScript file of the server outside of jest's own module system, with what it imports relatively. */
function requireSource(file) {
  require.extensions['.ts'] ??= (module, filename) => {
    const { code } = swc.transformSync(readFileSync(filename, 'utf8'), {
      filename,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    });
    module._compile(code, filename);
  };
  return require(path.resolve(__dirname, '../..', file));
}

module.exports = { requireSource };
