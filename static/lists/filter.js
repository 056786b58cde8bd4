// Shows a box above a long list, and hides the rows that do not have all words that are typed into it.
(function () {
  'use strict';
  // matches: "\u0301"
  // rejects: e
  const MARKS = /\p{M}+/gu;
  // matches: "  "
  // rejects: "58"
  const SPACES = /\s+/u;
  const box = document.getElementById('filter');
  const input = box?.querySelector('input');
  const output = box?.querySelector('output');
  if (!box || !input || !output) return;

  /** Words as they are compared: without accents, in small letters.
   * @param {string} text */
  function fold(text) {
    return text.normalize('NFKD').replace(MARKS, '').toLowerCase();
  }

  const rows = [...document.querySelectorAll('.cards > li')].map((row) => ({
    row: /** @type {HTMLElement} */ (row),
    text: fold(row.querySelector('a')?.textContent || ''),
  }));
  const groups = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.day, .month'));

  /** Hides days and months without rows. */
  function hideEmpty() {
    for (const group of groups) {
      group.hidden = !group.querySelector('li:not([hidden])');
    }
  }

  function filter() {
    const words = fold(input?.value || '').split(SPACES).filter(Boolean);
    let count = 0;
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) count += 1;
    }
    hideEmpty();
    if (!output || !box) return;
    const shown = (box.dataset.shown || '').replace('{count}', String(count));
    output.textContent = words.length ? shown.replace('{total}', String(rows.length)) : '';
  }

  box.hidden = false;
  input.addEventListener('input', filter);
  if (input.value) filter(); // a browser keeps the words when a reader comes back
})();
