// Shows notes beside their marks on wide screens, and at the mark on narrow ones. Without this script a mark links to its note.
(function () {
  'use strict';
  /** @type {any} */
  const text = document.querySelector('.text');
  const section = text?.querySelector('.notes');
  if (!section) return;
  const wide = matchMedia('(min-width: 64rem)');
  const notes = [...section.querySelectorAll('li')];
  const BACK = '[role="doc-backlink"]';
  const MARK = '[role="doc-noteref"]';
  const GAP = 8; // pixels between two notes

  /** The first mark of a note. @param {any} note @returns {HTMLElement | null} */
  function markOf(note) {
    const back = note.querySelector(BACK);
    return back && document.getElementById(back.hash.slice(1));
  }

  /** Places each note level with its first mark, or below the note before it. */
  function place() {
    if (!wide.matches) return;
    const origin = text.getBoundingClientRect().top;
    const wanted = notes.map((note) => { // top and height of each note, in pixels
      const mark = markOf(note);
      return [mark ? mark.getBoundingClientRect().top - origin : 0, note.offsetHeight];
    });
    let free = 0;
    notes.forEach((note, index) => {
      const top = Math.max(wanted[index][0] - 4, free);
      note.style.setProperty('--top', top + 'px');
      free = top + wanted[index][1] + GAP;
    });
    text.style.setProperty('--least', free + 'px');
  }

  /** On narrow screens a mark says whether its note is open; on wide ones it is a link. */
  function announce() {
    for (const mark of text.querySelectorAll(MARK)) {
      if (wide.matches) mark.removeAttribute('aria-expanded');
      else mark.setAttribute('aria-expanded', String(Boolean(openNote(mark))));
    }
  }

  /** The note that is open at a mark. @param {any} mark */
  function openNote(mark) {
    const next = mark.parentElement.nextElementSibling;
    return next?.classList.contains('note-here') ? next : null;
  }

  /** Shows or hides a note at its mark. @param {any} mark */
  function toggle(mark) {
    const sup = mark.parentElement;
    const open = openNote(mark);
    if (open) {
      open.remove();
      mark.setAttribute('aria-expanded', 'false');
      return;
    }
    /** @type {any} */
    const note = document.getElementById(mark.hash.slice(1));
    const words = note.lastElementChild.cloneNode(true);
    for (const back of words.querySelectorAll(BACK)) back.remove();
    words.className = 'note-here';
    words.setAttribute('role', 'note');
    sup.after(words);
    mark.setAttribute('aria-expanded', 'true');
  }

  /** Follows a link between mark and note without scrolling, if its target is in view.
   *  @param {Event} event
   *  @param {any} link */
  function follow(event, link) {
    /** @type {any} */
    const target = document.getElementById(link.hash.slice(1));
    const box = target.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight) return;
    event.preventDefault();
    const y = scrollY;
    location.hash = link.hash;
    scrollTo(scrollX, y);
  }

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || wide.matches) return;
    const last = [...text.querySelectorAll(MARK)].filter(openNote).at(-1);
    if (!last) return;
    toggle(last);
    last.focus();
  });
  text.addEventListener('click', (/** @type {any} */ event) => {
    const link = event.target.closest('sup a, ' + BACK);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (wide.matches) {
      follow(event, link);
    } else if (!link.matches(BACK)) {
      event.preventDefault();
      toggle(link);
    }
  });

  text.classList.add('beside');
  place();
  announce();
  new ResizeObserver(place).observe(text);
  wide.addEventListener('change', () => {
    place();
    announce();
  });
})();
