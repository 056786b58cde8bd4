// Copies a citation, and of a paragraph its link, its text, or its text with a citation. `js/touch.js` loads this script.
(function () {
  'use strict';
  /** @type {any} */
  const text = document.querySelector('.text');
  const labels = document.getElementById('copying')?.dataset;
  if (!text || !labels) return;
  const PARAGRAPH = '.text p[id], .text div[id]';
  const SECONDS = 2; // that an answer is shown
  // matches: a  b
  // rejects: ab
  const BLANK = /\s+/g;
  // matches: pp3
  // matches: annex1-pp3
  // rejects: op3
  const PREAMBULAR = /(?:^|-)pp(\d+)$/;
  // matches: 1.
  // matches: 一、
  // rejects: (a)
  const NUMBER_SIGN = /[.\s、．-]{1,8}$/;
  // matches: https://example.org/A/RES/58/58.html?with=en
  // matches: 58.html#op1
  // rejects: 58.html
  const AFTER_PATH = /[?#].*/;
  // matches: {text} ({source})
  // rejects: text
  const SLOT = /\{text\}|\{source\}/g;

  /** A button with that label. @param {any} label @param {() => void} act */
  function button(label, act) {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = label;
    made.addEventListener('click', act);
    return made;
  }

  /** Copies words where the browser has no clipboard for the page: without https. @param {string} words */
  function copySelected(words) {
    const box = document.createElement('textarea');
    box.value = words;
    document.body.append(box);
    box.select();
    const isCopied = document.execCommand('copy');
    box.remove();
    return isCopied;
  }

  /** Copies words, and says so in an element. @param {string} words @param {HTMLElement} answer */
  async function copy(words, answer) {
    /** @type {any} */
    const focused = document.activeElement;
    const isCopied = await navigator.clipboard?.writeText(words).then(() => true, () => false) || copySelected(words);
    focused?.focus({ preventScroll: true });
    answer.textContent = (isCopied ? labels?.copied : labels?.failed) || '';
    setTimeout(() => answer.textContent = '', SECONDS * 1000);
  }

  function makeAnswer() {
    const made = document.createElement('span');
    made.setAttribute('role', 'status');
    return made;
  }

  // --- citations

  for (const line of document.querySelectorAll('.citations dd')) {
    const name = line.previousElementSibling;
    const answer = makeAnswer();
    const made = button(labels.copy, () => copy(line.textContent || '', answer));
    made.setAttribute('aria-label', labels.copy + ' ' + name?.textContent);
    name?.append(' ', made, ' ', answer);
  }

  // --- paragraphs

  /** The words of a paragraph and of those below it, a line each, without note marks. @param {any} paragraph */
  function read(paragraph) {
    const whole = paragraph.cloneNode(true);
    for (const one of whole.querySelectorAll('.copying, .permalink, .note-here, .struck, sup')) one.remove();
    const lines = whole.matches('p') ? [whole] : [...whole.querySelectorAll('p')];
    return lines.map((line) => line.textContent.replace(BLANK, ' ').trim()).join('\n');
  }

  /** The number that is printed before a paragraph. @param {any} paragraph */
  function numberOf(paragraph) {
    return paragraph.querySelector(':scope > .number, :scope > p:first-child > .number')?.textContent || '';
  }

  /** What a paragraph is called, `para. 2(a)`; nothing if it has no number. @param {any} paragraph */
  function nameOf(paragraph) {
    const preambular = PREAMBULAR.exec(paragraph.id);
    let number = preambular ? preambular[1] : '';
    for (let one = paragraph; one && !preambular; one = one.parentElement.closest(PARAGRAPH)) {
      number = numberOf(one).replace(NUMBER_SIGN, '') + number;
    }
    const form = preambular ? labels?.preambular : labels?.operative;
    return number && form ? form.replace('{number}', () => number) : '';
  }

  /** The whole address of a paragraph. @param {any} paragraph */
  function linkTo(paragraph) {
    /** @type {any} */
    const canonical = document.querySelector('link[rel=canonical]');
    return (canonical ? canonical.href : location.href.replace(AFTER_PATH, '')) + '#' + paragraph.id;
  }

  /** The text of a paragraph with its citation. @param {any} paragraph */
  function quote(paragraph) {
    const annex = paragraph.closest('.annex')?.querySelector('h2')?.firstChild.textContent.trim();
    const source = [labels?.source, annex, nameOf(paragraph), linkTo(paragraph)].filter(Boolean).join(labels?.join);
    /** @type {Record<string, string>} */
    const parts = { '{text}': read(paragraph).slice(numberOf(paragraph).length).trim(), '{source}': source };
    return (labels?.quote || '').replace(SLOT, (name) => parts[name]);
  }

  const bar = document.createElement('span');
  bar.className = 'copying';
  bar.lang = document.documentElement.lang;
  bar.dir = document.documentElement.dir;
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', labels.paragraph || '');
  const answer = makeAnswer();
  bar.append(answer);
  for (const [label, make] of [[labels.link, linkTo], [labels.text, read], [labels.quotation, quote]]) {
    bar.append(button(label, () => copy(/** @type {any} */ (make)(bar.closest(PARAGRAPH)), answer)));
  }

  /** The ways to what is new in the paragraph, and to its life: where they begin, and what they are called.
   *  @type {[HTMLAnchorElement, string][]} */
  const ways = [];
  for (const [start, name] of [[labels.since, labels.sinceName], [labels.lives, labels.livesName]]) {
    if (!start) continue;
    const way = document.createElement('a');
    way.textContent = name || '';
    ways.push([way, start]);
    bar.append(way);
  }

  /** Shows the buttons below the paragraph that an event is in. @param {any} event */
  function show(event) {
    const paragraph = event.target.closest(PARAGRAPH);
    if (!paragraph || bar.contains(event.target)) return;
    const line = paragraph.matches('p') ? paragraph : paragraph.querySelector('p');
    if (bar.parentElement !== line) line.append(bar);
    for (const [way, start] of ways) way.href = start + paragraph.id;
  }

  text.addEventListener('focusin', show);
  text.addEventListener('click', show);
  text.addEventListener('pointerover', (/** @type {any} */ event) => {
    if (event.pointerType === 'mouse' && !bar.contains(document.activeElement)) show(event);
  });
  text.addEventListener('pointerleave', () => bar.contains(document.activeElement) || bar.remove());
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !bar.isConnected) return;
    const link = bar.parentElement?.querySelector('a');
    if (bar.contains(document.activeElement)) link?.focus();
    bar.remove();
  });

  // what the reader touched while this script was loaded
  const touched = text.querySelector(':focus') || [...text.querySelectorAll('p:hover')].pop();
  if (touched) show({ target: touched });
})();
