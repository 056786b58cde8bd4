// Notes beside their marks on wide screens, opened at the mark on narrow ones. Without this script a mark links to its note.
(function () {
  'use strict';
  const text = document.querySelector('.text');
  const section = text && text.querySelector('.notes');
  if (!section) return;
  const wide = matchMedia('(min-width: 68rem)');
  const notes = [...section.querySelectorAll('li')];
  const BACK = '[role="doc-backlink"]';
  const GAP = 8;

  function markOf(note) {
    const back = note.querySelector(BACK);
    return back && document.getElementById(back.hash.slice(1));
  }

  // Each note stands level with its first mark, or below the note before it.
  function place() {
    if (!wide.matches) {
      [text, ...notes].forEach((one) => one.removeAttribute('style'));
      return;
    }
    const origin = text.getBoundingClientRect().top;
    const wanted = notes.map((note) => {
      const mark = markOf(note);
      return [mark ? mark.getBoundingClientRect().top - origin : 0, note.offsetHeight];
    });
    let free = 0;
    notes.forEach((note, index) => {
      const top = Math.max(wanted[index][0] - 4, free);
      note.style.top = top + 'px';
      free = top + wanted[index][1] + GAP;
    });
    text.style.minHeight = free + 'px';
  }

  function toggle(mark) {
    const sup = mark.parentElement;
    const open = sup.nextElementSibling;
    if (open && open.classList.contains('note-here')) {
      open.remove();
      mark.setAttribute('aria-expanded', 'false');
      return;
    }
    const words = document.getElementById(mark.hash.slice(1)).lastElementChild.cloneNode(true);
    words.querySelectorAll(BACK).forEach((back) => back.remove());
    words.className = 'note-here';
    words.setAttribute('role', 'note');
    sup.after(words);
    mark.setAttribute('aria-expanded', 'true');
  }

  // Where mark and note are both in view nothing scrolls: only the target and the address change.
  function follow(event, link) {
    const target = document.getElementById(link.hash.slice(1));
    const box = target.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight) return;
    event.preventDefault();
    const y = scrollY;
    location.hash = link.hash;
    scrollTo(scrollX, y);
  }

  text.addEventListener('click', (event) => {
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
  new ResizeObserver(place).observe(text);
  wide.addEventListener('change', place);
})();
