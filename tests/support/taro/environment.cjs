// What Taro's build puts in place of these names.
process.env.TARO_ENV = 'h5';
globalThis.definePageConfig = (config) => config;
globalThis.defineAppConfig = (config) => config;
// jsdom draws nothing and scrolls nowhere.
HTMLCanvasElement.prototype.getContext = () => null;
Element.prototype.scrollIntoView = () => undefined;
