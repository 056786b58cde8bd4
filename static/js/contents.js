// The contents of a text: open in the margin of wide screens, folded in a bar on others; marks the section that is read.
// In the margin they are one stop of the Tab key (groups.js): a text may have fifty sections.
(function () {
  'use strict';
  // matches: 10.
  // rejects: 10
  const POINT = /\.$/;
  /** @type {any} */
  const nav = document.querySelector('.contents');
  if (!nav) return;
  const fold = nav.querySelector('details');
  const head = document.querySelector('.resolution-header');
  const wide = matchMedia('(min-width: 84rem)');
  const links = [...nav.querySelectorAll('li > a')];
  const LINE = 120; // pixels below the top of the window: what is above them is read
  let isWaiting = false;

  /** On wide screens the contents stay open, and are no menu. */
  function adapt() {
    fold.open = wide.matches;
    fold.toggleAttribute('data-menu', !wide.matches);
  }

  /** Marks the last entry whose place is above the line, and keeps it in view within the contents. */
  function mark() {
    isWaiting = false;
    const passed = links.filter((link) => {
      const place = document.getElementById(link.hash.slice(1));
      return place && place.getBoundingClientRect().top < LINE;
    });
    const current = passed.at(-1);
    if (current?.hasAttribute('aria-current')) return;
    for (const link of links) {
      if (link === current) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
    if (!current || !wide.matches) return;
    const box = fold.getBoundingClientRect();
    const place = current.getBoundingClientRect();
    if (place.top < box.top || place.bottom > box.bottom) fold.scrollTop += place.top - box.top - box.height / 3;
  }

  /** The links by number from a place on to the next heading. @param {any} place @returns {any[]} */
  function numbersFrom(place) {
    const found = [];
    for (let one = place; one && (one === place || !one.matches('h2, h3, section')); one = one.nextElementSibling) {
      const link = one.matches('.operative') && one.querySelector('.number');
      if (link) found.push(link);
    }
    return found;
  }

  /** Makes a fold of a range of numbers, filled with links when it is first opened. @param {Element} range */
  function unfold(range) {
    const details = document.createElement('details');
    const summary = document.createElement('summary');
    summary.textContent = range.textContent;
    details.append(summary);
    /** @type {any} */
    const link = range.parentElement?.querySelector('a');
    details.addEventListener('toggle', () => {
      const links = document.createElement('p');
      for (const number of numbersFrom(document.getElementById(link.hash.slice(1)))) {
        const copy = document.createElement('a');
        copy.href = number.hash;
        copy.textContent = number.textContent.replace(POINT, '');
        links.append(copy, ' ');
      }
      details.append(links);
    }, { once: true });
    range.replaceWith(details);
  }

  addEventListener('scroll', () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(mark);
  }, { passive: true });
  if (head) {
    new IntersectionObserver(([entry]) => nav.classList.toggle('past', !entry.isIntersecting)).observe(head);
  }
  wide.addEventListener('change', adapt);
  nav.querySelectorAll('.range').forEach(unfold);
  nav.classList.add('live');
  adapt();
  requestAnimationFrame(mark);
})();
