// Taro's own choice for the browser is that of 2016: every class and every wait would be written out in old words.
const targets = process.env.TARO_ENV === 'h5' ? { targets: { chrome: '70', ios: '11' } } : {};

module.exports = {
  presets: [['taro', { framework: 'react', ts: true, compiler: 'webpack5', ...targets }]],
};
