// What an address that leads nowhere may have meant: the resolution, its session or the nearest one held, a search.
(function () {
  'use strict';
  const box = document.getElementById('guess');
  if (box.dataset.done) return; // asked for at several depths, and found at more than one
  box.dataset.done = true;
  // The page is shown at any address. Where it was not told the site's root, its script was found below it.
  const root = box.dataset.root || new URL('../../', document.currentScript.src).pathname;
  const LANGUAGE = /^(?:zh|en|fr|es|ru|ar)\//i;
  const END = /(?:\/?index)?(?:\.[a-z]{1,5})?\/*$/i;
  // a_res_58_58, A/RES/58/58, 58-58, A/RES/S-10/2, 49/75G
  const NUMBERED = /^(?:a[/_-]?res[/_-]?)?((?:e?s-)?[0-9]{1,3})[/_-]([0-9]{1,4})([a-z]?)$/i;

  function path() {
    const here = location.pathname;
    const below = root && here.startsWith(root) ? here.slice(root.length) : here.replace(/^\/+/, '');
    try {
      return decodeURIComponent(below);
    } catch {
      return below;
    }
  }

  function leadFromRoot() {
    for (const [selector, name] of [['a[href]', 'href'], ['form[action]', 'action']]) {
      for (const one of document.querySelectorAll(selector)) {
        const link = one.getAttribute(name);
        if (!/^(?:[a-z]+:|[/#])/.test(link)) one.setAttribute(name, root + link);
      }
    }
  }

  function offer(id, href, words) {
    const link = document.getElementById(id);
    link.href = href;
    if (words) link.textContent = words;
    link.parentElement.hidden = false;
  }

  // The list of sessions stands on the page: the same one, else the one nearest in number.
  function nearest(session) {
    const links = [...document.querySelectorAll('.ways a')].filter((link) => /A\/RES\/[0-9]+\/index\.html$/.test(link.href));
    const distance = (link) => Math.abs(/([0-9]+)\/index/.exec(link.href)[1] - session);
    return links.sort((one, other) => distance(one) - distance(other))[0];
  }

  if (!box.dataset.root) leadFromRoot();
  const asked = path();
  const wanted = asked.replace(LANGUAGE, '').replace(END, '');
  if (!wanted || wanted === '404') return;
  const found = NUMBERED.exec(wanted);
  if (found) {
    const folder = 'A/RES/' + found[1].toUpperCase();
    const address = folder + '/' + found[2] + found[3].toUpperCase() + '.html';
    const session = [...document.querySelectorAll('.ways a')].find((link) => link.href.endsWith('/' + folder + '/index.html'));
    if (session && address !== asked) offer('guess-text', root + address, address.slice(0, -5));
    const near = session || nearest(Number(found[1]));
    if (near) offer('guess-session', near.href, near.textContent);
  }
  const query = found ? wanted.replace(/_/g, '/').toUpperCase() : wanted.replace(/[/_]+/g, /[0-9]/.test(wanted) ? '/' : ' ');
  offer('guess-search', root + 'search.html?q=' + encodeURIComponent(query));
  document.getElementById('guess-words').textContent = query;
  box.hidden = false;
})();
