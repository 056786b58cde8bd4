// Makes the links above a text one stop of the Tab key, and the contents beside it: few stops are before the text. The arrow
// keys lead through such a group. The stops are set when Tab is pressed, so nothing has to follow what a page shows or hides.
(function () {
  'use strict';
  const isFromRight = document.documentElement.dir === 'rtl';
  /** The words that a screen reader says of a link above the text. */
  const words = document.querySelector('main')?.dataset.arrows ?? '';
  /** @typedef {{ sign: string, words: string, steps: Record<string, number>, entries: string }} Group */
  /** @type {Group[]} The contents are a group where they are a column; elsewhere they are a menu. */
  const GROUPS = [
    {
      sign: '← →',
      words,
      steps: isFromRight ? { ArrowLeft: 1, ArrowRight: -1 } : { ArrowRight: 1, ArrowLeft: -1 },
      entries: '.trail a, h1 a, .lead a, .facts a, .totals :is(a, summary), .jumps a, .downloads > summary',
    },
    {
      sign: '↑ ↓',
      words: '',
      steps: { ArrowDown: 1, ArrowUp: -1 },
      entries: '.contents > :not([data-menu]) ol :is(a, summary)',
    },
  ];
  /** Entries whose stop this script has set. @type {any[]} */
  let arranged = [];

  /** The entries of a group that can be seen. @param {Group} group @returns {any[]} */
  function listEntries(group) {
    return [...document.querySelectorAll(group.entries)].filter((entry) => entry.checkVisibility());
  }

  /** Makes of entries one stop: where the focus is, else what is marked as current, else the first one.
   *  @param {any[]} entries @param {Group} group */
  function arrange(entries, group) {
    const focused = entries.find((entry) => entry === document.activeElement);
    const stop = focused ?? entries.find((entry) => entry.hasAttribute('aria-current')) ?? entries[0];
    for (const entry of entries) {
      entry.tabIndex = entry === stop ? 0 : -1;
      entry.dataset.arrows = group.sign;
      if (group.words) entry.setAttribute('aria-description', group.words);
    }
    arranged.push(...entries);
  }

  function arrangeAll() {
    for (const entry of arranged) entry.removeAttribute('tabindex');
    arranged = [];
    for (const group of GROUPS) {
      const entries = listEntries(group);
      if (entries.length > 1) arrange(entries, group);
    }
  }

  /** Moves the focus to the next entry of its group, or to the one before. @param {any} event */
  function step(event) {
    const group = GROUPS.find((one) => event.key in one.steps && document.activeElement?.matches(one.entries));
    if (!group) return;
    const entries = listEntries(group);
    const target = entries[entries.indexOf(document.activeElement) + group.steps[event.key]];
    if (!target) return;
    event.preventDefault();
    target.focus();
  }

  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Tab') arrangeAll();
    else step(event);
  });
})();
