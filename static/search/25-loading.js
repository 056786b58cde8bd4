/* Loads scripts that hand over a value: `unresSearch.receive(name, digest, value)`. A page opened from a disk may load nothing
   else. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  /** @type {Map<string, { digest: string, value: any }>} */
  const received = new Map(); // file name → what it handed over, until the script's load event
  /** @type {Map<string, Promise<any>>} */
  const requested = new Map(); // file name → the promise of its value

  search.receive = (name, digest, value) => received.set(name, { digest, value });

  /** Waits until a script has run. @param {HTMLScriptElement} script @returns {Promise<void>} */
  const untilRun = (script) => new Promise((resolve, reject) => {
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(script.src));
  });

  /** What a script handed over, once. @param {string} name */
  function take(name) {
    const found = received.get(name);
    received.delete(name);
    if (!found) throw new Error(`no script has handed over ${name}`);
    return found;
  }

  /** Loads and runs a script. @param {string} address from the root of the site */
  function runScript(address) {
    const script = document.createElement('script');
    const run = untilRun(script);
    script.src = (search.root ?? '') + address;
    document.head.append(script);
    return run;
  }

  /** What a script hands over that has not run yet. @param {string} name @param {HTMLScriptElement} script */
  const receiveFrom = (name, script) => untilRun(script).then(() => take(name));

  /** Loads a script.
   *  @param {string} name
   *  @param {string} address from the root of the site
   *  @returns what it hands over */
  const loadScript = (name, address) => runScript(address).then(() => take(name));

  /** A value that is loaded once, and again if that failed.
   *  @param {string} name
   *  @param {() => Promise<any>} load
   *  @returns {Promise<any>} */
  function loadOnce(name, load) {
    const before = requested.get(name);
    if (before) return before;
    const found = load().catch((error) => {
      if (requested.get(name) === found) requested.delete(name); // another build's may be asked for meanwhile
      throw error;
    });
    requested.set(name, found);
    return found;
  }

  /** An address that no cache has. @param {string} address @param {string} sign */
  const makeFresh = (address, sign) => `${address}${sign}t=${Date.now()}`;

  /** The value of the file with a digest. If a cache has another build's file, or something that is none, it is asked past the
   *  cache.
   *  @param {string} name
   *  @param {string} digest */
  async function loadFile(name, digest) {
    const address = `search/${name.split('/').map(encodeURIComponent).join('/')}.js?v=${digest}`;
    const found = await loadScript(name, address).catch(() => undefined);
    if (found?.digest === digest) return found.value;
    const again = await loadScript(name, makeFresh(address, '&'));
    if (again.digest === digest) return again.value;
    throw new Error(`${address} is of another build`);
  }

  /** Forgets some values. @param {string[]} names */
  const forget = (...names) => names.forEach((name) => requested.delete(name));

  search.loading = { runScript, receiveFrom, loadScript, loadOnce, loadFile, makeFresh, forget };
})(globalThis.unresSearch);
