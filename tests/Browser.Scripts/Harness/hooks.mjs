// Node's loader hooks of load.mjs.

const standIns = {
  './lib/signalr.min.js': new URL('./signalr.mjs', import.meta.url).href,
  './lib/wavesurfer.esm.js': new URL('./wavesurfer.mjs', import.meta.url).href,
};

export const resolve = (specifier, context, next) =>
  specifier in standIns ? { url: standIns[specifier], shortCircuit: true } : next(specifier, context);

export const load = (url, context, next) =>
  next(url, url.includes('/Client/wwwroot/') ? { ...context, format: 'module' } : context);
