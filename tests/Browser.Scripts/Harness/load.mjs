// Loads the script modules as they lie in Client/wwwroot. In the browser they are modules by their <script> or import; Node would take a
// .js file for CommonJS, and the two libraries from npm are not there before the first build: hooks.mjs mends both.

import { register } from 'node:module';

register('./hooks.mjs', import.meta.url);

// file: name under Client/wwwroot. Install the globals that it touches at once (page.mjs) before.
export const load = file => import(new URL(`../../../Client/wwwroot/${file}`, import.meta.url).href);
