// Loads what copies and what shows where links lead (the scripts of `touched`, one file) when a reader first touches the page,
// so that a page that is only read stays light.
(function () {
  'use strict';
  /** @type {any} */
  const here = document.currentScript;
  if (!document.querySelector('.text')) return;
  const script = document.createElement('script');
  script.src = new URL('touched.js', here.src).href;
  const load = () => document.head.append(script); // a second time it only moves
  for (const event of ['pointerover', 'focusin', 'click']) document.addEventListener(event, load, { once: true });
})();
