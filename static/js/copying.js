// Loads what copies (`copying/copy.js`) when a reader first touches the page, so that a page that is only read stays light.
(function () {
  'use strict';
  if (!document.getElementById('copying')) return;
  /** @type {any} */
  const here = document.currentScript;
  const script = document.createElement('script');
  script.src = new URL('copying/copy.js', here.src).href;
  const load = () => document.head.append(script); // a second time it only moves
  for (const event of ['pointerover', 'focusin', 'click']) document.addEventListener(event, load, { once: true });
})();
