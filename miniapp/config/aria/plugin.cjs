const path = require('node:path');
const { components } = require('./attributes.cjs');

/**
 * Taro plugin: adds the aria attributes to the templates at build time and to the runtime's list of
 * known attributes. Both count their aliases from the same list, so both must read the same file.
 */
module.exports = (ctx) => {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn(platform) {
      if (!platform || platform.platform !== 'weapp') return;
      platform.template.mergeComponents(ctx, components);
      platform.runtimePath = [].concat(platform.runtimePath, path.join(__dirname, 'runtime.js'));
    },
  });
};
