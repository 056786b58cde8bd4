/* Marks the words of a search in a resolution, and leads from one to the next. The text of the page stays as it is. */
'use strict';

(function () {
  const KEY = 'marks';
  const NAME = 'searched'; // of the highlight, in marks.css
  /** @type {{ words: string[], labels: Record<'previous' | 'next' | 'close', string> }} */
  const { words, labels } = JSON.parse(sessionStorage.getItem(KEY)?.split('\n')[1] ?? '{}');
  /** @type {any} */
  const browser = globalThis;
  /** @type {any} */
  const here = document.currentScript;
  const article = document.querySelector('article');

  /** The ranges of the words in the text below an element, in order. @param {Element} root */
  function findRanges(root) {
    const found = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const [start, end] of placesIn((node.textContent ?? '').toLowerCase())) {
        const range = new Range();
        range.setStart(node, start);
        range.setEnd(node, end);
        found.push(range);
      }
    }
    return found;
  }

  /** Where the words are in a text, in order; of two that overlap the first. @param {string} text */
  function placesIn(text) {
    const found = [];
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) found.push([at, at + word.length]);
    }
    found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    let end = 0;
    return found.filter((place) => { const isFree = place[0] >= end; if (isFree) end = place[1]; return isFree; });
  }

  /** @param {string} sign @param {string} label @param {() => void} act */
  function button(sign, label, act) {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = sign;
    made.setAttribute('aria-label', label);
    made.title = label;
    made.addEventListener('click', act);
    return made;
  }

  /** Shows the bar that leads through the ranges. @param {Range[]} ranges */
  function showBar(ranges) {
    const bar = document.createElement('p');
    const place = document.createElement('span');
    let at = Math.max(0, ranges.findIndex((range) => range.getBoundingClientRect().top >= 0));
    const say = () => { place.textContent = `${words[0]} · ${at + 1} / ${ranges.length}`; };
    const go = (/** @type {number} */ step) => {
      at = (at + step + ranges.length) % ranges.length;
      ranges[at].startContainer.parentElement?.scrollIntoView({ block: 'center' });
      say();
    };
    const close = () => {
      sessionStorage.removeItem(KEY);
      browser.CSS.highlights.delete(NAME);
      bar.remove();
    };
    place.setAttribute('role', 'status');
    bar.className = 'marks-bar';
    bar.append(button('↑', labels.previous, () => go(-1)), place, button('↓', labels.next, () => go(1)), button('×', labels.close, close));
    say();
    document.body.append(bar);
  }

  /** Loads the style of the marks. */
  function loadStyle() {
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = new URL('marks.css', here.src).href;
    document.head.append(style);
  }

  const ranges = article && words?.length && browser.CSS?.highlights ? findRanges(article) : [];
  if (!ranges.length) return;
  browser.CSS.highlights.set(NAME, new browser.Highlight(...ranges));
  loadStyle();
  showBar(ranges);
})();
