// Loads what copies (`copying/copy.js`) and what shows where links lead (`preview/preview.js`) when a reader first touches the
// page, so that a page that is only read stays light.
(function () {
  'use strict';
  /** @type {any} */
  const here = document.currentScript;
  const names = [];
  if (document.getElementById('copying')) names.push('copying/copy.js');
  if (document.querySelector('.text') && location.protocol.startsWith('http')) names.push('preview/preview.js');
  const scripts = names.map((name) => {
    const script = document.createElement('script');
    script.src = new URL(name, here.src).href;
    return script;
  });
  const load = () => document.head.append(...scripts); // a second time they only move
  for (const event of ['pointerover', 'focusin', 'click']) document.addEventListener(event, load, { once: true });
})();
